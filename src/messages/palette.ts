/** The texts of `palette/`. */
import english from './en/palette.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('palette', english);
