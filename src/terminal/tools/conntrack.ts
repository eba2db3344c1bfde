/** `conntrack -L`: the translated connections that a Node's kernel remembers. */
import { nodeTableText } from '../nodeTable.ts';
import type { Tool } from '../tools.ts';

export const conntrack: Tool = {
  short: 'List translated connections (-L)',
  places: ['Node'],
  run(call) {
    if (!call.args.includes('-L') && !call.args.includes('--dump')) {
      call.stderr('conntrack v1.4.8 (conntrack-tools): You need to supply an option, such as -L\n');
      return 2;
    }
    const text = nodeTableText(call, 'conntrack');
    call.stdout(text);
    const count = text.split('\n').length - 1;
    call.stderr(`conntrack v1.4.8 (conntrack-tools): ${count} flow entries have been shown.\n`);
    return 0;
  },
};
