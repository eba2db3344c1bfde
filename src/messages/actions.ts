/** The names of all actions, and what the bar, the menus, the help and the command palette say around them. */
import english from './en/actions.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('actions', english);
