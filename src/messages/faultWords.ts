/** What a card says of what is broken in it; the other texts of `playground/faults.ts` are in `faults.ts`. */
import english from './en/faultWords.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('faultWords', english);
