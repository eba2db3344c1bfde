/** Which address a Pod gets on its node. Models the host-local address plugin (containernetworking/plugins). */
import { numberToIPv4 } from '../../kubernetes/ip.ts';
import type { Node } from '../../kubernetes/node.ts';
import { parseRange } from '../addressRange.ts';
import type { Simulation } from '../state.ts';

/** The node itself has the first address of its range, as the gateway of its Pods. */
const FIRST_HOST = 2;

/** The next address of the node's podCIDR; one that was just given back comes last. */
export function choosePodIP(simulation: Simulation, node: Node): string | undefined {
  const range = parseRange(node.spec?.podCIDR ?? '');
  if (range === undefined) return undefined;
  const { lastPodHost } = simulation.controllers;
  const { name } = node.metadata;
  const inUse = new Set<string>();
  for (const key of simulation.index.podsByNode.get(name) ?? [])
    inUse.add(simulation.byKind.Pod.get(key)?.status?.podIP ?? '');
  const count = range.size - FIRST_HOST - 1;
  const last = lastPodHost.get(name) ?? FIRST_HOST - 1;
  for (let step = 1; step <= count; step++) {
    const host = FIRST_HOST + ((last - FIRST_HOST + step) % count);
    const address = numberToIPv4(range.first + host);
    if (inUse.has(address)) continue;
    lastPodHost.set(name, host);
    return address;
  }
  return undefined;
}
