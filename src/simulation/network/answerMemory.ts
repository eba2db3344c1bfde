/**
 * What each CoreDNS Pod has answered since an object last changed: asked again it would say the same, so it is not worked
 * out again. Not CoreDNS' plugin `cache`, whose answers can be old.
 */
import type { Decision, PlaceKey } from '../events.ts';
import type { Simulation } from '../state.ts';
import type { DnsAnswer, DnsQuestion, QueryType } from './dnsMessage.ts';

/** An answer and what is told of it. */
export interface Told {
  readonly question: DnsQuestion;
  readonly answer: DnsAnswer;
  readonly details: NonNullable<Decision['details']>;
}

type ByName = Map<string, Told>;

export interface AnswerMemory {
  /** Which version of all objects the answers are from. */
  asOf: number;
  readonly byServer: Map<PlaceKey, Map<QueryType, ByName>>;
}

/** More names than are asked for again and again. */
const MOST_REMEMBERED = 5000;

export function createAnswerMemory(): AnswerMemory {
  return { asOf: -1, byServer: new Map() };
}

/** The answers of a server to questions of this type, by name. */
export function answersOf(
  { network: { answers }, resourceVersion }: Simulation,
  server: PlaceKey,
  type: QueryType,
): ByName {
  if (answers.asOf !== resourceVersion) {
    answers.asOf = resourceVersion;
    answers.byServer.clear();
  }
  let own = answers.byServer.get(server);
  if (own === undefined) {
    own = new Map();
    answers.byServer.set(server, own);
  }
  let byName = own.get(type);
  if (byName === undefined) {
    byName = new Map();
    own.set(type, byName);
  }
  if (byName.size >= MOST_REMEMBERED) byName.clear();
  return byName;
}
