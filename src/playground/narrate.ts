/** One sentence for screen readers about each hop of the followed request. */
import { type KubernetesObject, type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { PlaceKey, SimulationEvent } from '../simulation/events.ts';
import { explain } from '../simulation/reasons.ts';

/** How a place is called in a sentence: its name, and for a load balancer what it is. */
export function placeName(place: PlaceKey): string {
  const { kind, name } = parseKey(place);
  return kind === 'LoadBalancer' ? `the load balancer of ${name}` : name;
}

/** The sentence for one event of a request; null when there is nothing to say. */
export function narrateEvent(
  event: SimulationEvent,
  _objects: ReadonlyMap<ObjectKey, KubernetesObject>,
): string | null {
  if (event.type === 'Hop') return explain(event, placeName(event.from)).sentence;
  if (event.type === 'PacketEnd') return explain(event, placeName(event.place)).sentence;
  if (event.type === 'RequestEnd') return explain(event, placeName(event.from)).sentence;
  if (event.type === 'RequestStart') return `${placeName(event.from)} asks for ${event.url}.`;
  return null;
}
