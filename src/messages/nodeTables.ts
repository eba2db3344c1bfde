/** The texts of `nodeTables/`. */
import english from './en/nodeTables.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('nodeTables', english);
