/** The texts of `playground/paletteItems.ts`. */
import english from './en/paletteItems.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('paletteItems', english);
