/** `ipvsadm -Ln`: the virtual servers of kube-proxy on a Node, in ipvs mode. */
import { nodeTableText, proxyMode } from '../nodeTable.ts';
import type { Tool } from '../tools.ts';

const HEADER = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
`;

export const ipvsadm: Tool = {
  short: "Print kube-proxy's virtual servers (-Ln)",
  places: ['Node'],
  run(call) {
    const text = proxyMode(call) === 'ipvs' ? nodeTableText(call, 'rules') : '';
    const servers = text
      .split('\n')
      .filter((line) => /^(?:TCP|UDP|SCTP) | {2}-> /.test(line) && !line.includes('RemoteAddress'));
    call.stdout(HEADER + servers.map((line) => `${line}\n`).join(''));
    return 0;
  },
};
