/**
 * Which real server a new connection gets. Models the kernel's ip_vs_rr, _wrr, _lc, _wlc, _sed, _nq, _dh, _sh, _mh, _lblc
 * and _lblcr, where every real server has the weight 1 that kube-proxy gives it. Simplified: real servers stand in the
 * order of their addresses (kube-proxy adds them in no order at all); mh and lblcr keep what can be seen (the same
 * client socket, one server per address), not the kernel's own tables.
 */
import type { Header } from '../events.ts';
import { hash32 } from '../random.ts';
import { countsOf, type VirtualServer } from './ipvsTable.ts';
import type { EndpointInfo } from './serviceTable.ts';

/** The index of the endpoint that a new connection gets; there is at least one. */
type Schedule = (server: VirtualServer, endpoints: readonly EndpointInfo[], header: Header) => number;

const HASH_BITS = 8;
const GOLDEN_RATIO_32 = 0x61c88647;

/** Connections that wait or end weigh little, but they do. */
const leastConnections = leastBy((server, { address }) => {
  const { active, inactive } = countsOf(server, address);
  return active * 256 + inactive;
});
const shortestDelay = leastBy((server, { address }) => countsOf(server, address).active + 1);

export const ipvsSchedulers = {
  rr: inTurn,
  wrr: inTurn,
  lc: leastConnections,
  wlc: leastConnections,
  sed: shortestDelay,
  nq: neverQueue,
  dh: (_server, endpoints, { destination }) => bucketOf(destination) % endpoints.length,
  sh: (_server, endpoints, { source }) => bucketOf(source) % endpoints.length,
  mh: highestHash,
  lblc: localityBased,
  lblcr: localityBased,
} as const satisfies Record<string, Schedule>;

export type IpvsScheduler = keyof typeof ipvsSchedulers;

export const DEFAULT_IPVS_SCHEDULER: IpvsScheduler = 'rr';

export function isIpvsScheduler(text: string): text is IpvsScheduler {
  return Object.hasOwn(ipvsSchedulers, text);
}

/** The one after the last one, also when that is gone by now. */
function inTurn({ last }: VirtualServer, endpoints: readonly EndpointInfo[]): number {
  const next = endpoints.findIndex(({ address }) => address > last);
  return Math.max(0, next);
}

/** The first one of those with the least. */
function leastBy(load: (server: VirtualServer, endpoint: EndpointInfo) => number): Schedule {
  return (server, endpoints) => {
    let least = 0;
    for (let index = 1; index < endpoints.length; index += 1)
      if (load(server, endpoints[index]!) < load(server, endpoints[least]!)) least = index;
    return least;
  };
}

function neverQueue(server: VirtualServer, endpoints: readonly EndpointInfo[], header: Header): number {
  const idle = endpoints.findIndex(({ address }) => countsOf(server, address).active === 0);
  return idle >= 0 ? idle : shortestDelay(server, endpoints, header);
}

/** Few connections move when an endpoint comes or goes, which is what Maglev's table is for. */
function highestHash(
  _server: VirtualServer,
  endpoints: readonly EndpointInfo[],
  { source, sourcePort }: Header,
): number {
  let highest = 0;
  let best = -1;
  for (const [index, { address }] of endpoints.entries()) {
    const hash = hash32(`${source}:${sourcePort} ${address}`);
    if (hash > best) {
      best = hash;
      highest = index;
    }
  }
  return highest;
}

/** Stays with a server that is not overloaded: more than its weight, while another has less than half of its own. */
function localityBased(server: VirtualServer, endpoints: readonly EndpointInfo[], header: Header): number {
  const kept = endpoints.findIndex(({ address }) => address === server.last);
  const hasTooMany =
    kept >= 0 &&
    countsOf(server, endpoints[kept]!.address).active > 1 &&
    endpoints.some(({ address }) => countsOf(server, address).active === 0);
  return kept >= 0 && !hasTooMany ? kept : leastConnections(server, endpoints, header);
}

/** The kernel's `hash_32` of an address, folded to one word. */
function bucketOf(address: string): number {
  return Math.imul(fold(address), GOLDEN_RATIO_32) >>> (32 - HASH_BITS);
}

function fold(address: string): number {
  const parts = address.split('.').map(Number);
  return parts.length === 4 ? parts.reduce((word, part) => (word << 8) | part, 0) : hash32(address);
}
