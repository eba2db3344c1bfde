/** The dock's terminal: kubectl and network tools, typed on the laptop, on a Node or inside a Pod. */
import { TextSearch, X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/terminal.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button, IconButton } from '../ui/Button.tsx';
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
  const lastLine = () => {
    const typed = screen.session.lines.findLast((each) => each.includes('kubectl '));
    return typed ?? equalLines.at(-1)?.line ?? null;
  };

  return (
    <div className={styles.terminal}>
      <div className={styles.tools}>
        <label htmlFor={id}>{t('where')}</label>
        <select
          id={id}
          className={styles.place}
          value={isThere ? valueOfPlace(place) : 'laptop'}
          onChange={({ target: { value } }) =>
            screen.setPlace(places.find((each) => valueOfPlace(each) === value) ?? LAPTOP)
          }
        >
          {places.map((each) => (
            <option key={valueOfPlace(each)} value={valueOfPlace(each)}>
              {nameOfPlace(each)}
            </option>
          ))}
        </select>
        <Button icon={TextSearch} onClick={() => setLine(lastLine() ?? '')}>
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
        {line !== null && <Explanation line={line} onClose={() => setLine(null)} />}
      </div>
    </div>
  );
}

function Explanation({ line, onClose }: { line: string; onClose: () => void }) {
  const explained = explainLine(line);
  return (
    <section className={styles.explanation} aria-label={t('whatTheLineDoes')}>
      <header>
        <h3>{explained?.summary ?? t('thereIsNoKubectlLineYet')}</h3>
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
