/** The texts of `packets/`. */
import english from './en/packets.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('packets', english);
