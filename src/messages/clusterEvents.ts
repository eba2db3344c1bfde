/** The texts of `clusterEvents/`. */
import english from './en/clusterEvents.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('clusterEvents', english);
