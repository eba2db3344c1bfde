/**
 * What a prediction can ask: one row per question, with how the right answer is read from a trace and which of its facts
 * contradicts a wrong one. A lesson never says which choice is right.
 */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { Hop, PacketEnd, PlaceKey } from '../simulation/events.ts';
import { WIRE_STRETCH } from '../simulation/network/wire.ts';
import { isReason } from '../simulation/reasons.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Trace } from '../simulation/trace.ts';
import { answererOf, isPlace } from './evidence.ts';
import { OUTCOMES } from './goal.ts';
import type { Prediction } from './lesson.ts';
import { fieldAt, keyNamed, type Objects, objectNamed, referenceTo, valueInWords } from './references.ts';

/** What was tried on a copy of the cluster. */
export interface Experiment {
  readonly simulation: Simulation;
  readonly objects: Objects;
  /** One per request; empty when nothing is sent. */
  readonly traces: readonly Trace[];
}

/** A place in the traces: a step, or the end of a request (null). */
export interface Fact {
  readonly trace: number;
  readonly step: number | null;
}

export interface Found {
  /** What the trace shows, as a lesson would write it. */
  readonly value: string;
  /** Where it shows that; null when it is in no packet. */
  readonly fact: Fact | null;
}

type Asked = Pick<Prediction, 'of' | 'at' | 'path'>;

interface AskRow {
  readonly description: string;
  /** What a prediction must say beside the question. */
  readonly needs: readonly ('request' | 'of' | 'at' | 'path')[];
  find(experiment: Experiment, asked: Asked): Found;
  /** Whether a choice says what was found; without it the words are compared. */
  fits?(value: string, experiment: Experiment, found: Found, asked: Asked): boolean;
  /** Whether a choice can be an answer at all; without it whatever is written can. */
  isAnswer?(value: string): boolean;
}

export const NOBODY = 'nobody';

export const askRows = {
  outcome: {
    description: `How the request ends: ${OUTCOMES.join(', ')}.`,
    needs: ['request'],
    find: ({ traces }) => ({ value: first(traces).end.outcome, fact: failureIn(traces) }),
  },
  status: {
    description: 'The HTTP status of the answer; none when there is no answer.',
    needs: ['request'],
    find: ({ traces }) => ({ value: String(first(traces).end.status ?? 'none'), fact: END }),
  },
  answeredBy: {
    description: 'Whose process answers: Pod/x, OutsideServer/x, or nobody.',
    needs: ['request'],
    find({ traces }) {
      const place = answererIn(traces);
      if (place === null) return { value: NOBODY, fact: failureIn(traces) };
      return { value: referenceTo(place), fact: takenInAt(traces, place) };
    },
    fits: (value, { objects, traces }, found) =>
      value === NOBODY || found.value === NOBODY
        ? value === found.value
        : isReference(value) && isPlace(objects, answererIn(traces), value),
  },
  sourceSeen: {
    description:
      'The source address that the answering process saw; an address, or whose it is: Client/x, Node/x.',
    needs: ['request'],
    find({ traces }) {
      const place = answererIn(traces);
      const sourceSeen = place === null ? null : answererOf(first(traces).end).sourceSeen;
      return {
        value: sourceSeen ?? 'none',
        fact: place === null ? failureIn(traces) : takenInAt(traces, place),
      };
    },
    fits: (value, experiment, found) => addressesNamed(value, experiment).includes(found.value),
  },
  passes: {
    description:
      'Which place is on the way of the request: Node/x, Pod/x, LoadBalancer/x, or what is no place.',
    needs: ['request'],
    find({ traces }) {
      const way = wayOf(first(traces));
      return { value: way.map(referenceTo).join(' → '), fact: turnIn(traces) };
    },
    fits: (value, { objects, traces }) => passes(value, objects, first(traces)),
  },
  destination: {
    description:
      'The destination that the packet has when it leaves the place `at`, or arrives there: address[:port].',
    needs: ['request', 'at'],
    find({ traces }, { at }) {
      const { steps } = first(traces);
      const place = keyNamed(at ?? '');
      const leaves = steps.findIndex((step) => isRequest(step) && step.type === 'Hop' && step.from === place);
      const comes = steps.findIndex(
        (step) => isRequest(step) && step.type === 'PacketEnd' && step.place === place,
      );
      const index = leaves >= 0 ? leaves : comes;
      const step = steps[index];
      if (step === undefined) return { value: 'none', fact: failureIn(traces) };
      const { destination, destinationPort } = leaves >= 0 ? step.after : step.before;
      const host = destination.includes(':') ? `[${destination}]` : destination;
      return { value: `${host}:${destinationPort}`, fact: { trace: 0, step: index } };
    },
    fits(value, experiment, { value: found }) {
      const [, host = value, port] = /^(.*?)(?::(\d+))?$/.exec(value) ?? [];
      const at = found.lastIndexOf(':');
      const isSamePort = port === undefined || found.slice(at + 1) === port;
      return isSamePort && addressesNamed(host, experiment).includes(found.slice(0, at));
    },
  },
  queries: {
    description: 'How many questions the sender puts to the DNS.',
    needs: ['request'],
    find({ traces }) {
      const { steps, start } = first(traces);
      const asked = steps.flatMap((step, index) =>
        step.type === 'Hop' && step.packetKind === 'dnsQuery' && step.from === start.from ? [index] : [],
      );
      return {
        value: String(asked.length),
        fact: asked.length === 0 ? END : { trace: 0, step: asked.at(-1)! },
      };
    },
  },
  answer: {
    description:
      'What the DNS answers at last: addresses, sorted and joined by ", ", the name of a CNAME, NXDOMAIN, NODATA or SERVFAIL.',
    needs: ['request'],
    find({ traces }) {
      const { steps } = first(traces);
      const index = lastDnsReply(steps);
      const step = steps[index];
      if (step === undefined) return { value: 'none', fact: END };
      const { addresses, alias, failure } = dnsAnswerOf(step);
      return { value: alias ?? failure ?? addresses.join(', '), fact: { trace: 0, step: index } };
    },
    fits(value, experiment, found) {
      if (value === found.value) return true;
      const { steps } = first(experiment.traces);
      const step = steps[lastDnsReply(steps)];
      if (step === undefined) return false;
      const { addresses, alias } = dnsAnswerOf(step);
      if (alias !== null && value.replace(/\.$/, '') === alias) return true;
      const wanted = value.split(/,\s*/).flatMap((each) => addressesNamed(each, experiment));
      return addresses.length > 0 && [...wanted].sort().join() === addresses.join();
    },
  },
  distinctPods: {
    description: 'How many different Pods answer so many requests; choices are numbers or ranges: 2–5.',
    needs: ['request'],
    find({ traces }) {
      const places = traces.map((trace) => answererIn([trace])).filter((place) => place !== null);
      const other = places.findIndex((place) => place !== places[0]);
      return { value: String(new Set(places).size), fact: { trace: Math.max(0, other), step: null } };
    },
    fits: (value, _experiment, found) => isInRange(value, Number(found.value)),
  },
  share: {
    description: 'How much of so many answers comes from the Pods `of`; choices are ranges: 40–60%.',
    needs: ['request', 'of'],
    find({ traces, objects }, { of }) {
      const own = traces.filter(({ end }) => isAnswerOf(objects, end, of)).length;
      const other = traces.findIndex(({ end }) => !isAnswerOf(objects, end, of));
      return {
        value: `${Math.round((own / traces.length) * 100)}%`,
        fact: { trace: Math.max(0, other), step: null },
      };
    },
    fits: (value, _experiment, found) => isInRange(value, Number.parseFloat(found.value)),
  },
  reason: {
    description: 'What happens to the packet: a Reason of simulation/reasons.ts.',
    needs: ['request'],
    isAnswer: isReason,
    find({ traces }) {
      const { steps, end } = first(traces);
      const fact = failureIn(traces);
      const reason = fact.step === null ? end.reason : steps[fact.step]!.reason;
      return { value: reason, fact };
    },
    fits: (value, { traces }) => {
      const { steps, end } = first(traces);
      return end.reason === value || steps.some(({ reason }) => reason === value);
    },
  },
  rewrites: {
    description: 'Where the addresses of the request are rewritten: a place, or nowhere.',
    needs: ['request'],
    find({ traces }) {
      const { steps } = first(traces);
      const index = steps.findIndex(isRewrite);
      const step = steps[index];
      if (step === undefined) return { value: 'nowhere', fact: turnIn(traces) };
      return { value: referenceTo(placeOf(step)), fact: { trace: 0, step: index } };
    },
    fits: (value, { traces, objects }, found) =>
      value === 'nowhere' || found.value === 'nowhere'
        ? value === found.value
        : isReference(value) &&
          first(traces).steps.some((step) => isRewrite(step) && isPlace(objects, placeOf(step), value)),
  },
  field: {
    description:
      'The field `path` of the object `of`, after the lines and so many seconds; "" when it is not there.',
    needs: ['of', 'path'],
    find: ({ objects }, { of, path }) => ({
      value: valueInWords(fieldAt(objectNamed(objects, of ?? ''), path ?? '')),
      fact: null,
    }),
    fits: (value, _experiment, found) =>
      value === found.value || (found.value === '' && ['none', 'nothing'].includes(value)),
  },
  seconds: {
    description:
      'How long it takes, as ranges: 0–1. Of what was answered or refused the seconds on the wire, of a timeout the seconds that the sender waits.',
    needs: ['request'],
    find({ traces }) {
      const { at, startedAt, outcome } = first(traces).end;
      const seconds = (at - startedAt) / 1000 / (outcome === 'timedOut' ? 1 : WIRE_STRETCH);
      return { value: String(Number(seconds.toPrecision(3))), fact: END };
    },
    fits: (value, _experiment, found) => isInRange(value, Number(found.value)),
  },
} satisfies Record<string, AskRow>;

export type Ask = keyof typeof askRows;

export const ASKS = Object.keys(askRows) as Ask[];

export function askRow(ask: Ask): AskRow {
  return askRows[ask];
}

const END: Fact = { trace: 0, step: null };
const nothingSent = (): never => {
  throw new Error('The question is about a request, and none was sent.');
};

function first(traces: readonly Trace[]): Trace {
  return traces[0] ?? nothingSent();
}

type Step = Hop | PacketEnd;

/** Null when nobody answered, also when a process refused. */
function answererIn(traces: readonly Trace[]): PlaceKey | null {
  const { end } = first(traces);
  return end.outcome === 'answered' ? answererOf(end).place : null;
}

function isRequest({ packetKind }: Step): boolean {
  return packetKind === 'request';
}

function placeOf(step: Step): PlaceKey {
  return step.type === 'Hop' ? step.from : step.place;
}

function isRewrite(step: Step): boolean {
  const { before, after } = step;
  return (
    isRequest(step) &&
    step.type === 'Hop' &&
    (before.source !== after.source ||
      before.destination !== after.destination ||
      before.destinationPort !== after.destinationPort)
  );
}

/** Where the packet was dropped or refused, else the end of the request. */
function failureIn(traces: readonly Trace[]): Fact {
  const { steps, end } = first(traces);
  if (end.outcome === 'answered') return END;
  const index = steps.findLastIndex((step) => step.type === 'PacketEnd' && step.verdict !== 'delivered');
  return { trace: 0, step: index < 0 ? null : index };
}

/** Where a process took the request in. */
function takenInAt(traces: readonly Trace[], place: PlaceKey): Fact {
  const index = first(traces).steps.findLastIndex(
    (step) => isRequest(step) && step.type === 'PacketEnd' && step.place === place,
  );
  return { trace: 0, step: index < 0 ? null : index };
}

/** Where it was decided which way the request goes: the first rewrite, else where it ended. */
function turnIn(traces: readonly Trace[]): Fact {
  const { steps } = first(traces);
  const rewrite = steps.findIndex(isRewrite);
  const end = steps.findLastIndex((step) => isRequest(step) && step.type === 'PacketEnd');
  const index = rewrite >= 0 ? rewrite : end;
  return { trace: 0, step: index < 0 ? null : index };
}

/** The places that the request came to, in order. */
function wayOf({ steps }: Trace): PlaceKey[] {
  const places = steps
    .filter(isRequest)
    .flatMap((step) => (step.type === 'Hop' ? [step.from, step.to] : [step.place]));
  return [...new Set(places)];
}

function passes(value: string, objects: Objects, trace: Trace): boolean {
  return isReference(value) && wayOf(trace).some((place) => isPlace(objects, place, value));
}

function isReference(value: string): boolean {
  return /^[A-Z]\w*\//.test(value) || /^[\w./-]+=/.test(value);
}

function isAnswerOf(objects: Objects, end: Trace['end'], of: string | null): boolean {
  return end.outcome === 'answered' && isPlace(objects, answererOf(end).place, of ?? undefined);
}

/** The addresses that a choice means: itself, or those of the object that it names. */
function addressesNamed(value: string, { objects, simulation }: Experiment): string[] {
  if (!isReference(value)) return [value.replace(/^\[(.*)\]$/, '$1')];
  const object = objectNamed(objects, value);
  const key: ObjectKey = keyNamed(value);
  const place = simulation.network.places.get(key);
  const own =
    place !== undefined && 'address' in place && typeof place.address === 'string' ? [place.address] : [];
  const lists = ['status.podIPs', 'status.addresses', 'status.loadBalancer.ingress', 'spec.clusterIPs']
    .map((path) => fieldAt(object, path))
    .filter(Array.isArray)
    .flat() as (string | { ip?: string; address?: string })[];
  const isService = parseKey(key).kind === 'Service';
  const addresses = [
    ...own,
    ...lists.flatMap((each) =>
      typeof each === 'string' ? each : isService ? [] : (each.ip ?? each.address ?? []),
    ),
  ];
  return [...new Set(addresses)];
}

/** The one that said something, else the last that said no. */
function lastDnsReply(steps: readonly Step[]): number {
  const isReply = (step: Step) =>
    step.packetKind === 'dnsReply' && step.type === 'Hop' && step.details?.rcode !== undefined;
  const saysSomething = (step: Step) => isReply(step) && / IN (?:A|AAAA|CNAME) /.test(step.rule?.text ?? '');
  const telling = steps.findLastIndex(saysSomething);
  return telling >= 0 ? telling : steps.findLastIndex(isReply);
}

function dnsAnswerOf({ rule, details }: Step): {
  readonly addresses: readonly string[];
  readonly alias: string | null;
  readonly failure: string | null;
} {
  const rows = (rule?.text ?? '').split('\n').map((row) => row.split(/\s+/));
  const addresses = rows.flatMap(([, , , type, data]) =>
    (type === 'A' || type === 'AAAA') && data ? [data] : [],
  );
  const alias = details?.alias === undefined ? null : String(details.alias);
  const rcode = String(details?.rcode ?? '');
  const isEmpty = addresses.length === 0 && alias === null && details?.records === undefined;
  const failure = rcode !== 'NOERROR' ? rcode : isEmpty ? 'NODATA' : null;
  return { addresses: addresses.sort(), alias, failure };
}

/** `40–60%`, `0–1`, `5`, `30–` */
export function isInRange(range: string, value: number): boolean {
  const match = /^\s*(\d+(?:\.\d+)?)?\s*(?:[–-]\s*(\d+(?:\.\d+)?)?)?\s*(?:%|s|seconds?)?\s*$/u.exec(range);
  if (match === null) return false;
  const isRange = /[–-]/u.test(range);
  const least = Number(match[1] ?? 0);
  const most = isRange ? Number(match[2] ?? Number.POSITIVE_INFINITY) : least;
  return value >= least && value <= most;
}
