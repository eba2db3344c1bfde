/** A drag along the track: one preview per frame, and the whole moment when it ends; the clock stands still meanwhile. */
import { useEffect, useMemo } from 'react';
import type { Playground } from '../playground/playground.ts';

export interface Scrubbing {
  begin(moment: number): void;
  goOn(moment: number): void;
  end(): void;
}

export function useScrubbing(playground: Playground): Scrubbing {
  const scrubbing = useMemo(() => createScrubbing(playground), [playground]);
  useEffect(() => scrubbing.end, [scrubbing]);
  return scrubbing;
}

function createScrubbing(playground: Playground): Scrubbing {
  let isOn = false;
  let wasPlaying = false;
  let wanted = 0;
  let shown: number | null = null;
  let frame = 0;

  function preview(): void {
    frame = 0;
    if (wanted === shown) return;
    shown = wanted;
    void playground.dispatch({ type: 'seek', at: wanted, isPreview: true }, 'app');
  }

  return {
    begin(moment) {
      isOn = true;
      wasPlaying = playground.store.getState().clock.playing;
      wanted = moment;
      shown = null;
      if (wasPlaying) void playground.dispatch({ type: 'pause' }, 'app');
      preview();
    },
    goOn(moment) {
      if (!isOn) return;
      wanted = moment;
      if (frame === 0) frame = requestAnimationFrame(preview);
    },
    end() {
      if (!isOn) return;
      isOn = false;
      cancelAnimationFrame(frame);
      frame = 0;
      void playground.dispatch({ type: 'seek', at: wanted }, 'app');
      if (wasPlaying) void playground.dispatch({ type: 'play' }, 'app');
    },
  };
}
