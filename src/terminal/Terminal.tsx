/** The dock's terminal: kubectl and network tools, typed on the laptop, on a Node or inside a Pod. */
import { ChevronLeft, ChevronRight, TextSearch, X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/terminal.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { SelectInput } from '../ui/controls.tsx';
import { identityKey } from '../ui/identityKey.ts';
import { useTheme } from '../ui/theme.ts';
import { typedLines } from '../ui/typedLines.ts';
import { explainLine } from './explainLine.ts';
import { LAPTOP, nameOfPlace, type ShellPlace } from './place.ts';
import { screenOf } from './screen.ts';
import styles from './Terminal.module.css';

const valueOfPlace = (place: ShellPlace) => (place.type === 'laptop' ? 'laptop' : place.key);

export function Terminal() {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const theme = useTheme();
  const screen = useMemo(() => screenOf(playground), [playground]);
  const element = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(screen.session.place);
  const [line, setLine] = useState<string | null>(null);
  const id = useId();

  useEffect(() => {
    screen.listener = { onPlace: setPlace, onExplain: setLine };
    const detach = element.current === null ? undefined : screen.attach(element.current);
    if (element.current !== null && mayTakeFocus(element.current)) screen.focus();
    return detach;
  }, [screen]);

  useEffect(() => {
    void screen.typeWaitingLines();
    return typedLines.subscribe(() => void screen.typeWaitingLines());
  }, [screen]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page
  useEffect(() => screen.showTheme(), [screen, theme]);

  const places = useMemo(() => placesIn([...objects.values()]), [objects]);
  const isThere = place.type === 'laptop' || objects.has(place.key);
  const equalLines = usePlaygroundState((state) => state.commandLines);

  return (
    <div className={styles.terminal}>
      <div className={styles.tools}>
        <label htmlFor={id}>{t('where')}</label>
        <div className={styles.place}>
          <SelectInput
            id={id}
            value={isThere ? valueOfPlace(place) : 'laptop'}
            options={places.map((each) => ({ value: valueOfPlace(each), label: nameOfPlace(each) }))}
            onCommit={(value) =>
              screen.setPlace(places.find((each) => valueOfPlace(each) === value) ?? LAPTOP)
            }
          />
        </div>
        <Button icon={TextSearch} onClick={() => setLine(screen.kubectlLines.at(-1) ?? '')}>
          {t('explainTheLastLine')}
        </Button>
        <span className={styles.hint}>{t('isWhatYouDidOnThe')}</span>
      </div>
      {/* Long lines are cut at the edge of the screen; here they are whole, for who has them read out. */}
      <ol className="visually-hidden" aria-label={t('equalKubectlLines')}>
        {equalLines.map((entry) => (
          <li key={identityKey(entry)}>{entry.line}</li>
        ))}
      </ol>
      <div className={styles.body}>
        <div ref={element} dir="ltr" className={styles.screen} />
        {line !== null && (
          <Explanation
            line={line}
            lines={screen.kubectlLines}
            onShow={setLine}
            onClose={() => setLine(null)}
          />
        )}
      </div>
    </div>
  );
}

interface ExplanationProps {
  line: string;
  /** What can be explained, oldest first. */
  lines: readonly string[];
  onShow: (line: string) => void;
  onClose: () => void;
}

function Explanation({ line, lines, onShow, onClose }: ExplanationProps) {
  const explained = explainLine(line);
  const at = lines.lastIndexOf(line);
  const [earlier, later] = [lines[at - 1], at < 0 ? undefined : lines[at + 1]];
  return (
    <section className={styles.explanation} aria-label={t('whatTheLineDoes')}>
      <header>
        <h3 aria-live="polite">{explained?.summary ?? t('thereIsNoKubectlLineYet')}</h3>
        <IconButton
          label={t('earlierLine')}
          icon={ChevronLeft}
          disabled={earlier === undefined}
          onClick={() => earlier !== undefined && onShow(earlier)}
        />
        <IconButton
          label={t('laterLine')}
          icon={ChevronRight}
          disabled={later === undefined}
          onClick={() => later !== undefined && onShow(later)}
        />
        <IconButton label={t('close')} icon={X} onClick={onClose} />
      </header>
      {explained !== null && (
        <dl>
          {explained.words.map(({ text, meaning }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: words may come twice, and never move
            <div key={index}>
              <dt>
                <code>{text}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function placesIn(objects: readonly KubernetesObject[]): ShellPlace[] {
  const of = (kind: 'Node' | 'Pod'): ShellPlace[] =>
    objects
      .filter((object) => object.kind === kind && object.metadata.namespace !== 'kube-system')
      .map((object) => ({ type: kind, key: objectKey(object) }));
  return [LAPTOP, ...of('Node'), ...of('Pod')];
}

/** Not when somebody reads in another panel, which opened the terminal to show it. */
function mayTakeFocus(screen: HTMLElement): boolean {
  const { activeElement } = document;
  return (
    activeElement === null ||
    activeElement === document.body ||
    activeElement.closest('section') === screen.closest('section')
  );
}
