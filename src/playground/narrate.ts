/** One sentence for screen readers about each hop of the followed request. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import type { PlaceKey, RequestStart, SimulationEvent } from '../simulation/events.ts';
import { type Explanation, explain } from '../simulation/reasons.ts';

/** How a place is called in a sentence: its name, and for a load balancer what it is. */
export function placeName(place: PlaceKey): string {
  const { kind, name } = parseKey(place);
  return kind === 'LoadBalancer' ? `the load balancer of ${name}` : name;
}

/** What to say of one event of a request; null when there is nothing to say. */
export function narrateEvent(event: SimulationEvent): string | null {
  if (event.type === 'RequestStart') return start(event);
  if (event.type === 'Hop') return say(explain(event, placeName(event.from)));
  if (event.type === 'PacketEnd') return say(explain(event, placeName(event.place)));
  if (event.type === 'RequestEnd') return say(explain(event, placeName(event.from)));
  return null;
}

/** With the Host header where it is not the host of the URL. */
function start({ from, url, http }: RequestStart): string {
  const host = /^[a-z]+:\/\/(\[[^\]]+\]|[^/:]+)/i.exec(url)?.[1]?.toLowerCase();
  const differs = http !== undefined && host !== undefined && http.host !== host;
  return `${placeName(from)} asks for ${url}${differs ? `, with Host ${http.host}` : ''}.`;
}

/** `kube-proxy on node-b rewrites it: 2 ready endpoints, each with probability 1/2.` */
function say({ title, sentence, lookAt }: Explanation): string {
  const what = sentence.startsWith(title) ? sentence : `${title}: ${sentence}`;
  return lookAt === undefined ? what : `${what} ${lookAt}`;
}
