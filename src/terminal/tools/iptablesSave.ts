/** `iptables-save`: the rules of kube-proxy on a Node, in iptables mode. */
import { nodeTableText, proxyMode } from '../nodeTable.ts';
import type { Tool } from '../tools.ts';

export const iptablesSave: Tool = {
  short: "Print kube-proxy's iptables rules",
  places: ['Node'],
  run(call) {
    const mode = proxyMode(call);
    if (mode !== 'iptables')
      call.stderr(`# kube-proxy runs in ${mode} mode here: its rules are not in iptables\n`);
    else call.stdout(nodeTableText(call, 'rules'));
    return 0;
  },
};
