/** The texts of `terminal/`. */
import english from './en/terminal.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('terminal', english);
