/** The texts of `sharing/`. */
import english from './en/sharing.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('sharing', english);
