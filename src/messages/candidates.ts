/** What `playground/candidates.ts` says of those that a packet could have gone to. */
import english from './en/candidates.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('candidates', english);
