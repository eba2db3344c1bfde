/** The texts of `canvas/`. */
import english from './en/canvas.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('canvas', english);
