/** `ss -tlnp`: on which ports the process in a Pod listens. */
import { alignTabs } from '../../kubectl/tabWriter.ts';
import { podPlaceOf } from '../dnsLookup.ts';
import type { Tool } from '../tools.ts';

export const ss: Tool = {
  short: 'List listening sockets (-tlnp, -ulnp)',
  places: ['Pod', 'Node'],
  run(call) {
    const letters = call.args.join('');
    const wantsUDP = letters.includes('u');
    const wantsTCP = letters.includes('t') || !wantsUDP;
    const pod = podPlaceOf(call);
    const node = call.place.type === 'Node' ? call.place.key : null;
    const ports =
      pod !== null
        ? pod.listeners
        : call.shell.ground.inspect(({ network }) => {
            const place = node === null ? undefined : network.nodes.get(node);
            const names = place === undefined ? [] : [...place.hostPods];
            return names.flatMap((key) => {
              const each = network.places.get(key);
              return each?.kind === 'Pod' ? each.listeners : [];
            });
          });
    const shown = ports.filter(
      ({ protocol }) => (protocol === 'TCP' && wantsTCP) || (protocol === 'UDP' && wantsUDP),
    );
    const rows = shown.map(
      ({ port, protocol, isLocal }) =>
        `${protocol === 'TCP' ? 'LISTEN' : 'UNCONN'}\t0\t${protocol === 'TCP' ? 511 : 0}\t${isLocal === true ? '127.0.0.1' : '*'}:${port}\t*:*`,
    );
    call.stdout(
      alignTabs(`${['State\tRecv-Q\tSend-Q\tLocal Address:Port\tPeer Address:Port', ...rows].join('\n')}\n`, {
        minWidth: 0,
        padding: 2,
      }),
    );
    return 0;
  },
};
