/** What a text would do to the cluster, object by object and line by line, before it is done. */
import { FilePen, FilePlus2, FileX2, type LucideIcon, PenLine } from 'lucide-react';
import { lineHunks } from '../kubernetes/lineHunks.ts';
import { t } from '../messages/yaml.ts';
import { objectTextsOf } from '../playground/objectTexts.ts';
import { usePlayground } from '../playground/react.ts';
import { nameInWords } from '../playground/words.ts';
import { Button } from '../ui/Button.tsx';
import type { Step } from './plan.ts';
import styles from './Yaml.module.css';

const looks = {
  create: { icon: FilePlus2, words: (name: string) => t('step.create', { name }) },
  change: { icon: FilePen, words: (name: string) => t('step.change', { name }) },
  rename: { icon: PenLine, words: (name: string) => t('step.rename', { name }) },
  delete: { icon: FileX2, words: (name: string) => t('step.delete', { name }) },
} satisfies Record<Step['type'], { icon: LucideIcon; words: (name: string) => string }>;

interface AskBeforeProps {
  steps: readonly Step[];
  onApply: () => void;
  onTakeBack: () => void;
}

export function AskBefore({ steps, onApply, onTakeBack }: AskBeforeProps) {
  const playground = usePlayground();
  return (
    <section className={styles.ask} aria-label={t('changesToConfirm')}>
      <div className={styles.askHead}>
        <p role="alert">{summary(steps)}</p>
        <Button
          look={steps.some(({ type }) => type === 'delete') ? 'danger' : 'primary'}
          size="small"
          onClick={onApply}
        >
          {t('apply')}
        </Button>
        <Button size="small" onClick={onTakeBack}>
          {t('takeBack')}
        </Button>
      </div>
      <ul className={styles.steps}>
        {steps.map((step) => {
          const { icon: Icon, words } = looks[step.type];
          const before = objectTextsOf(playground).of(step.formerKey ?? step.key)?.text ?? '';
          return (
            <li key={`${step.type} ${step.key}`}>
              <details open={steps.length <= 3}>
                <summary>
                  <Icon size={14} aria-hidden /> {words(nameInWords(step.key))}
                </summary>
                <Difference before={before} after={step.document?.text ?? ''} />
              </details>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function summary(steps: readonly Step[]): string {
  const count = (type: Step['type']) => steps.filter((step) => step.type === type).length;
  const words = (['create', 'change', 'rename', 'delete'] as const).flatMap((type) =>
    count(type) === 0 ? [] : t(`sum.${type}`, { count: count(type) }),
  );
  return t('sum', { what: words.reduce((first, second) => t('sumAnd', { first, second })) });
}

const CONTEXT_LINES = 2;
const MOST_LINES = 400;

interface DiffLine {
  sign: ' ' | '+' | '-';
  text: string;
  id: string;
}

function Difference({ before, after }: { before: string; after: string }) {
  const lines = diffLines(before, after);
  if (lines.length === 0) return <p className={styles.same}>{t('itsTextStaysAsItIs')}</p>;
  return (
    <pre className={styles.diff}>
      {lines.slice(0, MOST_LINES).map(({ sign, text, id }) => (
        <span key={id} className={styles.diffLine} data-sign={sign}>
          {sign === '-' && <span className="visually-hidden">{t('removed')} </span>}
          {sign === '+' && <span className="visually-hidden">{t('added')} </span>}
          <span aria-hidden>{sign} </span>
          {text}
          {'\n'}
        </span>
      ))}
      {lines.length > MOST_LINES && t('moreLines', { count: lines.length - MOST_LINES })}
    </pre>
  );
}

function diffLines(before: string, after: string): DiffLine[] {
  const split = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  const [old, now] = [split(before), split(after)];
  const lines: DiffLine[] = [];
  let shown = 0;
  for (const { from, to, newFrom, newTo } of lineHunks(old, now)) {
    for (let at = Math.max(shown, from - CONTEXT_LINES); at < from; at++)
      lines.push({ sign: ' ', text: old[at]!, id: `=${at}` });
    for (let at = from; at < to; at++) lines.push({ sign: '-', text: old[at]!, id: `-${at}` });
    for (let at = newFrom; at < newTo; at++) lines.push({ sign: '+', text: now[at]!, id: `+${at}` });
    shown = to;
  }
  return lines;
}
