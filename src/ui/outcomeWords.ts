/** What each outcome of a request is called; `outcomes.ts` says how it looks. */
import { t } from '../messages/ui.ts';

/** As in `simulation/events.ts`; this layer knows nothing of the simulation. */
export type OutcomeName = 'answered' | 'refused' | 'timedOut' | 'nameNotFound' | 'noAddress' | 'tlsFailed';

const words = {
  answered: 'answered',
  refused: 'connectionRefused',
  timedOut: 'timedOut',
  nameNotFound: 'nameNotFound',
  noAddress: 'noAddress',
  tlsFailed: 'tlsFailed',
} as const satisfies Record<OutcomeName, string>;

export function outcomeWord(outcome: OutcomeName): string {
  return t(words[outcome]);
}
