/** What became of each object of an import, worst first. */
import { CircleCheck, CircleMinus, CircleX } from 'lucide-react';
import { t } from '../messages/importExport.ts';
import type { ImportLine, ImportOutcome, ImportReport } from '../playground/sceneFile.ts';
import { Button } from '../ui/Button.tsx';
import { rich } from '../ui/rich.ts';
import styles from './ImportExport.module.css';

const looks = {
  created: { icon: CircleCheck, tone: 'ok' },
  configured: { icon: CircleCheck, tone: 'ok' },
  unchanged: { icon: CircleMinus, tone: 'calm' },
  leftOut: { icon: CircleMinus, tone: 'calm' },
  refused: { icon: CircleX, tone: 'bad' },
} satisfies Record<ImportOutcome, { icon: typeof CircleCheck; tone: string }>;

interface ImportResultProps {
  report: ImportReport;
  /** Where a line of the text is, in words. */
  where: (line: number) => string;
  onCreateNamespaces: () => void;
}

export function ImportResult({ report, where, onCreateNamespaces }: ImportResultProps) {
  const { lines, opened, added, missingNamespaces } = report;
  const sorted = [...lines].sort((a, b) => rank(a) - rank(b));
  return (
    <section className={styles.result} aria-label={t('importReport')}>
      <p role="status" className={styles.summary}>
        {summary(lines)} {opened !== null && t('opened', { title: opened })}
        {added.length > 0 && t('added', { kinds: countKinds(added) })}
      </p>
      {added.length > 0 && (
        <details className={styles.added}>
          <summary>{t('whatWasAdded')}</summary>
          <p>{added.join(', ')}</p>
        </details>
      )}
      {missingNamespaces.length > 0 && (
        <p className={styles.offer}>
          {rich(
            t.rich('missingNamespaces', {
              count: missingNamespaces.length,
              names: () => <code>{missingNamespaces.join(', ')}</code>,
            }),
          )}
          <Button size="small" onClick={onCreateNamespaces}>
            {t('createAndImportAgain')}
          </Button>
        </p>
      )}
      <ul className={styles.lines} aria-label={t('objects')}>
        {sorted.map((line) => {
          const { icon: Icon, tone } = looks[line.outcome];
          return (
            <li key={`${line.line} ${line.name}`} className={styles.line} data-tone={tone}>
              <Icon size={15} aria-hidden />
              <div className={styles.words}>
                <p>
                  {rich(
                    t.rich(
                      line.isKeptOnly && line.outcome !== 'refused'
                        ? `kept.${line.outcome}`
                        : `line.${line.outcome}`,
                      { name: () => <strong translate="no">{line.name}</strong> },
                    ),
                  )}
                </p>
                {line.reason !== '' && <p className={styles.reason}>{line.reason}</p>}
              </div>
              <span className={styles.where}>
                {line.column === undefined
                  ? where(line.line)
                  : t('column', { line: where(line.line), column: String(line.column) })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** `3 Node, 17 Traffic, 1 Client`, from `Node node-a` and the like. */
function countKinds(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const kind = name.split(' ', 1)[0]!;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function rank(line: ImportLine): number {
  if (line.outcome === 'refused') return 0;
  return line.isKeptOnly ? 2 : 1;
}

function summary(lines: readonly ImportLine[]): string {
  if (lines.length === 0) return t('thereIsNoObjectInThis');
  const counts = (Object.keys(looks) as ImportOutcome[]).flatMap((outcome) => {
    const count = lines.filter((line) => line.outcome === outcome).length;
    return count === 0 ? [] : [t(`count.${outcome}`, { count })];
  });
  return t('summary', { count: lines.length, counts: counts.join(', ') });
}
