/**
 * A cluster's network made of Linux network namespaces: one for each node, Pod and client, and one for the router between
 * nodes and internet. Everything lives in namespaces with names of this process, which are removed when it ends.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isIPv6, ownAddress } from '../../simulation/network/addressFamilies.ts';
import type { NodePlace, Place, PodPlace } from '../../simulation/network/places.ts';
import type { Simulation } from '../../simulation/state.ts';

const created = new Set<string>();
let count = 0;
const builders = new Set<ChildProcess>();

export interface KernelNetwork {
  /** By key of the place. */
  readonly namespaces: ReadonlyMap<string, string>;
  readonly nodes: readonly NodePlace[];
}

/** What the router knows of a load balancer: its address and the nodes that it may give connections to. */
export interface BalancedAddress {
  readonly address: string;
  readonly nodes: readonly string[];
}

const NODE_GATEWAYS = ['192.168.1.1/24', 'fd00:192:168:1::1/64'];
/** Every Pod and client has them as its next hop: the other end of its link. */
const LINK_GATEWAY = '169.254.1.1';
const LINK_GATEWAY_IPV6 = 'fe80::1';

function newNamespace(): string {
  count += 1;
  const name = `kubehop-${process.pid}-${count}`;
  created.add(name);
  return name;
}

/** Removes all that this process has made; can be called at any time, also while a network is being built. */
export function removeAllNamespaces(): void {
  for (const builder of builders) builder.kill('SIGKILL');
  removeNamespaces([...created]);
}

export function removeNamespaces(names: Iterable<string>): void {
  for (const name of names) {
    spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
    created.delete(name);
  }
}

/** What a process left behind that was killed before it could tidy up. */
export function removeForgottenNamespaces(): void {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const [name, pid] of (stdout ?? '').matchAll(/^kubehop-(\d+)-\w+/gm))
    if (!existsSync(`/proc/${pid}`)) spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
}

/** Runs lines of shell; the first that fails ends it. */
function runShell(lines: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const shell = spawn('sh', ['-e'], { stdio: ['pipe', 'ignore', 'inherit'] });
    builders.add(shell);
    shell.on('exit', (code) => {
      builders.delete(shell);
      if (code === 0) done();
      else fail(new Error('The network of the scene could not be built.'));
    });
    shell.stdin.end(lines.join('\n'));
  });
}

/** Builds the namespaces, links and routes of all places of the simulation that have an address. */
export async function buildNetwork(
  simulation: Simulation,
  balanced: readonly BalancedAddress[],
): Promise<KernelNetwork> {
  const places: Place[] = [...simulation.network.places.values()];
  const nodes = [...simulation.network.nodes.values()];
  const namespaces = new Map<string, string>();
  const lines: string[] = [];
  const add = (key: string) => {
    const name = newNamespace();
    namespaces.set(key, name);
    lines.push(`ip netns add ${name}`, `ip -n ${name} link set lo up`, inside(name, openSettings));
    return name;
  };
  const router = add('router');
  lines.push(
    `ip -n ${router} link add br0 type bridge`,
    ...NODE_GATEWAYS.map((gateway) => `ip -n ${router} addr add ${gateway} dev br0`),
    `ip -n ${router} link set br0 up`,
    // What nobody has is lost without a word, as on the internet.
    `ip -n ${router} route add blackhole default`,
    `ip -n ${router} -6 route add blackhole default`,
  );
  for (const node of nodes) {
    const own = add(node.key);
    lines.push(
      `ip link add eth0 netns ${own} type veth peer name n${count} netns ${router}`,
      `ip -n ${router} link set n${count} master br0`,
      `ip -n ${router} link set n${count} up`,
      `ip -n ${own} link set eth0 up`,
    );
    for (const address of addressesOf(node)) {
      const gateway = NODE_GATEWAYS.find((each) => isIPv6(each) === isIPv6(address))!;
      const [via = '', prefix = ''] = gateway.split('/');
      lines.push(
        `ip -n ${own} addr add ${address}/${prefix} dev eth0`,
        `ip -n ${own} ${familyFlag(address)} route add default via ${via}`,
      );
    }
  }
  for (const node of nodes)
    for (const other of nodes)
      if (other !== node)
        for (const range of other.podCIDRs)
          lines.push(
            `ip -n ${namespaces.get(node.key)} ${familyFlag(range)} route add ${range} via ${ownAddress(other, range)}`,
          );
  for (const place of places) {
    if (place.kind === 'Client') attach(lines, add(place.key), router, addressesOf(place));
    if (isPodWithOwnNetwork(place))
      attach(lines, add(place.key), namespaces.get(place.node)!, addressesOf(place));
  }
  for (const { address, nodes: targets } of balanced) {
    const hops = targets.map((ip) => `nexthop via ${ip}`).join(' ');
    const target = `${hops === '' ? 'blackhole ' : ''}${address} ${hops}`;
    lines.push(`ip -n ${router} ${familyFlag(address)} route add ${target}`);
  }
  await runShell(lines);
  return { namespaces, nodes };
}

function addressesOf({ address, secondAddress }: { address: string; secondAddress: string }): string[] {
  return [address, secondAddress].filter((each) => each !== '');
}

function familyFlag(address: string): '-4' | '-6' {
  return isIPv6(address) ? '-6' : '-4';
}

/** Pods of the system take no part. */
function isPodWithOwnNetwork(place: Place): place is PodPlace {
  return place.kind === 'Pod' && !place.isHostNetwork && place.namespace !== 'kube-system';
}

/** A router that trusts every source, and spreads connections (not packets) over several next hops. */
const openSettings = [
  'net.ipv4.ip_forward=1',
  'net.ipv4.conf.all.rp_filter=0',
  'net.ipv4.conf.default.rp_filter=0',
  'net.ipv4.conf.all.send_redirects=0',
  'net.ipv4.conf.default.send_redirects=0',
  'net.ipv4.fib_multipath_hash_policy=1',
  'net.ipv4.icmp_ratelimit=0',
  'net.ipv4.icmp_msgs_per_sec=100000',
  'net.ipv6.conf.all.forwarding=1',
  // An address is used at once, without asking whether somebody else has it.
  'net.ipv6.conf.all.accept_dad=0',
  'net.ipv6.conf.default.accept_dad=0',
  'net.ipv6.fib_multipath_hash_policy=1',
  'net.ipv6.icmp.ratelimit=0',
];

function inside(namespace: string, settings: readonly string[]): string {
  return `ip netns exec ${namespace} sh -c '${settings
    .map((setting) => {
      const [name, value] = setting.split('=');
      return `f=/proc/sys/${name!.replaceAll('.', '/')}; test ! -e $f || echo ${value} > $f`;
    })
    .join('; ')}'`;
}

/** The addresses on a link of their own, with the namespace `to` as its gateway. */
function attach(lines: string[], own: string, to: string, addresses: readonly string[]): void {
  const link = `p${count}`;
  lines.push(
    `ip link add eth0 netns ${own} type veth peer name ${link} netns ${to}`,
    `ip -n ${own} link set eth0 up`,
    `ip -n ${to} link set ${link} up`,
  );
  for (const address of addresses)
    if (isIPv6(address)) addIPv6(lines, own, to, link, address);
    else addIPv4(lines, own, to, link, address);
}

function addIPv6(lines: string[], own: string, to: string, link: string, address: string): void {
  lines.push(
    `ip -n ${to} addr add ${LINK_GATEWAY_IPV6}/64 dev ${link}`,
    `ip -n ${own} addr add ${address}/128 dev eth0`,
    `ip -n ${own} -6 route add default via ${LINK_GATEWAY_IPV6} dev eth0`,
    `ip -n ${to} -6 route add ${address} dev ${link}`,
  );
}

function addIPv4(lines: string[], own: string, to: string, link: string, address: string): void {
  lines.push(
    `ip -n ${own} addr add ${address}/32 dev eth0`,
    `ip -n ${own} route add ${LINK_GATEWAY} dev eth0 scope link`,
    `ip -n ${own} route add default via ${LINK_GATEWAY} dev eth0`,
    // Of link scope, so that no masqueraded packet gets it as its source.
    `ip -n ${to} addr add ${LINK_GATEWAY}/32 dev ${link} scope link`,
    `ip -n ${to} route add ${address} dev ${link} scope link`,
  );
}
