/** The rate of all traffic, as `transport/` offers it. */
import english from './en/trafficRate.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('trafficRate', english);
