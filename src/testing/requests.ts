/** Sends single requests in a test cluster and tells what became of them. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import type { Hop, PacketEnd, RequestEnd, SimulationEvent } from '../simulation/events.ts';
import { type RequestSpec, sendRequest } from '../simulation/network/request.ts';
import { advance } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';

export interface Told {
  readonly end: RequestEnd;
  readonly hops: readonly Hop[];
  readonly packetEnds: readonly PacketEnd[];
}

export const podKey = (name: string): ObjectKey => `Pod/default/${name}`;
export const clientKey = (name: string): ObjectKey => `Client.kubehop.dev//${name}`;

/** Longer than any request waits. */
const PATIENCE_MS = 120_000;

/** Sends a request now and lets time pass until it has ended. */
export function ask(
  simulation: Simulation,
  from: ObjectKey,
  target: string | NonNullable<RequestSpec['service']>,
  options: Partial<RequestSpec> = {},
): Told {
  const what = typeof target === 'string' ? { url: target } : { service: target };
  const id = sendRequest(simulation, { from, ...what, ...options });
  const events: SimulationEvent[] = [];
  const until = simulation.now + PATIENCE_MS;
  let told = tell(simulation.events, id);
  while (told === null && simulation.now < until) {
    events.push(...advance(simulation, simulation.now + 100));
    told = tell(events, id);
  }
  if (told === null) throw new Error(`Request ${id} has not ended`);
  return told;
}

/** What the events say of a request; null while it has not ended. */
export function tell(events: readonly SimulationEvent[], requestId: number): Told | null {
  const own = events.filter((event) => 'requestId' in event && event.requestId === requestId);
  const end = own.find((event) => event.type === 'RequestEnd');
  if (end === undefined) return null;
  return {
    end,
    hops: own.filter((event) => event.type === 'Hop'),
    packetEnds: own.filter((event) => event.type === 'PacketEnd'),
  };
}

/** The places that packets of a kind passed: `['Pod/default/web', 'Node//node-a', …]`. */
export function pathOf({ hops }: Told, kind: Hop['packetKind']): string[] {
  const own = hops.filter((hop) => hop.packetKind === kind);
  return own.length === 0 ? [] : [own[0]!.from, ...own.map((hop) => hop.to)];
}

/** The reasons of the decisions on packets of a kind, in order. */
export function reasonsOf({ hops, packetEnds }: Told, kind: Hop['packetKind']): string[] {
  return [...hops, ...packetEnds].filter((event) => event.packetKind === kind).map((event) => event.reason);
}

/** How often each value came. */
export function tally(values: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value ?? ''] = (counts[value ?? ''] ?? 0) + 1;
  return counts;
}

export function traffic(name: string, spec: Traffic['spec']): Traffic {
  return { apiVersion: 'kubehop.dev/v1alpha1', kind: 'Traffic', metadata: { name }, spec };
}

export function outsideServer(name: string, hostname: string, ports?: { port: number }[]): KubernetesObject {
  const spec = { hostname, ...(ports === undefined ? {} : { ports }) };
  return {
    apiVersion: 'kubehop.dev/v1alpha1',
    kind: 'OutsideServer',
    metadata: { name },
    spec,
  } as KubernetesObject;
}
