/** What is said in a living embed; the few words before that are in `embed.ts`. */
import english from './en/liveEmbed.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('liveEmbed', english);
