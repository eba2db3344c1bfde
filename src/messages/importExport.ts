/** The texts of `importExport/`. */
import english from './en/importExport.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('importExport', english);
