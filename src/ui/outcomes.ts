/** How each outcome of a request looks everywhere: its word, its icon and its tone. */
import {
  CircleCheck,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  Hourglass,
  LockOpen,
  type LucideIcon,
} from 'lucide-react';

/** As in `simulation/events.ts`; this layer knows nothing of the simulation. */
export type OutcomeName = 'answered' | 'refused' | 'timedOut' | 'nameNotFound' | 'noAddress' | 'tlsFailed';

export interface OutcomeLook {
  label: string;
  icon: LucideIcon;
  tone: 'ok' | 'bad' | 'warn';
}

export const outcomes = {
  answered: { label: 'Answered', icon: CircleCheck, tone: 'ok' },
  refused: { label: 'Connection refused', icon: CircleX, tone: 'bad' },
  timedOut: { label: 'Timed out', icon: Hourglass, tone: 'bad' },
  nameNotFound: { label: 'Name not found', icon: CircleQuestionMark, tone: 'bad' },
  noAddress: { label: 'No address', icon: CircleSlash, tone: 'bad' },
  tlsFailed: { label: 'TLS failed', icon: LockOpen, tone: 'bad' },
} satisfies Record<OutcomeName, OutcomeLook>;
