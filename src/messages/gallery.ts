/** The texts of `gallery/`. */
import english from './en/gallery.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('gallery', english);
