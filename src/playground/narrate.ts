/** One sentence for screen readers about each hop of the followed request. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/narration.ts';
import type { Hop, PacketEnd, PlaceKey, RequestStart, SimulationEvent } from '../simulation/events.ts';
import type { Explanation } from '../simulation/reasons.ts';
import { candidatesOf } from './candidates.ts';
import { explainInWords } from './explain.ts';

/** As many as one can keep in mind. */
const MOST_NAMED = 4;

/** How a place is called in a sentence: its name, and for a load balancer what it is. */
export function placeName(place: PlaceKey): string {
  const { kind, name } = parseKey(place);
  return kind === 'LoadBalancer' ? t('theLoadBalancer', { name }) : name;
}

/** What to say of one event of a request; null when there is nothing to say. */
export function narrateEvent(event: SimulationEvent): string | null {
  if (event.type === 'RequestStart') return start(event);
  if (event.type === 'Hop') return `${say(explainInWords(event, placeName(event.from)))}${leftOut(event)}`;
  if (event.type === 'PacketEnd')
    return `${say(explainInWords(event, placeName(event.place)))}${leftOut(event)}`;
  if (event.type === 'RequestEnd') return say(explainInWords(event, placeName(event.from)));
  return null;
}

/** With the Host header where it is not the host of the URL. */
function start({ from, url, http }: RequestStart): string {
  const host = /^[a-z]+:\/\/(\[[^\]]+\]|[^/:]+)/i.exec(url)?.[1]?.toLowerCase();
  const differs = http !== undefined && host !== undefined && http.host !== host;
  return differs
    ? t('asksForWithHost', { place: placeName(from), url, host: http.host })
    : t('asksFor', { place: placeName(from), url });
}

/** ` Left out: shop-zz1, not ready; shop-k4m, terminating.` */
function leftOut(step: Hop | PacketEnd): string {
  const others = candidatesOf(step).filter(({ isLeftOut }) => isLeftOut);
  if (others.length === 0) return '';
  const named = others.slice(0, MOST_NAMED).map(({ name, why }) => `${name}, ${why}`);
  const more = others.length - named.length;
  const text = named.join('; ');
  return ` ${more > 0 ? t('leftOutAtHopMore', { named: text, count: more }) : t('leftOutAtHop', { named: text })}`;
}

/** `kube-proxy on node-b rewrites it: 2 ready endpoints, each with probability 1/2.` */
function say({ title, sentence, lookAt }: Explanation): string {
  const what = sentence.startsWith(title) ? sentence : `${title}: ${sentence}`;
  return lookAt === undefined ? what : `${what} ${lookAt}`;
}
