/** The texts of `transport/`. */
import english from './en/transport.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('transport', english);
