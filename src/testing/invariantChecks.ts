/** What must hold of all that happens in any cluster. Plain comparisons: `expect` for each of ten million events would take longer than the simulation. */
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import type { Hop, SimulationEvent } from '../simulation/events.ts';
import { explain } from '../simulation/reasons.ts';
import type { Simulation } from '../simulation/state.ts';

function assert(holds: boolean, what: string, event?: unknown): void {
  if (!holds) throw new Error(event === undefined ? what : `${what}: ${JSON.stringify(event)}`);
}

/** Every request ends once, or still waits. */
export function checkRequests(simulation: Simulation, events: readonly SimulationEvent[]): void {
  const open = new Set<number>();
  for (const event of events)
    if (event.type === 'RequestStart') {
      assert(!open.has(event.requestId), 'a request began twice', event);
      open.add(event.requestId);
    } else if (event.type === 'RequestEnd')
      assert(open.delete(event.requestId), 'a request ended that had not begun, or ended twice', event);
  const inOrder = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b).join();
  const waiting = inOrder(simulation.network.requests.keys());
  assert(inOrder(open) === waiting, `requests are missing: ${inOrder(open)} are open, ${waiting} wait`);
}

/** Sent = delivered + refused + dropped + in flight, and every packet moves from place to place in time, unchanged. */
export function checkPackets(simulation: Simulation, events: readonly SimulationEvent[]): void {
  const last = new Map<number, Hop>();
  const ended = new Set<number>();
  const counts = { sent: 0, delivered: 0, refused: 0, dropped: 0, inFlight: 0 };
  for (const event of events) {
    if (event.type !== 'Hop' && event.type !== 'PacketEnd') continue;
    assert(!ended.has(event.packetId), 'a packet went on after its end', event);
    const before = last.get(event.packetId);
    const [place, at] = event.type === 'Hop' ? [event.from, event.leavesAt] : [event.place, event.at];
    if (before === undefined) counts.sent += 1;
    else {
      assert(before.to === place && before.arrivesAt === at, 'a packet jumped', event);
      assert(before.after === event.before, 'a packet changed on the wire', event);
    }
    if (event.type === 'Hop') {
      assert(event.arrivesAt > event.leavesAt, 'a packet was faster than time', event);
      last.set(event.packetId, event);
    } else {
      ended.add(event.packetId);
      counts[event.verdict] += 1;
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
export function checkVerdicts(events: readonly SimulationEvent[]): void {
  for (const event of events) {
    if (event.type !== 'PacketEnd' && event.type !== 'RequestEnd') continue;
    const { title, sentence } = explain(event, 'somewhere');
    assert(!/undefined|NaN|null/.test(title + sentence), 'an explanation has a gap', event);
    if (event.type === 'RequestEnd') continue;
    assert(event.rule !== null, 'a verdict without a rule', event);
    assert(event.rule?.chain !== '' && event.rule?.text !== '', 'a rule without words', event);
  }
}

/** kube-proxy leads nothing to an address that no slice of the Service has listed, `before` or since. */
export function checkEndpoints(before: Iterable<EndpointSlice>, events: readonly SimulationEvent[]): void {
  const listed = new Map<string, Set<string>>();
  const list = ({ metadata, endpoints }: EndpointSlice) => {
    const key = `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`;
    const addresses = listed.get(key) ?? new Set<string>();
    listed.set(key, addresses);
    for (const endpoint of endpoints ?? []) for (const address of endpoint.addresses) addresses.add(address);
  };
  for (const slice of before) list(slice);
  for (const event of events) {
    if (event.type === 'ObjectChange' && event.after?.kind === 'EndpointSlice')
      list(event.after as EndpointSlice);
    if (event.type !== 'Hop' || event.rule?.component !== 'kubeProxy') continue;
    const { destination } = event.after;
    if (destination === event.before.destination) continue;
    // The row names the Service port: a drawing may name another Service that claims the same address.
    const owner = /"(?:default|kube-system)\/[^"\s:>]+/.exec(event.rule.text)?.[0].slice(1);
    assert(
      owner === undefined
        ? [...listed.values()].some((addresses) => addresses.has(destination))
        : listed.get(owner)?.has(destination) === true,
      'led to an address that no slice of the Service lists',
      event,
    );
  }
}
