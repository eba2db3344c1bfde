/** What `simulation/reasons.ts` says of packets, in the other languages; the simulation itself speaks English, so its catalogue is never loaded. */
import type english from './en/reasons.json';
import { hasOwnMessage } from './language.ts';
import { messagesOf } from './messages.ts';

export type ReasonKey = keyof typeof english;

export const t = messagesOf('reasons', {} as Readonly<Record<ReasonKey, string>>);

/** What has no message is said in English. */
export function isReasonKey(text: string): text is ReasonKey {
  return hasOwnMessage('reasons', text);
}
