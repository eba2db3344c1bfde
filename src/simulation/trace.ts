/** Follows single requests through a cluster at rest: what the trace command prints, and what teachers and bug reports quote. */
import { keyOfKind } from '../kubernetes/kinds.ts';
import type { Traffic } from '../kubernetes/kubehop.ts';
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { isReady } from '../kubernetes/pod.ts';
import { workloadKinds } from '../kubernetes/workloadKinds.ts';
import { advance } from './engine.ts';
import type { Hop, PacketEnd, PlaceKey, RequestEnd, RequestStart, SimulationEvent } from './events.ts';
import { type RequestSpec, sendRequest } from './network/request.ts';
import type { Simulation } from './state.ts';

/** One request with all that its packets did, and those of the requests that proxies made for it. */
export interface Trace {
  readonly start: RequestStart;
  readonly steps: readonly (Hop | PacketEnd)[];
  readonly end: RequestEnd;
}

/** How far the clock goes between two looks for the end of a request. */
const STEP_MS = 1000;
/** No request waits longer for its answer. */
const LONGEST_MS = 24 * 3600 * 1000;

/** The running Pods of a Deployment, or those whose name begins so: ready ones first, then by name. */
function podsLike(simulation: Simulation, namespace: string, prefix: string): ObjectKey[] {
  return [...simulation.byKind.Pod]
    .filter(([, { metadata }]) => metadata.namespace === namespace && metadata.name.startsWith(prefix))
    .sort(([a, left], [b, right]) => Number(isReady(right)) - Number(isReady(left)) || (a < b ? -1 : 1))
    .map(([key]) => key);
}

/**
 * Whom `text` names as a sender: a Client, `node/name`, `namespace/pod`, `namespace/deployment` (each request then leaves
 * from one of its Pods) or the beginning of a Pod's name; without a namespace it is `default`. Undefined when there is nobody.
 */
export function findSenderKey(simulation: Simulation, text: string): ObjectKey | undefined {
  const slash = text.indexOf('/');
  const namespace = slash < 0 ? 'default' : text.slice(0, slash);
  const name = text.slice(slash + 1);
  if (name === '') return undefined;
  const keys = [
    ...(slash < 0 ? [keyOfKind('Client', '', name)] : []),
    ...(/^(node|nodes|no)$/.test(namespace) ? [keyOfKind('Node', '', name)] : []),
    keyOfKind('Pod', namespace, name),
    ...workloadKinds.map((kind) => keyOfKind(kind, namespace, name)),
  ];
  return keys.find((key) => simulation.objects.has(key)) ?? podsLike(simulation, namespace, name)[0];
}

/** `svc/shop`, `svc/shop:http`, `svc/team/shop:8080`; undefined when the text names no Service. */
function readService(text: string): NonNullable<Traffic['spec']['service']> | undefined {
  const match = /^(?:svc|service|services)\/(?:([^/:]+)\/)?([^/:]+)(?::([^/:]+))?$/.exec(text);
  if (match === null) return undefined;
  const [, namespace, name = '', port] = match;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(port === undefined ? {} : { port: /^\d+$/.test(port) ? Number(port) : port }),
  };
}

/** What to ask for: a URL, or a Service as its caller would address it. */
export function readDestination(text: string): Pick<RequestSpec, 'url' | 'service'> {
  const service = readService(text);
  return service === undefined ? { url: text } : { service };
}

function isStep(event: SimulationEvent): event is Hop | PacketEnd {
  return event.type === 'Hop' || event.type === 'PacketEnd';
}

/** Sends one request and lets the clock run until it has ended. */
export function traceRequest(simulation: Simulation, spec: RequestSpec): Trace {
  const id = sendRequest(simulation, spec);
  const own = new Set([id]);
  const limit = simulation.now + LONGEST_MS;
  const events = advance(simulation, simulation.now);
  const hasEnded = (event: SimulationEvent) => event.type === 'RequestEnd' && event.requestId === id;
  while (!events.some(hasEnded) && simulation.now < limit)
    events.push(...advance(simulation, simulation.now + STEP_MS));
  for (const event of events)
    if (event.type === 'RequestStart' && own.has(event.parent ?? 0)) own.add(event.requestId);
  const start = events.find((event) => event.type === 'RequestStart' && event.requestId === id);
  const end = events.find(hasEnded);
  return {
    start: start as RequestStart,
    steps: events.filter(isStep).filter((event) => own.has(event.requestId)),
    end: end as RequestEnd,
  };
}

export interface Share {
  /** Who answered (behind a proxy); null for requests that nobody answered. */
  readonly place: PlaceKey | null;
  readonly count: number;
}

/** Who answered how often: the busiest first, those without an answer last. */
export function sharesOf(traces: readonly Trace[]): Share[] {
  const counts = new Map<PlaceKey | null, number>();
  for (const { end } of traces) {
    const place = end.outcome === 'answered' ? (end.upstream?.answeredBy ?? end.answeredBy) : null;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .map(([place, count]) => ({ place, count }))
    .sort((a, b) => {
      if (a.place === null || b.place === null) return a.place === null ? 1 : -1;
      return b.count - a.count || (a.place < b.place ? -1 : 1);
    });
}

/** A place as people call it: `node-a`, `default/shop-x7k2p`, `load balancer default/shop`. */
export function placeName(place: PlaceKey): string {
  const { kind, namespace, name } = parseKey(place);
  const qualified = namespace === '' ? name : `${namespace}/${name}`;
  return kind === 'LoadBalancer' ? `load balancer ${qualified}` : qualified;
}
