/** The texts of `playground/` for whoever changes something: an embed that is only looked at does without them. */
import english from './en/editing.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('editing', english);
