/** How each outcome of a request looks everywhere: its word, its icon and its tone. */
import {
  CircleAlert,
  CircleCheck,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  Hourglass,
  LockOpen,
  type LucideIcon,
  RotateCw,
} from 'lucide-react';
import { statusLine } from '../kubernetes/httpStatus.ts';

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

interface End {
  outcome: OutcomeName;
  status?: number | undefined;
  attempts?: number | undefined;
  isTriedAgain?: boolean | undefined;
}

/** How a request's end looks, and that its sender tried again or had done so. */
export function outcomeLook(end: End): OutcomeLook {
  const look = lookOfEnd(end);
  if (end.isTriedAgain === true) return { label: `${look.label}, tried again`, icon: RotateCw, tone: 'warn' };
  return end.attempts === undefined
    ? look
    : { ...look, label: `${look.label}, ${ordinal(end.attempts)} try` };
}

function ordinal(count: number): string {
  return `${count}${{ 1: 'st', 2: 'nd', 3: 'rd' }[count] ?? 'th'}`;
}

/** An answer that is an error by its HTTP status is no success, but the network has done its part. */
function lookOfEnd({ outcome, status }: End): OutcomeLook {
  if (outcome !== 'answered' || status === undefined || status < 300) return outcomes[outcome];
  const label = statusLine(status);
  return status < 400 ? { ...outcomes.answered, label } : { label, icon: CircleAlert, tone: 'warn' };
}
