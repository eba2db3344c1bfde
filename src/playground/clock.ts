/** Lets simulated time follow wall time: speed, pause, and at most a quarter of a second per frame, so that a sleeping tab does not race afterwards. */

export interface FrameSource {
  /** Calls back once per frame with wall time in ms until the returned function is called. */
  subscribe(listener: (wallTime: number) => void): () => void;
}

export interface Clock {
  /** Simulated ms, with its fraction. */
  now(): number;
  readonly playing: boolean;
  readonly speed: number;
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** Sets the time without letting it pass: after a step, or when a scene begins. */
  setNow(now: number): void;
  destroy(): void;
}

const SLOWEST = 0.05;
const FASTEST = 50;
const LONGEST_FRAME_MS = 250;

/** Frames of the page. A hidden page has no frames, so its clock stands still. */
export const animationFrames: FrameSource = {
  subscribe(listener) {
    let request = requestAnimationFrame(function frame() {
      request = requestAnimationFrame(frame);
      listener(performance.now());
    });
    return () => cancelAnimationFrame(request);
  },
};

/** `tick` is told of every frame in which the clock runs. */
export function createClock(frames: FrameSource, tick: (now: number, wallTime: number) => void): Clock {
  let now = 0;
  let speed = 1;
  let lastFrameAt: number | null = null;
  let unsubscribe: (() => void) | null = null;

  function onFrame(wallTime: number): void {
    const elapsed = lastFrameAt === null ? 0 : Math.min(wallTime - lastFrameAt, LONGEST_FRAME_MS);
    lastFrameAt = wallTime;
    now += Math.max(0, elapsed) * speed;
    tick(now, wallTime);
  }

  return {
    now: () => now,
    get playing() {
      return unsubscribe !== null;
    },
    get speed() {
      return speed;
    },
    play() {
      if (unsubscribe !== null) return;
      lastFrameAt = null;
      unsubscribe = frames.subscribe(onFrame);
    },
    pause() {
      unsubscribe?.();
      unsubscribe = null;
    },
    setSpeed(wanted) {
      speed = Math.min(FASTEST, Math.max(SLOWEST, wanted));
    },
    setNow(time) {
      now = time;
    },
    destroy() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}
