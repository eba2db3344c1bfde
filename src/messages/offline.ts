/** The texts of `offline/`. */
import english from './en/offline.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('offline', english);
