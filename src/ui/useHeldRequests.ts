/** A list of requests that stands still under the pointer: newer ones wait until it has gone, so that nobody clicks the wrong row. */
import { useState } from 'react';
import type { RequestRecord } from '../playground/state.ts';

interface HeldRequests {
  requests: readonly RequestRecord[];
  /** How many came since. */
  waiting: number;
  /** For the element that holds the list. */
  handlers: { onPointerEnter(): void; onPointerLeave(): void };
}

export function useHeldRequests(live: readonly RequestRecord[]): HeldRequests {
  const [newest, setNewest] = useState<number | null>(null);
  const requests = newest === null ? live : live.filter(({ start }) => start.requestId <= newest);
  return {
    requests,
    waiting: live.length - requests.length,
    handlers: {
      onPointerEnter: () => setNewest(live.at(-1)?.start.requestId ?? null),
      onPointerLeave: () => setNewest(null),
    },
  };
}
