/** One sentence for screen readers about each hop of the followed request. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import type { PlaceKey, SimulationEvent } from '../simulation/events.ts';
import { type Explanation, explain } from '../simulation/reasons.ts';

/** How a place is called in a sentence: its name, and for a load balancer what it is. */
export function placeName(place: PlaceKey): string {
  const { kind, name } = parseKey(place);
  return kind === 'LoadBalancer' ? `the load balancer of ${name}` : name;
}

/** What to say of one event of a request; null when there is nothing to say. */
export function narrateEvent(event: SimulationEvent): string | null {
  if (event.type === 'RequestStart') return `${placeName(event.from)} asks for ${event.url}.`;
  if (event.type === 'Hop') return say(explain(event, placeName(event.from)));
  if (event.type === 'PacketEnd') return say(explain(event, placeName(event.place)));
  if (event.type === 'RequestEnd') return say(explain(event, placeName(event.from)));
  return null;
}

/** `kube-proxy on node-b rewrites it: 2 ready endpoints, each with probability 1/2.` */
function say({ title, sentence, lookAt }: Explanation): string {
  const what = sentence.startsWith(title) ? sentence : `${title}: ${sentence}`;
  return lookAt === undefined ? what : `${what} ${lookAt}`;
}
