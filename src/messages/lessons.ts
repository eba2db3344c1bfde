/** The texts of `lessons/`. */
import english from './en/lessons.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('lessons', english);
