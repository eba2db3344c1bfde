/** The texts of `traffic/`. */
import english from './en/traffic.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('traffic', english);
