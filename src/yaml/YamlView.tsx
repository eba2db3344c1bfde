/** The selected objects, or the whole scene, as YAML: what is typed is applied once it is valid. */
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { t } from '../messages/yaml.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { nameInWords } from '../playground/words.ts';
import { Button } from '../ui/Button.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { AskBefore } from './AskBefore.tsx';
import { createEditor, type Editor } from './editor.ts';
import { fieldHelp } from './fieldHelp.ts';
import type { Step } from './plan.ts';
import type { Problem } from './reading.ts';
import type { Subject } from './session.ts';
import { sessionOf } from './sessions.ts';
import styles from './Yaml.module.css';

type Shown = 'selection' | 'scene';
const options = [
  {
    value: 'selection',
    get label() {
      return t('selectedObject');
    },
  },
  {
    value: 'scene',
    get label() {
      return t('wholeScene');
    },
  },
] as const satisfies readonly { value: Shown; label: string }[];

/** Kept while the page is open, also while another tab of the dock is shown. */
let lastShown: Shown = 'selection';

export function YamlView() {
  const selection = usePlaygroundState((state) => state.selection);
  const [shown, setShown] = useState(lastShown);
  const keys = selection.join(' ');
  const subject: Subject = shown === 'scene' ? 'scene' : selection;
  const show = (value: Shown) => {
    lastShown = value;
    setShown(value);
  };
  return (
    <div className={styles.view}>
      {shown === 'selection' && selection.length === 0 ? (
        <>
          <div className={styles.tools}>
            <Segmented label={t('shownAsYAML')} options={options} value={shown} onChange={show} />
          </div>
          <p className={styles.empty}>
            {t('nothingIsSelectedSelectACard')}
            <Button size="small" onClick={() => show('scene')}>
              {t('showTheWholeScene')}
            </Button>
          </p>
        </>
      ) : (
        <EditorPane key={shown === 'scene' ? 'scene' : keys} subject={subject}>
          <Segmented label={t('shownAsYAML')} options={options} value={shown} onChange={show} />
        </EditorPane>
      )}
    </div>
  );
}

function nameOf(subject: Subject): string {
  if (subject === 'scene') return t('ofScene');
  const [first] = subject;
  return subject.length === 1 && first !== undefined
    ? t('ofObject', { name: nameInWords(first) })
    : t('ofObjects', { count: subject.length });
}

const APPLY_AFTER_MS = 250;
const CATCH_UP_AFTER_MS = 120;
/** A pause that ends a gesture: what is typed after it is an undo step of its own. */
const GESTURE_PAUSE_MS = 2000;
let gestures = 0;

interface Report {
  problems: readonly Problem[];
  pending: readonly Step[] | null;
  isWaiting: boolean;
  isTyping: boolean;
  /** Text that was not taken, and why. */
  refusal: string | null;
}

const calm: Report = { problems: [], pending: null, isWaiting: false, isTyping: false, refusal: null };

function EditorPane({ subject, children }: { subject: Subject; children: React.ReactNode }) {
  const playground = usePlayground();
  const place = useRef<HTMLDivElement>(null);
  const [report, setReport] = useState<Report>(calm);
  const pane = useRef<Pane | null>(null);
  const hint = useId();
  // The pane is made anew for another subject.
  const first = useRef(subject);

  useEffect(() => {
    const made = openPane(playground, first.current, place.current!, hint, (change) =>
      setReport((before) => ({ ...before, ...change })),
    );
    pane.current = made;
    return () => made.close();
  }, [playground, hint]);

  const errors = report.problems.filter(({ severity }) => severity === 'error');
  return (
    <>
      <div className={styles.tools}>
        {children}
        <StatusLine report={report} onGoTo={(position) => pane.current?.editor.goTo(position)} />
      </div>
      {report.pending !== null && (
        <AskBefore
          steps={report.pending}
          onApply={() => void pane.current?.apply(true)}
          onTakeBack={() => pane.current?.takeBack()}
        />
      )}
      <div ref={place} dir="ltr" className={styles.editor} data-has-errors={errors.length > 0} />
      <p id={hint} className={styles.hint}>
        {t('appliesAsYouTypeCtrlSpace')}
      </p>
    </>
  );
}

function StatusLine({ report, onGoTo }: { report: Report; onGoTo: (position: number) => void }) {
  const { problems, pending, isWaiting, isTyping, refusal } = report;
  const error = problems.find(({ severity }) => severity === 'error');
  const warning = problems.find(({ severity }) => severity === 'warning');
  const problem = error ?? warning;
  const more = problems.length - 1;
  const words = useMemo(() => {
    if (refusal !== null) return refusal;
    if (isTyping) return t('typing');
    if (error !== undefined) return t('notApplied', { message: error.message });
    if (pending !== null) return t('waitsForYourConsent');
    if (isWaiting) return t('appliedOnceTheCursorLeavesThe');
    if (warning !== undefined) return t('warning', { message: warning.message });
    return t('inStepWithTheCluster');
  }, [refusal, isTyping, error, pending, isWaiting, warning]);
  const tone =
    refusal !== null || (error !== undefined && !isTyping) ? 'bad' : warning && !isTyping ? 'warn' : 'calm';
  return (
    <div className={styles.status} data-tone={tone}>
      <p role="status" title={words}>
        {more > 0 && !isTyping ? t('andMore', { words, count: more }) : words}
      </p>
      {problem !== undefined && !isTyping && (
        <Button size="small" onClick={() => onGoTo(problem.from)}>
          {t('goThere')}
        </Button>
      )}
    </div>
  );
}

interface Pane {
  editor: Editor;
  apply(hasConsent: boolean): Promise<void>;
  takeBack(): void;
  close(): void;
}

function openPane(
  playground: Playground,
  subject: Subject,
  parent: HTMLElement,
  describedBy: string,
  report: (change: Partial<Report>) => void,
): Pane {
  const session = sessionOf(playground, subject);
  let applyTimer: ReturnType<typeof setTimeout> | undefined;
  let catchUpTimer: ReturnType<typeof setTimeout> | undefined;
  let appliedAt = Number.NEGATIVE_INFINITY;
  let isWaiting = false;
  /** A large paste is there that nobody has seen the difference of. */
  let asksFirst = false;
  let isClosed = false;

  const editor = createEditor({
    parent,
    text: session.text,
    label: nameOf(subject),
    describedBy,
    help: fieldHelp(() => playground.store.getState().objects),
    onType(isLargePaste) {
      asksFirst ||= isLargePaste;
      // Said once, not at every key.
      if (applyTimer === undefined) report({ isTyping: true, refusal: null });
      clearTimeout(applyTimer);
      applyTimer = setTimeout(() => void apply(false), APPLY_AFTER_MS);
    },
    onMove() {
      if (isWaiting) void apply(false);
    },
    onBlur() {
      if (applyTimer !== undefined || isWaiting) void apply(false);
    },
    onRefuse: (refusal) => report({ refusal }),
    travel(type) {
      if (playground.store.getState().history[type] === null) return;
      void playground.dispatch({ type }, 'app').then(catchUp);
    },
  });

  async function apply(hasConsent: boolean): Promise<void> {
    clearTimeout(applyTimer);
    applyTimer = undefined;
    if (isClosed) return;
    editor.patch(session.catchUp(editor.text()));
    const now = performance.now();
    if (now - appliedAt > GESTURE_PAUSE_MS) gestures++;
    const outcome = await session.apply(editor.text(), {
      cursor: editor.cursor(),
      hasConsent,
      asksFirst,
      gesture: `yaml ${gestures}`,
    });
    isWaiting = outcome.isWaiting;
    if (!session.isAhead) asksFirst = false;
    if (isClosed) return;
    if (outcome.isApplied) {
      appliedAt = now;
      editor.forgetTyping();
    }
    editor.show(outcome.problems);
    report({ ...outcome, isTyping: applyTimer !== undefined });
    catchUp();
  }

  function catchUp(): void {
    clearTimeout(catchUpTimer);
    catchUpTimer = undefined;
    if (isClosed) return;
    const edits = session.catchUp(editor.text());
    if (edits.length === 0) return;
    editor.patch(edits);
    // What was wrong may be right now, and the other way round.
    if (applyTimer === undefined) void apply(false);
  }

  const stop = playground.store.subscribe((state, before) => {
    if (state.objects !== before.objects) catchUpTimer ??= setTimeout(catchUp, CATCH_UP_AFTER_MS);
  });
  if (session.isAhead) void apply(false);
  else editor.patch(session.catchUp(editor.text()));

  return {
    editor,
    apply,
    takeBack() {
      editor.replace(session.restored());
      void apply(false);
    },
    close() {
      isClosed = true;
      stop();
      clearTimeout(applyTimer);
      clearTimeout(catchUpTimer);
      session.text = editor.text();
      // Typed a moment ago: the subject was changed before it could be applied.
      if (applyTimer !== undefined) session.isAhead = true;
      editor.destroy();
    },
  };
}
