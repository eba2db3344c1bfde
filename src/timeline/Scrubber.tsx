/** The slider of time: what is known of it, with marks at failures, edits and what controllers did. */
import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react';
import { t } from '../messages/timeline.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { TimelineMark } from '../playground/timelineMarks.ts';
import { timeInWords } from '../playground/words.ts';
import { formatClock } from '../ui/formats.ts';
import { usePlayingFrames } from '../ui/usePlayingFrames.ts';
import { markText } from './markText.ts';
import styles from './Scrubber.module.css';
import { momentAfterKey, shareOf, spanOf } from './scale.ts';
import { useScrubbing } from './useScrubbing.ts';

const percent = (share: number) => `${share * 100}%`;

export function Scrubber() {
  const playground = usePlayground();
  const track = useRef<HTMLDivElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const { start, end, isInPast, marks } = usePlaygroundState((state) => state.timeline);
  const now = usePlaygroundState((state) => Math.floor(state.clock.now));
  const span = spanOf(end);
  const scrubbing = useScrubbing(playground);
  useThumb(track, span);

  /** The moment under the pointer, and the mark itself when it is on one. */
  function momentAt(event: PointerEvent): number {
    const mark = event.type === 'pointerdown' && (event.target as Element).closest<HTMLElement>('[data-at]');
    if (mark) return Number(mark.dataset.at);
    const { left, width } = track.current!.getBoundingClientRect();
    const moment = ((event.clientX - left) / width) * span;
    return Math.round(Math.max(start, Math.min(playground.store.getState().timeline.end, moment)));
  }

  function pointAt(event: PointerEvent): void {
    const moment = momentAt(event);
    bubble.current!.textContent = formatClock(moment);
    bubble.current!.style.left = percent(shareOf(moment, span));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moment = momentAfterKey(event, { now: Math.floor(playground.now()), start, end });
    if (moment === null) return;
    event.preventDefault();
    event.stopPropagation();
    void playground.dispatch({ type: 'seek', at: moment }, 'app');
  }

  return (
    <div
      dir="ltr"
      className={styles.scrubber}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointAt(event);
        scrubbing.begin(momentAt(event));
      }}
      onPointerMove={(event) => {
        pointAt(event);
        if (event.currentTarget.hasPointerCapture(event.pointerId)) scrubbing.goOn(momentAt(event));
      }}
      onPointerUp={scrubbing.end}
      onPointerCancel={scrubbing.end}
    >
      <div
        ref={track}
        className={styles.track}
        role="slider"
        tabIndex={0}
        aria-label={t('time')}
        aria-valuemin={start}
        aria-valuemax={end}
        aria-valuenow={Math.min(now, end)}
        aria-valuetext={
          isInPast
            ? t('inThePast', { time: timeInWords(now), end: timeInWords(end) })
            : t('atNow', { time: timeInWords(end) })
        }
        onKeyDown={onKeyDown}
      >
        <span className={styles.known} style={{ width: percent(shareOf(end, span)) }} />
        <span className={styles.played} />
        <span className={styles.thumb} />
      </div>
      <ul className={styles.marks} aria-label={t('marks')}>
        {marks.map((mark) => (
          <Mark key={`${mark.kind} ${mark.at}`} mark={mark} left={percent(shareOf(mark.at, span))} />
        ))}
      </ul>
      <span ref={bubble} className={styles.bubble} aria-hidden />
    </div>
  );
}

function Mark({ mark, left }: { mark: TimelineMark; left: string }) {
  const playground = usePlayground();
  const text = markText(mark);
  const isWarning = mark.kind === 'event' && mark.isWarning;
  return (
    <li style={{ left }}>
      <button
        type="button"
        tabIndex={-1}
        className={[styles.mark, styles[mark.kind], isWarning && styles.warning].filter(Boolean).join(' ')}
        aria-label={t('goTo', { mark: text })}
        data-tooltip={text}
        data-at={mark.at}
        onClick={(event) => {
          // A pointer has gone there already, when it was pressed.
          if (event.detail === 0) void playground.dispatch({ type: 'seek', at: mark.at }, 'app');
        }}
      />
    </li>
  );
}

/** Moves the thumb with every frame, without rendering. */
function useThumb(track: React.RefObject<HTMLDivElement | null>, span: number): void {
  const playground = usePlayground();
  const shown = useRef('');
  usePlayingFrames(
    useCallback(() => {
      const share = percent(shareOf(playground.now(), span));
      if (share === shown.current) return;
      shown.current = share;
      track.current?.style.setProperty('--now', share);
    }, [playground, span, track]),
  );
}
