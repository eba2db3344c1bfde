/** The texts of `playground/faults.ts`. */
import english from './en/faults.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('faults', english);
