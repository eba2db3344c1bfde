import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { anyTown, build, CLUSTERS_PER_RUN, playOut } from '../../testing/randomClusters.ts';
import type { Hop, PacketEnd, SimulationEvent } from '../events.ts';
import { explain } from '../reasons.ts';
import type { Simulation } from '../state.ts';

const PATIENCE_MS = 600_000;
/** One chunk per process of the test runner would be best; they share a file, so each takes its part of the clusters. */
const CHUNK = Math.ceil(CLUSTERS_PER_RUN * 0.8);

/** Plain comparisons: `expect` for each of some ten million events would take longer than the simulation. */
function assert(holds: boolean, what: string, event?: unknown): void {
  if (!holds) throw new Error(event === undefined ? what : `${what}: ${JSON.stringify(event)}`);
}

/** Every request ends once, or still waits. */
function checkRequests(simulation: Simulation, events: readonly SimulationEvent[]): void {
  const open = new Set<number>();
  for (const event of events)
    if (event.type === 'RequestStart') {
      assert(!open.has(event.requestId), 'a request began twice', event);
      open.add(event.requestId);
    } else if (event.type === 'RequestEnd') {
      assert(open.delete(event.requestId), 'a request ended that had not begun, or ended twice', event);
      assert(!/undefined|NaN/.test(explain(event, 'somebody').sentence), 'an explanation has a gap', event);
    }
  const waiting = [...simulation.network.requests.keys()].sort((a, b) => a - b);
  assert([...open].sort((a, b) => a - b).join() === waiting.join(), 'requests got lost from the count');
}

/** Sent = delivered + refused + dropped + in flight, and every packet moves from place to place in time. */
function checkPackets(simulation: Simulation, events: readonly SimulationEvent[]): void {
  const last = new Map<number, Hop>();
  const counts = { sent: 0, delivered: 0, refused: 0, dropped: 0, inFlight: 0 };
  const ended = new Set<number>();
  for (const event of events) {
    if (event.type !== 'Hop' && event.type !== 'PacketEnd') continue;
    assert(!ended.has(event.packetId), 'a packet went on after its end', event);
    const before = last.get(event.packetId);
    const [place, at] = event.type === 'Hop' ? [event.from, event.leavesAt] : [event.place, event.at];
    if (before === undefined) counts.sent += 1;
    else {
      assert(before.to === place && before.arrivesAt === at, 'a packet jumped', event);
      assert(
        JSON.stringify(before.after) === JSON.stringify(event.before),
        'a packet changed on the wire',
        event,
      );
    }
    if (event.type === 'Hop') {
      assert(event.arrivesAt > event.leavesAt, 'a packet was faster than time', event);
      last.set(event.packetId, event);
    } else {
      ended.add(event.packetId);
      counts[event.verdict] += 1;
      checkVerdict(event);
    }
  }
  for (const [packetId, hop] of last)
    if (!ended.has(packetId)) {
      counts.inFlight += 1;
      assert(hop.arrivesAt > simulation.now, 'a packet vanished', hop);
    }
  const { sent, delivered, refused, dropped, inFlight } = counts;
  assert(sent === delivered + refused + dropped + inFlight, `the sum is wrong: ${JSON.stringify(counts)}`);
}

/** Each verdict has a reason that reads as a sentence, and names the row that decided. */
function checkVerdict(end: PacketEnd): void {
  const { title, sentence } = explain(end, 'somewhere');
  assert(!/undefined|NaN/.test(title + sentence), 'an explanation has a gap', end);
  assert(end.rule !== null, 'a verdict without a rule', end);
  const { chain, text } = end.rule!;
  assert(chain !== '' && text !== '', 'a rule without words', end);
}

/** kube-proxy leads nothing to an address that no slice of the Service has listed. */
function checkEndpoints(before: readonly EndpointSlice[], events: readonly SimulationEvent[]): void {
  const listed = new Map<string, Set<string>>();
  const list = ({ metadata, endpoints }: EndpointSlice) => {
    const key = `Service/${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`;
    const addresses = listed.get(key) ?? new Set<string>();
    listed.set(key, addresses);
    for (const endpoint of endpoints ?? []) for (const address of endpoint.addresses) addresses.add(address);
  };
  before.forEach(list);
  const owners = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.type === 'ObjectChange' && event.after?.kind === 'EndpointSlice') {
      list(event.after as EndpointSlice);
      owners.clear();
    }
    if (event.type !== 'Hop') continue;
    if (!event.reason.startsWith('EndpointPicked') && event.reason !== 'AffinityKept') continue;
    const service = event.details?.service === undefined ? event.service : String(event.details.service);
    const isListed =
      (service !== null && listed.get(service)?.has(event.after.destination)) ||
      // Two Services may claim one address: the drawing names one of them.
      [...listed.values()].some((addresses) => addresses.has(event.after.destination));
    assert(isListed, 'led to an address that no slice lists', event);
  }
}

describe('in every cluster', () => {
  it(
    'RQ1 RQ7 nothing is lost from the count, no packet jumps, each verdict says why, and only listed addresses are picked',
    () => {
      let tried = 0;
      fc.assert(
        fc.property(anyTown, (town) => {
          const simulation = build(town);
          const slices = [...simulation.byKind.EndpointSlice.values()];
          const events = playOut(simulation, town);
          checkRequests(simulation, events);
          checkPackets(simulation, events);
          checkEndpoints(slices, events);
          tried += 1;
        }),
        { numRuns: CHUNK },
      );
      expect(tried).toBeGreaterThanOrEqual(CHUNK);
    },
    PATIENCE_MS,
  );
});
