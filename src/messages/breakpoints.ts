/** What stops the clock, in the list of `transport/`. */
import english from './en/breakpoints.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('breakpoints', english);
