/** What `simulation/reasons.ts` says of packets, for the other languages; what is not here is said in English. */
import english from './en/reasons.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export type ReasonKey = keyof typeof english;

export const t = messagesOf('reasons', english);

export function isReasonKey(text: string): text is ReasonKey {
  return Object.hasOwn(english, text);
}
