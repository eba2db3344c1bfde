/** What lies over the page while it is shown to a room: the presenter's bar, the spotlight and the dark screen. */
import { ArrowLeft, ArrowRight, Eye, Flashlight, Moon, NotebookText, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { predictionsOf } from '../../lessons/lesson.ts';
import type { LessonPlayer } from '../../lessons/playerState.ts';
import { t } from '../../messages/presenter.ts';
import { IconButton } from '../../ui/Button.tsx';
import { openPanel, panels } from '../../ui/panels.ts';
import { presenting, stopPresenting, usePresenting } from '../../ui/presenting.ts';
import { learning } from '../learning.ts';
import { type NotesChannel, notesAddress, openNotesChannel } from './notesChannel.ts';
import styles from './Presenter.module.css';
import { type PresenterKey, presenterKey } from './presenterKeys.ts';

/** What was picked is tried, then its answer is shown, then the next step comes. */
function goForth(player: LessonPlayer): void {
  const { lesson, step, predictions } = player.store.getState();
  const now = lesson?.steps[step];
  if (now === undefined) return;
  const states = predictionsOf(now).map(({ id }) => ({ id, state: predictions[id] }));
  const picked = states.find(
    ({ state }) => state?.picked != null && state.outcome === null && !state.isChecking,
  );
  if (picked !== undefined) {
    presenting.setState({ hidesAnswers: true });
    void player.check(picked.id);
  } else if (states.some(({ state }) => state?.outcome != null) && presenting.getState().hidesAnswers) {
    presenting.setState({ hidesAnswers: false });
  } else if (step < (lesson?.steps.length ?? 0) - 1) void player.next();
}

function perform(key: PresenterKey): void {
  const { player } = learning.getState();
  const { isDark, isSpotlight, hidesAnswers } = presenting.getState();
  if (key === 'leave') {
    if (isDark) presenting.setState({ isDark: false });
    else if (isSpotlight) presenting.setState({ isSpotlight: false });
    else stopPresenting();
  } else if (key === 'dark') presenting.setState({ isDark: !isDark });
  else if (key === 'spotlight') presenting.setState({ isSpotlight: !isSpotlight });
  else if (key === 'reveal') presenting.setState({ hidesAnswers: !hidesAnswers });
  else if (player !== null && key === 'forth') goForth(player);
  else player?.back();
}

/** Each page that presents has its own window of notes. */
const notesId = crypto.randomUUID().slice(0, 8);

export function Presenter() {
  const { player } = useStore(learning);
  const { isSpotlight, isDark, hidesAnswers } = usePresenting((state) => state);
  const channel = useRef<NotesChannel | null>(null);

  useEffect(() => {
    panels.setState({ isBuildOpen: true, isInspectorOpen: false, isDockOpen: false });
    openPanel('learn');
    const onKeyDown = (event: KeyboardEvent) => {
      const key = presenterKey(event);
      if (key === null) return;
      event.preventDefault();
      event.stopPropagation();
      perform(key);
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);

  useEffect(() => {
    const tell = () => {
      const {
        lesson = null,
        step = 0,
        predictions = {},
      } = learning.getState().player?.store.getState() ?? {};
      const shown = { lesson, step, predictions, hidesAnswers: presenting.getState().hidesAnswers };
      channel.current?.send({ type: 'shown', shown });
    };
    channel.current = openNotesChannel(notesId, (message) => {
      if (message.type === 'hello') tell();
      if (message.type === 'deed') perform(message.deed);
    });
    let step = player?.store.getState().step;
    const stops = [
      presenting.subscribe(tell),
      player?.store.subscribe((state) => {
        // A new question: its answer is kept back again.
        if (state.step !== step) presenting.setState({ hidesAnswers: true });
        step = state.step;
        tell();
      }),
    ];
    tell();
    return () => {
      for (const stop of stops) stop?.();
      channel.current?.close();
    };
  }, [player]);

  return (
    <>
      {isSpotlight && <Spotlight />}
      {isDark && (
        <button type="button" className={styles.dark} onClick={() => perform('dark')}>
          {t('dark.end')}
        </button>
      )}
      <aside aria-label={t('presenter')}>
        <div role="toolbar" aria-label={t('presenter')} className={styles.bar}>
          <IconButton
            label={t('back')}
            icon={ArrowLeft}
            aria-keyshortcuts="PageUp"
            onClick={() => perform('back')}
          />
          <IconButton
            label={t('forth')}
            icon={ArrowRight}
            aria-keyshortcuts="PageDown"
            onClick={() => perform('forth')}
          />
          <IconButton
            label={t(hidesAnswers ? 'reveal' : 'hide')}
            icon={Eye}
            aria-pressed={!hidesAnswers}
            aria-keyshortcuts="R"
            onClick={() => perform('reveal')}
          />
          <IconButton
            label={t('spotlight')}
            icon={Flashlight}
            aria-pressed={isSpotlight}
            aria-keyshortcuts="S"
            onClick={() => perform('spotlight')}
          />
          <IconButton label={t('dark')} icon={Moon} aria-keyshortcuts="B" onClick={() => perform('dark')} />
          <IconButton
            label={t('notes')}
            icon={NotebookText}
            onClick={() =>
              window.open(notesAddress(notesId), `kubehop-notes-${notesId}`, 'popup,width=560,height=720')
            }
          />
          <IconButton
            label={t('leave')}
            icon={X}
            aria-keyshortcuts="Escape"
            onClick={() => stopPresenting()}
          />
        </div>
      </aside>
    </>
  );
}

/** Follows the pointer, and whatever has the keyboard's focus. */
function Spotlight() {
  const light = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shineAt = (x: number, y: number) => {
      light.current?.style.setProperty('--light-x', `${x}px`);
      light.current?.style.setProperty('--light-y', `${y}px`);
    };
    const onMove = ({ clientX, clientY }: PointerEvent) => shineAt(clientX, clientY);
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      const { x, y, width, height } = target.getBoundingClientRect();
      shineAt(x + width / 2, y + height / 2);
    };
    addEventListener('pointermove', onMove);
    addEventListener('focusin', onFocus);
    return () => {
      removeEventListener('pointermove', onMove);
      removeEventListener('focusin', onFocus);
    };
  }, []);
  return <div ref={light} className={styles.spotlight} aria-hidden="true" />;
}
