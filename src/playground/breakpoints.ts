/** Breakpoints: at which packets the clock stops. They last as long as the page and are not part of the scene. */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/editing.ts';
import type { Hop, PacketEnd } from '../simulation/events.ts';
import { placeName } from './narrate.ts';
import { type Filter, type FilteredPacket, readFilter } from './packetFilter.ts';

export type BreakpointCondition =
  /** A packet is dropped, by whom ever. */
  | { readonly type: 'dropped' }
  /** A packet (or a query) sets out for this Service. */
  | { readonly type: 'service'; readonly service: ObjectKey }
  /** In the notation of the packets table; it is asked at every place that a packet comes to. */
  | { readonly type: 'expression'; readonly text: string };

export interface Breakpoint {
  readonly id: number;
  readonly condition: BreakpointCondition;
  readonly isEnabled: boolean;
  /** How often it has stopped the clock. */
  readonly hits: number;
}

export type Step = Hop | PacketEnd;
export type BreakpointTest = (step: Step, url: string) => boolean;

/** What an expression sees of a packet at one place. */
export function filteredStep(step: Step, url: string): FilteredPacket {
  const { before, after, packetKind, service, reason } = step;
  const headers = before === after ? [after] : [before, after];
  const [place, to] = step.type === 'Hop' ? [step.from, step.to] : [step.place, step.place];
  const nodes = [place, to].filter((each) => parseKey(each).kind === 'Node').map(placeName);
  return {
    protocols: protocolsOf(step, url),
    sources: headers.map(({ source }) => source),
    destinations: headers.map(({ destination }) => destination),
    sourcePorts: headers.map(({ sourcePort }) => sourcePort),
    destinationPorts: headers.map(({ destinationPort }) => destinationPort),
    from: placeName(place),
    to: placeName(to),
    service: service === null ? '' : parseKey(service).name,
    pod: parseKey(to).kind === 'Pod' ? placeName(to) : '',
    node: [...new Set(nodes)],
    verdict: step.type === 'PacketEnd' ? step.verdict : 'in flight',
    reason: packetKind === 'refused' && step.type === 'Hop' ? 'ConnectionRefused' : reason,
  };
}

function protocolsOf({ packetKind, before }: Step, url: string): string[] {
  const transport = before.protocol.toLowerCase();
  if (packetKind === 'dnsQuery' || packetKind === 'dnsReply') return [transport, 'dns'];
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  const isSpoken = packetKind === 'request' || packetKind === 'reply';
  return scheme !== undefined && isSpoken && before.protocol === 'TCP' ? [transport, scheme] : [transport];
}

function expressionTest(filter: Filter): BreakpointTest {
  return (step, url) => filter(filteredStep(step, url));
}

const tests: {
  readonly [T in BreakpointCondition['type']]: (
    condition: Extract<BreakpointCondition, { type: T }>,
  ) => BreakpointTest | { readonly error: string };
} = {
  dropped: () => (step) => step.type === 'PacketEnd' && step.verdict === 'dropped',
  service: (condition) => (step) =>
    step.service === condition.service && (step.packetKind === 'request' || step.packetKind === 'dnsQuery'),
  expression({ text }) {
    if (text.trim() === '') return { error: t('writeWhatToStopAtFor') };
    const read = readFilter(text);
    return read.ok ? expressionTest(read.filter) : { error: read.message };
  },
};

/** The test, or in words what is wrong with the condition. */
export function testOf(condition: BreakpointCondition): BreakpointTest | { readonly error: string } {
  return (tests[condition.type] as (condition: BreakpointCondition) => BreakpointTest | { error: string })(
    condition,
  );
}

/** `a packet is dropped`, `a packet to Service shop`. */
export function conditionInWords(condition: BreakpointCondition): string {
  if (condition.type === 'dropped') return t('aPacketIsDropped');
  if (condition.type === 'service') {
    const { namespace, name } = parseKey(condition.service);
    return namespace === 'default'
      ? t('packetToService', { name })
      : t('packetToServiceIn', { name, namespace });
  }
  return condition.text.trim();
}
