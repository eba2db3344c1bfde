/** `ip addr` and `ip route`: addresses and routes of a Pod or a Node. */
import { readNodeTable } from '../../playground/nodeTables.ts';
import { podPlaceOf } from '../dnsLookup.ts';
import type { Tool, ToolCall } from '../tools.ts';

export const ip: Tool = {
  short: 'Show addresses and routes (addr, route)',
  places: ['Pod', 'Node'],
  run(call) {
    const words = call.args.filter((word) => !word.startsWith('-'));
    const [object = ''] = words;
    if (object !== '' && 'address'.startsWith(object)) return addresses(call);
    if (object !== '' && 'route'.startsWith(object)) return routes(call);
    call.stderr('Usage: ip { addr | route }\n');
    return object === '' ? 255 : 1;
  },
};

const LOOPBACK = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
`;

function addresses(call: ToolCall): number {
  const pod = podPlaceOf(call);
  const [address, prefix] =
    pod === null
      ? [call.shell.ground.inspect(({ network }) => network.nodes.get(placeKey(call))?.address ?? ''), 24]
      : [pod.address, 24];
  const link = pod === null || pod.isHostNetwork ? 'eth0' : 'eth0@if5';
  call.stdout(
    `${LOOPBACK}2: ${link}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default
    inet ${address}/${prefix} brd ${address.replace(/\.\d+$/, '.255')} scope global eth0
       valid_lft forever preferred_lft forever
`,
  );
  return 0;
}

function placeKey({ place }: ToolCall): string {
  return place.type === 'laptop' ? '' : place.key;
}

function routes(call: ToolCall): number {
  const pod = podPlaceOf(call);
  if (pod !== null) {
    call.stdout(`${pod.defaultRoute.text}\n`);
    return 0;
  }
  const rows = call.shell.ground.inspect((simulation) => readNodeTable(simulation, placeKey(call), 'routes'));
  call.stdout((rows ?? []).map(({ text }) => `${text}\n`).join(''));
  return 0;
}
