/** The parts of a request's time: the name look-up, each hop on the way there, what the server takes, the way back, and all of it. */
import { t } from '../messages/traffic.ts';
import { WIRE_STRETCH } from '../playground/wireTime.ts';
import type { PlaceKey, SimulationEvent } from '../simulation/events.ts';
import type { NameOf } from './figures.ts';
import { addLatency, type Histogram } from './latencyHistogram.ts';

export const LOOK_UP = 'Name look-up';
export const SERVER = 'In the server';
export const WAY_BACK = 'Way back';
export const WHOLE = 'Whole request';

const placeWords: Readonly<Record<string, string>> = {
  Client: 'Client',
  OutsideServer: 'outside server',
  LoadBalancer: 'load balancer',
  Node: 'node',
  Pod: 'Pod',
};

/** Where a request is: a moment is kept together with its stage in one number. */
const stages = { started: 0, sent: 1, takenIn: 2, replied: 3 } as const;

const pack = (at: number, stage: number) => at * 4 + stage;
const momentOf = (packed: number) => Math.floor(packed / 4);
const stageOf = (packed: number) => packed % 4;

/** `Client → load balancer` */
function partOfHop(from: PlaceKey, to: PlaceKey): string {
  const words = `${wordOf(from)} → ${wordOf(to)}`;
  return words[0]!.toUpperCase() + words.slice(1);
}

function wordOf(place: PlaceKey): string {
  const kind = place.slice(0, place.search(/[./]/));
  return placeWords[kind] ?? kind;
}

const texts = {
  [LOOK_UP]: 'part.lookUp',
  [SERVER]: 'part.server',
  [WAY_BACK]: 'part.wayBack',
  [WHOLE]: 'part.whole',
} as const;
const senders = ['Client', 'Outside server', 'Load balancer', 'Node', 'Pod'] as const;
const receivers = ['Client', 'outside server', 'load balancer', 'node', 'Pod'] as const;

/** What a part is called on the page; in the figures it has the name that it was counted under. */
export function partLabel(part: string): string {
  if (part in texts) return t(texts[part as keyof typeof texts]);
  const [from, to] = part.split(' → ');
  const sender = senders.find((each) => each === from);
  const receiver = receivers.find((each) => each === to);
  if (sender === undefined || receiver === undefined) return part;
  return t('part.hop', { from: t(`from.${sender}`), to: t(`to.${receiver}`) });
}

/** The parts in the order in which a request goes through them. */
export function inOrder(parts: Iterable<string>): string[] {
  const places = ['Client', 'Pod', 'Node', 'Load balancer', 'Outside server'];
  const rank = (part: string) => {
    if (part === LOOK_UP) return 0;
    const fixed = [SERVER, WAY_BACK, WHOLE].indexOf(part);
    if (fixed >= 0) return 1000 + fixed;
    const [from = '', to = ''] = part.split(' → ');
    if (to === 'Pod') return 500;
    return (
      10 + ['Client', 'Pod', 'Load balancer', 'Node', 'Outside server'].indexOf(from) * 20 + places.length
    );
  };
  return [...parts].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** `under` keeps, for each request under way, when it came to where it is. */
export function measure(
  event: SimulationEvent,
  under: Map<number, number>,
  nameOf: NameOf,
  histogramFor: (name: string, part: string) => Histogram,
): void {
  const add = (name: string, part: string, ms: number) =>
    addLatency(histogramFor(name, part), ms / WIRE_STRETCH);
  if (event.type === 'RequestStart') {
    under.set(event.requestId, pack(event.at, stages.started));
    return;
  }
  if (event.type !== 'Hop' && event.type !== 'PacketEnd' && event.type !== 'RequestEnd') return;
  const packed = under.get(event.requestId);
  if (packed === undefined) return;
  const since = momentOf(packed);
  const stage = stageOf(packed);
  if (event.type === 'Hop') {
    const { packetKind, leavesAt } = event;
    if (packetKind !== 'request' && packetKind !== 'reply') return;
    const name = event.service;
    if (packetKind === 'request') {
      if (name !== null) add(name, partOfHop(event.from, event.to), event.arrivesAt - leavesAt);
      if (stage !== stages.started) return;
      if (name !== null && leavesAt > since) add(name, LOOK_UP, leavesAt - since);
      under.set(event.requestId, pack(leavesAt, stages.sent));
    } else if (stage === stages.takenIn) {
      if (name !== null && leavesAt > since) add(name, SERVER, leavesAt - since);
      under.set(event.requestId, pack(leavesAt, stages.replied));
    }
  } else if (event.type === 'PacketEnd') {
    if (event.packetKind === 'request' && event.verdict === 'delivered')
      under.set(event.requestId, pack(event.at, stages.takenIn));
  } else {
    under.delete(event.requestId);
    if (event.outcome !== 'answered' || event.isTriedAgain === true) return;
    const name = nameOf(event.service, event.url, event.traffic);
    if (stage === stages.replied) add(name, WAY_BACK, event.at - since);
    add(name, WHOLE, event.at - (event.firstStartedAt ?? event.startedAt));
  }
}
