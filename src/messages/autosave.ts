/** What is said of the playground that the browser keeps: it is read before the first paint. */
import english from './en/autosave.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('autosave', english);
