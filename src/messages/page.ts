/** The texts of App.tsx` and the other files beside it. */
import english from './en/page.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('page', english);
