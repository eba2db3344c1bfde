/** Calls back with every frame while the clock runs, and once whenever it was turned or stopped: a page at rest has no frames. */
import { useEffect } from 'react';
import { usePlayground } from '../playground/react.ts';

/** `show` must not change between renders without need: it is called anew then. */
export function usePlayingFrames(show: () => void): void {
  const playground = usePlayground();
  useEffect(() => {
    let frame = 0;
    function onFrame() {
      frame = playground.store.getState().clock.playing ? requestAnimationFrame(onFrame) : 0;
      show();
    }
    onFrame();
    const stop = playground.store.subscribe(({ clock }, before) => {
      if (clock !== before.clock && frame === 0) onFrame();
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [playground, show]);
}
