/** Which addresses a Pod gets on its node. Models the host-local address plugin (containernetworking/plugins). */
import { addressCount, nthAddress, parseCIDR } from '../../kubernetes/ip.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { Simulation } from '../state.ts';

/** The node itself has the first address of its range, as the gateway of its Pods. */
const FIRST_HOST = 2;
/** No node runs more Pods than fit into this many addresses. */
const MOST_HOSTS = 65_536;

/** The next address of each of the node's podCIDRs; one that was just given back comes last. */
export function choosePodIPs(simulation: Simulation, node: Node): string[] | undefined {
  const { podCIDR = '', podCIDRs = [podCIDR] } = node.spec ?? {};
  const ranges = podCIDRs.flatMap((cidr) => parseCIDR(cidr) ?? []);
  if (ranges.length === 0) return undefined;
  const { lastPodHost } = simulation.controllers;
  const { name } = node.metadata;
  const inUse = new Set<string>();
  for (const key of simulation.index.podsByNode.get(name) ?? [])
    for (const { ip } of simulation.byKind.Pod.get(key)?.status?.podIPs ?? []) inUse.add(ip);
  const count = Math.min(...ranges.map(addressCount), MOST_HOSTS) - FIRST_HOST - 1;
  const last = lastPodHost.get(name) ?? FIRST_HOST - 1;
  for (let step = 1; step <= count; step++) {
    const host = FIRST_HOST + ((last - FIRST_HOST + step) % count);
    const addresses = ranges.map((range) => nthAddress(range, host)!);
    if (addresses.some((address) => inUse.has(address))) continue;
    lastPodHost.set(name, host);
    return addresses;
  }
  return undefined;
}
