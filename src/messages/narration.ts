/** What is told of a followed request, as it happens. */
import english from './en/narration.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('narration', english);
