/** The texts of `learn/author/`. */
import english from './en/author.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('author', english);
