/** The texts of `learn/presenter/` and `learn/print/`. */
import english from './en/presenter.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('presenter', english);
