/** Counts how requests ended and who answered them, per Service, since the scene began or since the count was begun anew. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Outcome, PlaceKey, RequestEnd } from '../simulation/events.ts';
import { hostOf } from '../ui/hostOf.ts';

export interface ServiceTally {
  /** Key of the Service; null when the requests went to something else. */
  readonly service: ObjectKey | null;
  /** The Service's key, or the host that was asked. */
  readonly id: string;
  readonly total: number;
  /** How many of them proxies made: they pick Pods in their own way. */
  readonly proxied: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Answers with a status of 400 or more. */
  readonly errors: number;
  /** Answers per Pod or outside server. */
  readonly answers: ReadonlyMap<PlaceKey, number>;
  /** Who asked. */
  readonly senders: ReadonlySet<PlaceKey>;
}

export type Tally = ReadonlyMap<string, ServiceTally>;

export const emptyTally: Tally = new Map();

export function addToTally(tally: Tally, ends: readonly RequestEnd[]): Tally {
  if (ends.length === 0) return tally;
  const counted = new Map(tally);
  for (const { service, url, outcome, answeredBy, parent, from, status = 0 } of ends) {
    const id = service ?? hostOf(url);
    const before: ServiceTally = counted.get(id) ?? {
      service,
      id,
      total: 0,
      proxied: 0,
      outcomes: {},
      errors: 0,
      answers: new Map(),
      senders: new Set(),
    };
    const answers = new Map(before.answers);
    if (outcome === 'answered' && answeredBy !== null)
      answers.set(answeredBy, (answers.get(answeredBy) ?? 0) + 1);
    counted.set(id, {
      ...before,
      total: before.total + 1,
      proxied: before.proxied + (parent === undefined ? 0 : 1),
      outcomes: { ...before.outcomes, [outcome]: (before.outcomes[outcome] ?? 0) + 1 },
      errors: before.errors + (outcome === 'answered' && status >= 400 ? 1 : 0),
      answers,
      senders: before.senders.has(from) ? before.senders : new Set([...before.senders, from]),
    });
  }
  return counted;
}

export interface Share {
  place: PlaceKey;
  count: number;
  share: number;
  /** Whether it is a ready endpoint now, so that it should get its part. */
  isExpected: boolean;
}

/** Who answered how often, beside those who should have: ready endpoints without an answer are in the list with 0. */
export function sharesOf(answers: ReadonlyMap<PlaceKey, number>, ready: readonly PlaceKey[]): Share[] {
  const all = [...new Set([...ready, ...answers.keys()])];
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
  return all
    .map((place) => {
      const count = answers.get(place) ?? 0;
      return {
        place,
        count,
        share: total === 0 ? 0 : count / total,
        isExpected: ready.includes(place),
      };
    })
    .sort((a, b) => a.place.localeCompare(b.place));
}

/** Where the share of one of `endpoints` equal choices lies in 19 of 20 runs with this many answers (normal approximation). */
export function expectedBand(endpoints: number, answers: number): { low: number; high: number } {
  const share = 1 / endpoints;
  if (answers === 0) return { low: 0, high: 1 };
  const spread = 1.96 * Math.sqrt((share * (1 - share)) / answers);
  return { low: Math.max(0, share - spread), high: Math.min(1, share + spread) };
}
