/** The texts of `yaml/`. */
import english from './en/yaml.json' with { type: 'json' };
import { messagesOf } from './messages.ts';

export const t = messagesOf('yaml', english);
