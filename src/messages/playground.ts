/** The texts of `playground/`. */
import english from './en/playground.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('playground', english);
