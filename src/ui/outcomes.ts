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
import { t } from '../messages/ui.ts';
import { type OutcomeName, outcomeWord } from './outcomeWords.ts';

export type { OutcomeName };

export interface OutcomeLook {
  label: string;
  icon: LucideIcon;
  tone: 'ok' | 'bad' | 'warn';
}

export const outcomes = {
  answered: {
    get label() {
      return outcomeWord('answered');
    },
    icon: CircleCheck,
    tone: 'ok',
  },
  refused: {
    get label() {
      return outcomeWord('refused');
    },
    icon: CircleX,
    tone: 'bad',
  },
  timedOut: {
    get label() {
      return outcomeWord('timedOut');
    },
    icon: Hourglass,
    tone: 'bad',
  },
  nameNotFound: {
    get label() {
      return outcomeWord('nameNotFound');
    },
    icon: CircleQuestionMark,
    tone: 'bad',
  },
  noAddress: {
    get label() {
      return outcomeWord('noAddress');
    },
    icon: CircleSlash,
    tone: 'bad',
  },
  tlsFailed: {
    get label() {
      return outcomeWord('tlsFailed');
    },
    icon: LockOpen,
    tone: 'bad',
  },
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
  if (end.isTriedAgain === true)
    return { label: t('triedAgain', { outcome: look.label }), icon: RotateCw, tone: 'warn' };
  return end.attempts === undefined
    ? look
    : { ...look, label: t('ordinalTry', { outcome: look.label, count: end.attempts }) };
}

/** An answer that is an error by its HTTP status is no success, but the network has done its part. */
function lookOfEnd({ outcome, status }: End): OutcomeLook {
  if (outcome !== 'answered' || status === undefined || status < 300) return outcomes[outcome];
  const label = statusLine(status);
  return status < 400 ? { ...outcomes.answered, label } : { label, icon: CircleAlert, tone: 'warn' };
}
