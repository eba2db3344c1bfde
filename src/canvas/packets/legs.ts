/** Where a hop is drawn. Packet path: between the places where it is. Concept: Nodes give way to the card of the Service whose rules they apply. */
import { serviceForm } from '../../kubernetes/service.ts';
import type { Hop, PlaceKey } from '../../simulation/events.ts';
import type { SceneView } from '../../simulation/scene.ts';
import { isNodePlace, isPodPlace, nodeOfPod, type World } from '../world.ts';

/** A part of the wire between two cards: all of it is 0 → 1. */
export interface Leg {
  from: PlaceKey;
  to: PlaceKey;
  start: number;
  end: number;
}

/** Who began the request, for packets whose header no longer says it. */
export type SenderOf = (requestId: number) => PlaceKey | undefined;

export function legOf(hop: Hop, view: SceneView, world: World, senderOf: SenderOf): Leg {
  return view === 'PacketPath' ? asItIs(hop) : conceptLeg(hop, world, senderOf);
}

function asItIs({ from, to }: Hop): Leg {
  return { from, to, start: 0, end: 1 };
}

/** Forms whose clients talk to somebody else than the Service: no rules, nothing to bend the wire through. */
const NOT_PROXIED = ['Headless', 'ExternalName'];

function conceptLeg(hop: Hop, world: World, senderOf: SenderOf): Leg {
  if (hop.service === null) return directLeg(hop, world, senderOf);
  const service = world.services.get(hop.service);
  // The cluster's own DNS Service has no card to bend through.
  if (service === undefined) return asItIs(hop);
  if (NOT_PROXIED.includes(serviceForm(service))) return directLeg(hop, world, senderOf);
  const isAnswer = goesBack(hop);
  const endpoint = podOf(world, isAnswer ? hop.after.source : hop.after.destination);
  return endpoint === null
    ? besideRules(hop, hop.service)
    : behindRules(hop, hop.service, endpoint, isAnswer, world);
}

/** Before a request is translated, and after its reply was translated back: between the sender and the Service. */
function besideRules(hop: Hop, service: PlaceKey): Leg {
  const { from, to } = hop;
  // A Node that sends itself: what goes through its own rules is drawn between it and the Service.
  if (from === to) {
    const [first, last] = goesBack(hop) ? [service, to] : [from, service];
    return { from: first, to: last, start: 0, end: 1 };
  }
  return {
    from: isNodePlace(from) ? service : from,
    to: isNodePlace(to) ? service : to,
    start: 0,
    end: 1,
  };
}

/** Between the Service and the Pod that was picked: one hop when the Pod runs on the Node that translates, else two. */
function behindRules(hop: Hop, service: PlaceKey, endpoint: PlaceKey, isAnswer: boolean, world: World): Leg {
  const [from, to] = isAnswer ? [endpoint, service] : [service, endpoint];
  const touchesPod = hop.from === endpoint || hop.to === endpoint;
  const translator = isAnswer ? translatorOfReply(hop, world) : translates(hop) ? hop.from : null;
  const node = touchesPod ? (isAnswer ? hop.to : hop.from) : null;
  if (node !== null && node === translator) return { from, to, start: 0, end: 1 };
  const isFirstHalf = isAnswer ? touchesPod : !touchesPod;
  return isFirstHalf ? { from, to, start: 0, end: 0.5 } : { from, to, start: 0.5, end: 1 };
}

/** The Node whose conntrack table will translate the reply back: the one it is addressed to, or where its receiver runs. */
function translatorOfReply(hop: Hop, world: World): PlaceKey {
  const receiver = world.placeOfAddress.get(hop.after.destination);
  if (receiver !== undefined && isNodePlace(receiver)) return receiver;
  return (receiver === undefined ? null : nodeOfPod(world, receiver)) ?? hop.to;
}

/** No rules in between: straight from one end of the conversation to the other, in as many parts as it takes hops. */
function directLeg(hop: Hop, world: World, senderOf: SenderOf): Leg {
  const [source, destination] = goesBack(hop)
    ? [world.placeOfAddress.get(hop.after.source), senderOf(hop.requestId)]
    : [senderOf(hop.requestId), world.placeOfAddress.get(hop.after.destination)];
  if (source === undefined || destination === undefined || source === destination) return asItIs(hop);
  const stops = [source, nodeOfPod(world, source), nodeOfPod(world, destination), destination].filter(
    (stop, index, all): stop is PlaceKey => stop !== null && all.indexOf(stop) === index,
  );
  const [first, last] = [stops.indexOf(hop.from), stops.indexOf(hop.to)];
  if (first < 0 || last < 0 || isNodePlace(source) || isNodePlace(destination)) return asItIs(hop);
  const parts = stops.length - 1;
  return { from: source, to: destination, start: first / parts, end: last / parts };
}

function goesBack({ packetKind }: Hop): boolean {
  return (
    packetKind === 'reply' || packetKind === 'dnsReply' || packetKind === 'refused' || packetKind === 'close'
  );
}

function translates({ before, after }: Hop): boolean {
  return before.destination !== after.destination || before.destinationPort !== after.destinationPort;
}

function podOf(world: World, address: string): PlaceKey | null {
  const place = world.placeOfAddress.get(address);
  return place !== undefined && isPodPlace(place) ? place : null;
}
