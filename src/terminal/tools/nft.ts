/** `nft list ruleset`: the rules of kube-proxy on a Node, in nftables mode. */
import { nodeTableText, proxyMode } from '../nodeTable.ts';
import type { Tool } from '../tools.ts';

export const nft: Tool = {
  short: "Print kube-proxy's nftables rules (list ruleset)",
  places: ['Node'],
  run(call) {
    if (call.args[0] !== 'list') {
      call.stderr('Error: syntax error, expected: nft list ruleset\n');
      return 1;
    }
    if (proxyMode(call) === 'nftables') call.stdout(nodeTableText(call, 'rules'));
    return 0;
  },
};
