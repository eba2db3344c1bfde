/** The texts of the problems, explanations and fixes in `playground/`. */
import english from './en/problems.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('problems', english);
