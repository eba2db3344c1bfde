/** The texts of `canvas/picture/` and of what chooses a picture. */
import english from './en/picture.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('picture', english);
