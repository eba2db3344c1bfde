/** The texts of `learn/`. */
import english from './en/learn.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('learn', english);
