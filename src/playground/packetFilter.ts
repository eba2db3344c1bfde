/**
 * Reads filters over packets in the notation of Wireshark's display filters: `ip.dst == 10.96.0.0/16 && !dns`,
 * `tcp.dstport == 8080`, `verdict == dropped`. Used by the table of packets and by breakpoints.
 */
import { rangeMatcher } from '../kubernetes/ip.ts';

/** What a filter can ask for; lists hold the values on the packet's whole way. */
export interface FilteredPacket {
  /** In lower case: `tcp`, `udp`, `dns`, `http` … */
  readonly protocols: readonly string[];
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly sourcePorts: readonly number[];
  readonly destinationPorts: readonly number[];
  /** Names. */
  readonly from: string;
  readonly to: string;
  readonly service: string;
  readonly pod: string;
  readonly node: readonly string[];
  readonly verdict: string;
  readonly reason: string;
}

export type Filter = (packet: FilteredPacket) => boolean;

export type FilterResult =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly message: string; readonly at: number };

type Value = string | number;

const ports = (protocol: string | null, pick: (packet: FilteredPacket) => readonly number[]) => {
  return (packet: FilteredPacket): readonly Value[] =>
    protocol === null || packet.protocols.includes(protocol) ? pick(packet) : [];
};
const bothPorts = (packet: FilteredPacket) => [...packet.sourcePorts, ...packet.destinationPorts];

const fields: Readonly<Record<string, (packet: FilteredPacket) => readonly Value[]>> = {
  'ip.src': ({ sources }) => sources,
  'ip.dst': ({ destinations }) => destinations,
  'ip.addr': ({ sources, destinations }) => [...sources, ...destinations],
  ...Object.fromEntries(
    (['tcp', 'udp', 'sctp'] as const).flatMap((protocol) => [
      [`${protocol}.srcport`, ports(protocol, ({ sourcePorts }) => sourcePorts)],
      [`${protocol}.dstport`, ports(protocol, ({ destinationPorts }) => destinationPorts)],
      [`${protocol}.port`, ports(protocol, bothPorts)],
    ]),
  ),
  port: ports(null, bothPorts),
  protocol: ({ protocols }) => protocols,
  from: ({ from }) => [from],
  to: ({ to }) => [to],
  service: ({ service }) => [service],
  pod: ({ pod }) => [pod],
  node: ({ node }) => node,
  verdict: ({ verdict }) => [verdict],
  reason: ({ reason }) => [reason],
};

const protocols = ['ip', 'tcp', 'udp', 'sctp', 'icmp', 'dns', 'http'];

/** All names that a filter may use, for completion and help. */
export const filterFields: readonly string[] = [...Object.keys(fields), ...protocols];

const comparisons: Readonly<Record<string, (values: readonly Value[], wanted: string) => boolean>> = {
  '==': (values, wanted) => values.some(equals(wanted)),
  // As in Wireshark: no value may be equal.
  '!=': (values, wanted) => !values.some(equals(wanted)),
  contains: (values, wanted) => values.some((value) => lower(value).includes(lower(wanted))),
  '>': (values, wanted) => values.some((value) => Number(value) > Number(wanted)),
  '<': (values, wanted) => values.some((value) => Number(value) < Number(wanted)),
  '>=': (values, wanted) => values.some((value) => Number(value) >= Number(wanted)),
  '<=': (values, wanted) => values.some((value) => Number(value) <= Number(wanted)),
};

const words: Readonly<Record<string, string>> = { eq: '==', ne: '!=', gt: '>', lt: '<', ge: '>=', le: '<=' };

function lower(value: Value): string {
  return String(value).toLowerCase();
}

function equals(wanted: string): (value: Value) => boolean {
  if (/^[0-9a-f.:]+\/\d{1,3}$/i.test(wanted)) {
    const isInRange = rangeMatcher([wanted]);
    return (value) => isInRange(String(value));
  }
  const text = lower(wanted);
  return (value) => lower(value) === text;
}

interface Token {
  readonly text: string;
  readonly at: number;
  readonly isQuoted: boolean;
}

class FilterError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** The filter, or what is wrong with it and where. An empty text lets everything pass. */
export function readFilter(text: string): FilterResult {
  try {
    const tokens = tokensOf(text);
    if (tokens.length === 0) return { ok: true, filter: () => true };
    const reader = { tokens, next: 0, end: text.length };
    const filter = readAlternatives(reader);
    const rest = reader.tokens[reader.next];
    if (rest !== undefined) throw new FilterError(`“${rest.text}” is not expected here.`, rest.at);
    return { ok: true, filter };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { ok: false, message: error.message, at: error.at };
  }
}

/** Whether somebody means a filter, and not words to search for. */
export function looksLikeFilter(text: string): boolean {
  return /[=<>!&|()]|\bcontains\b/.test(text) || filterFields.includes(text.trim().toLowerCase());
}

function tokensOf(text: string): Token[] {
  const pattern = /\s+|("[^"]*"?)|(==|!=|>=|<=|&&|\|\||[()<>!])|([^\s()<>!=&|"]+)|(.)/g;
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const [all, quoted, operator, word, other] = match;
    if (other !== undefined)
      throw new FilterError(`“${other}” means nothing here; equal is “==”.`, match.index);
    if (quoted !== undefined)
      tokens.push({ text: quoted.replaceAll('"', ''), at: match.index, isQuoted: true });
    else if (operator !== undefined || word !== undefined)
      tokens.push({ text: all, at: match.index, isQuoted: false });
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  next: number;
  readonly end: number;
}

/** Takes the next token when it is one of these words. */
function takes(reader: Reader, ...wanted: readonly string[]): boolean {
  const token = reader.tokens[reader.next];
  if (token === undefined || token.isQuoted || !wanted.includes(token.text.toLowerCase())) return false;
  reader.next++;
  return true;
}

function readAlternatives(reader: Reader): Filter {
  let filter = readConditions(reader);
  while (takes(reader, '||', 'or')) {
    const [left, right] = [filter, readConditions(reader)];
    filter = (packet) => left(packet) || right(packet);
  }
  return filter;
}

function readConditions(reader: Reader): Filter {
  let filter = readCondition(reader);
  while (takes(reader, '&&', 'and')) {
    const [left, right] = [filter, readCondition(reader)];
    filter = (packet) => left(packet) && right(packet);
  }
  return filter;
}

function readCondition(reader: Reader): Filter {
  if (takes(reader, '!', 'not')) {
    const negated = readCondition(reader);
    return (packet) => !negated(packet);
  }
  if (takes(reader, '(')) {
    const inner = readAlternatives(reader);
    if (!takes(reader, ')')) throw new FilterError('A bracket is not closed.', reader.end);
    return inner;
  }
  return readComparison(reader);
}

function readComparison(reader: Reader): Filter {
  const name = take(reader, 'A field is missing, such as ip.dst or verdict.');
  const field = fields[name.text.toLowerCase()];
  const operator = reader.tokens[reader.next];
  const compare = comparisons[words[operator?.text ?? ''] ?? operator?.text ?? ''];
  if (compare === undefined || operator === undefined) {
    const protocol = name.text.toLowerCase();
    if (protocol === 'ip') return () => true;
    if (protocols.includes(protocol)) return (packet) => packet.protocols.includes(protocol);
    if (field === undefined) throw new FilterError(`There is no field “${name.text}”.`, name.at);
    throw new FilterError(`What should ${name.text} be? Write ${name.text} == …`, reader.end);
  }
  if (field === undefined) throw new FilterError(`There is no field “${name.text}”.`, name.at);
  reader.next++;
  const value = take(reader, `What should ${name.text} be compared with?`);
  return (packet) => compare(field(packet), value.text);
}

function take(reader: Reader, otherwise: string): Token {
  const token = reader.tokens[reader.next];
  if (token === undefined || (!token.isQuoted && /^(?:[()]|&&|\|\||[=<>!]+)$/.test(token.text)))
    throw new FilterError(otherwise, token?.at ?? reader.end);
  reader.next++;
  return token;
}
