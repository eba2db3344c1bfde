/** The texts of `inspector/`. */
import english from './en/inspector.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('inspector', english);
