/** What the followed packet is doing now: the places on its current hop, and the Node whose kube-proxy rewrote it. */
import { type ServiceForm, serviceForm } from '../kubernetes/service.ts';
import { t } from '../messages/canvas.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop, PacketEnd, PlaceKey } from '../simulation/events.ts';
import type { SceneView } from '../simulation/scene.ts';
import { type Leg, legOf } from './packets/legs.ts';
import { isNodePlace, type World } from './world.ts';

export interface Spotlight {
  readonly step: Hop | PacketEnd;
  /** null at the end of the way. */
  readonly leg: Leg | null;
  readonly form: ServiceForm | null;
  has(place: PlaceKey): boolean;
  /** Whether the current hop runs along the wire between these two. */
  covers(a: PlaceKey, b: PlaceKey): boolean;
  rewriteAt(node: PlaceKey): { text: string; form: ServiceForm | null } | null;
}

/** null when nothing is followed or it has ended. */
export function spotlightOn(followed: RequestRecord | null, view: SceneView, world: World): Spotlight | null {
  const step = followed?.steps.at(-1);
  if (followed === null || followed.end !== null || step === undefined) return null;
  const leg = step.type === 'Hop' ? legOf(step, view, world, () => followed.start.from) : null;
  const service = step.service === null ? undefined : world.services.get(step.service);
  const form = service === undefined ? null : serviceForm(service);
  const place = step.type === 'Hop' ? step.from : step.place;
  const rewrite = isNodePlace(place) ? rewriteText(step) : null;
  const lit = new Set(leg === null ? [place] : [leg.from, leg.to, place]);
  return {
    step,
    leg,
    form,
    has: (candidate) => lit.has(candidate),
    covers: (a, b) => leg !== null && ((leg.from === a && leg.to === b) || (leg.from === b && leg.to === a)),
    rewriteAt: (node) => (rewrite !== null && node === place ? { text: rewrite, form } : null),
  };
}

/** `DNAT + SNAT`; for replies, conntrack undoes it. */
export function rewriteText({ before, after, packetKind }: Hop | PacketEnd): string | null {
  const isDestinationNew =
    before.destination !== after.destination || before.destinationPort !== after.destinationPort;
  const isSourceNew = before.source !== after.source || before.sourcePort !== after.sourcePort;
  if (!isDestinationNew && !isSourceNew) return null;
  if (packetKind !== 'request' && packetKind !== 'dnsQuery') return t('undoneInReverse');
  return [isDestinationNew ? 'DNAT' : null, isSourceNew ? 'SNAT' : null]
    .filter((part) => part !== null)
    .join(' + ');
}
