/** The texts of `ui/`. */
import english from './en/ui.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('ui', english);
