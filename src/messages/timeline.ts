/** The texts of `timeline/`. */
import english from './en/timeline.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('timeline', english);
