/** The presenter's own window: what to ask the room, what will come out, how long it has taken; in step with the page. */
import { ArrowLeft, ArrowRight, Eye, Moon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { predictionsOf, type Step } from '../../lessons/lesson.ts';
import { t } from '../../messages/presenter.ts';
import { Button } from '../../ui/Button.tsx';
import { LessonText, LineOfText, TextAlone } from '../LessonText.tsx';
import styles from './NotesPage.module.css';
import { type NotesChannel, openNotesChannel, type PresenterDeed, type Shown } from './notesChannel.ts';
import { presenterKey } from './presenterKeys.ts';

export function NotesPage({ id }: { id: string }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const channel = useRef<NotesChannel | null>(null);
  const perform = (deed: PresenterDeed) => channel.current?.send({ type: 'deed', deed });

  useEffect(() => {
    document.title = `${t('notes.title')} · Kubehop`;
    const opened = openNotesChannel(id, (message) => {
      if (message.type === 'shown') setShown(message.shown);
    });
    channel.current = opened;
    opened.send({ type: 'hello' });
    const onKeyDown = (event: KeyboardEvent) => {
      const key = presenterKey(event);
      if (key === null || key === 'leave' || key === 'spotlight') return;
      event.preventDefault();
      opened.send({ type: 'deed', deed: key });
    };
    addEventListener('keydown', onKeyDown);
    return () => {
      removeEventListener('keydown', onKeyDown);
      opened.close();
    };
  }, [id]);

  const lesson = shown?.lesson ?? null;
  if (shown === null || lesson === null)
    return (
      <main className={styles.page}>
        <p role="status">{t('notes.waiting')}</p>
      </main>
    );
  const step = lesson.steps[shown.step]!;
  const next = lesson.steps[shown.step + 1];
  return (
    <TextAlone>
      <main className={styles.page}>
        <header className={styles.header}>
          <p className={styles.overline}>
            {t('notes.step', {
              title: lesson.head.title,
              number: shown.step + 1,
              count: lesson.steps.length,
            })}
          </p>
          <Elapsed />
        </header>
        <h1 className={styles.title}>{step.title}</h1>
        <Notes step={step} />
        <Answers step={step} shown={shown} />
        <p className={styles.next}>
          {next === undefined ? t('notes.last') : t('notes.next', { title: next.title })}
        </p>
        <div role="toolbar" aria-label={t('presenter')} className={styles.bar}>
          <Button icon={ArrowLeft} onClick={() => perform('back')}>
            {t('back')}
          </Button>
          <Button look="primary" icon={ArrowRight} onClick={() => perform('forth')}>
            {t('forth')}
          </Button>
          <Button icon={Eye} aria-pressed={!shown.hidesAnswers} onClick={() => perform('reveal')}>
            {t(shown.hidesAnswers ? 'reveal' : 'hide')}
          </Button>
          <Button icon={Moon} onClick={() => perform('dark')}>
            {t('dark')}
          </Button>
        </div>
      </main>
    </TextAlone>
  );
}

function Notes({ step }: { step: Step }) {
  if (step.notes.length === 0) return <p className={styles.none}>{t('notes.none')}</p>;
  return (
    <section aria-label={t('notes.title')} className={styles.notes}>
      {step.notes.map((note) => (
        <LessonText key={note.source} text={note} />
      ))}
    </section>
  );
}

/** Also before it was tried: who presents should know what will come. */
function Answers({ step, shown: { predictions } }: { step: Step; shown: Shown }) {
  return predictionsOf(step).map((prediction) => {
    const { outcome = null, picked = null } = predictions[prediction.id] ?? {};
    const textOf = (value: string | null) =>
      prediction.choices.find((choice) => choice.value === value)?.text;
    const right = textOf(outcome?.right ?? null);
    const guess = textOf(picked);
    return (
      <section key={prediction.id} className={styles.answer} aria-label={t('notes.answer')}>
        <h2>
          <LineOfText text={prediction.question} />
        </h2>
        {guess !== undefined && (
          <p>
            {t('notes.picked')} <LineOfText text={guess} />
          </p>
        )}
        {right !== undefined && (
          <p className={styles.right}>
            {t('notes.happened')} <LineOfText text={right} />
          </p>
        )}
        <LessonText text={prediction.why} />
      </section>
    );
  });
}

/** Minutes and seconds since the window was opened. */
function Elapsed() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - begun) / 1000)), 1000);
    return () => clearInterval(timer);
  }, []);
  const two = (count: number) => String(count).padStart(2, '0');
  return (
    <p className={styles.clock} role="timer" aria-label={t('notes.elapsed')}>
      {two(Math.floor(seconds / 60))}:{two(seconds % 60)}
    </p>
  );
}
