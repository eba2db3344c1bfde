/** What an answer does to its connection in a node's tables: it keeps it open, or it was the last packet. */
import type { Hop } from '../events.ts';
import type { Simulation } from '../state.ts';
import { type ConntrackEntry, refresh, remove } from './conntrack.ts';
import { modesOf } from './kubeProxy.ts';
import type { NodePlace } from './places.ts';

/** An answer of the connection has come to the node. */
export function follow(simulation: Simulation, node: NodePlace, entry: ConntrackEntry, hop: Hop): void {
  const { now } = simulation;
  const { packetKind } = hop;
  const isRefused = packetKind === 'refused';
  if (node.rules.config.mode === 'ipvs') {
    const isLast = packetKind === 'close' || !entry.isKept;
    const answer = isRefused ? 'refused' : isLast ? 'last' : 'more';
    modesOf(node.rules).followConnection(node.ipvs, entry.original, answer, now);
  }
  if (entry.original.protocol !== 'TCP') {
    // An ICMP error is about a flow, it is no part of it.
    if (!isRefused) refresh(entry, 'REPLIED', now);
  } else if (packetKind === 'close') {
    // What its client has sent meanwhile still finds its way.
    if (hop.details?.isGoAway !== true) refresh(entry, 'TIME_WAIT', now);
  } else if (!isRefused && entry.isKept) {
    if (entry.state !== 'TIME_WAIT') refresh(entry, 'ESTABLISHED', now);
  } else {
    refresh(entry, isRefused ? 'CLOSE' : 'TIME_WAIT', now);
    // More requests may be on the same connection: they are refused one by one.
    if (!entry.isKept) remove(node.conntrack, entry);
  }
}
