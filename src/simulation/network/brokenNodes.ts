/**
 * Machines without power, and machines whose cable is cut: where packets end that need them. A Pod without power sends
 * nothing, one behind a cut cable still reaches the Pods of its own node. Nobody is told: the sender waits.
 */

import type { Node } from '../../kubernetes/node.ts';
import { isCutOff, isPoweredOff } from '../../kubernetes/nodeFaults.ts';
import type { Rule } from '../events.ts';
import type { Simulation } from '../state.ts';
import { createConntrack } from './conntrack.ts';
import type { Network } from './network.ts';
import type { NodePlace, Place } from './places.ts';
import { lazyRule } from './rule.ts';

/** What is wrong with a node, for those who send to it. */
export type Breakage = 'off' | 'cut';

export function breakageOf(node: Node): Breakage | null {
  if (isPoweredOff(node)) return 'off';
  return isCutOff(node) ? 'cut' : null;
}

const reasons = { off: 'NodePoweredOff', cut: 'NodeCutOff' } as const satisfies Record<Breakage, string>;

const rules: Readonly<Record<Breakage, Rule>> = {
  off: lazyRule('podNetwork', () => ({ chain: 'link', text: 'no carrier: the machine has no power' })),
  cut: lazyRule('podNetwork', () => ({
    chain: 'link',
    text: '2: eth0: <NO-CARRIER,BROADCAST,MULTICAST,UP> state DOWN',
  })),
};

/** Where a packet ends, and how that is told. */
export interface Loss {
  readonly node: NodePlace;
  readonly reason: (typeof reasons)[Breakage];
  readonly rule: Rule;
}

function machineOf(network: Network, place: Place | undefined): NodePlace | null {
  if (place?.kind === 'Node') return place;
  return place?.kind === 'Pod' ? (network.nodes.get(place.node) ?? null) : null;
}

function lossAt(node: NodePlace | null, stays: boolean): Loss | null {
  const breakage = node?.breakage ?? null;
  if (node === null || breakage === null || (breakage === 'cut' && stays)) return null;
  return { node, reason: reasons[breakage], rule: rules[breakage] };
}

/** Whether a packet cannot leave `from` because its machine is broken. */
export function lossOnLeaving(network: Network, from: Place, to: Place): Loss | null {
  const machine = machineOf(network, from);
  return lossAt(machine, machine === machineOf(network, to));
}

/** Whether a packet that has been on its way cannot come in where it was sent. */
export function lossOnArrival(network: Network, from: Place | undefined, to: Place): Loss | null {
  const machine = machineOf(network, to);
  return lossAt(machine, machine === machineOf(network, from));
}

/** The memory of a machine is gone: its connections, and those that its Pods keep open. Nobody is told. */
export function losePower({ network }: Simulation, node: NodePlace): NodePlace {
  for (const place of network.places.values())
    if (place.kind === 'Pod' && place.node === node.key) network.connections.delete(place.key);
  network.connections.delete(node.key);
  return {
    ...node,
    conntrack: createConntrack(network.proxyConfig.timeouts),
    affinity: new Map(),
    ipvs: new Map(),
  };
}

/** Counts again whether there is any broken machine, so that packets elsewhere need not ask. */
export function noteBreakages(network: Network): void {
  network.hasBrokenNodes = [...network.nodes.values()].some(({ breakage }) => breakage !== null);
}
