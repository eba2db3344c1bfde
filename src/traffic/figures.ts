/**
 * What the figures show, added up from events: how requests ended and who had how many connections, in buckets of time,
 * and how long each part of a request took. Never more than a fixed number of buckets: when there are too many, each two
 * become one. Closed buckets never change, so that a copy shares them.
 */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { PlaceKey, SimulationEvent } from '../simulation/events.ts';
import {
  type Connections,
  copyConnections,
  noConnections,
  openByServer,
  trackConnection,
} from './connectionCount.ts';
import { copyHistogram, emptyHistogram, type Histogram } from './latencyHistogram.ts';
import { measure } from './latencyParts.ts';

export interface Counts {
  answered: number;
  /** Answers with a status of 400 or more: also among the answered. */
  errors: number;
  failed: number;
  /** Tries that another one followed: in none of the others. */
  triedAgain: number;
}

export interface Bucket {
  /** By Service, or by the host that was asked. */
  readonly ends: Map<string, Counts>;
  /** At its end. */
  open: ReadonlyMap<PlaceKey, number>;
}

export interface Figures {
  /** When counting began; the first bucket begins there. */
  since: number;
  now: number;
  bucketMs: number;
  readonly closed: Bucket[];
  current: Bucket;
  connections: Connections;
  /** By Service, then by part of the request. */
  readonly latencies: Map<string, Map<string, Histogram>>;
  /** For each request that is under way: when it came to where it is, see `latencyParts.ts`. */
  readonly underWay: Map<number, number>;
  /** Histograms that a copy has too: who adds to them takes one of their own. */
  readonly shared: Set<Histogram>;
}

export const MOST_BUCKETS = 600;
const SHORTEST_BUCKET_MS = 1000;

/** What a request was for: its Service's key, else the host. */
export type NameOf = (service: ObjectKey | null, url: string, traffic: ObjectKey | null) => string;

export function noFigures(since: number): Figures {
  return {
    since,
    now: since,
    bucketMs: SHORTEST_BUCKET_MS,
    closed: [],
    current: { ends: new Map(), open: new Map() },
    connections: noConnections(),
    latencies: new Map(),
    underWay: new Map(),
    shared: new Set(),
  };
}

/** A copy that stays as it is while the other one goes on. */
export function copyFigures(figures: Figures): Figures {
  const latencies = new Map<string, Map<string, Histogram>>();
  for (const [name, parts] of figures.latencies) {
    latencies.set(name, new Map(parts));
    for (const histogram of parts.values()) figures.shared.add(histogram);
  }
  return {
    ...figures,
    closed: [...figures.closed],
    current: copyBucket(figures.current),
    connections: copyConnections(figures.connections),
    latencies,
    underWay: new Map(figures.underWay),
    shared: new Set(figures.shared),
  };
}

function copyBucket({ ends, open }: Bucket): Bucket {
  return { ends: new Map([...ends].map(([name, counts]) => [name, { ...counts }])), open };
}

/** In the order in which the events happened. */
export function addEvents(figures: Figures, events: readonly SimulationEvent[], nameOf: NameOf): void {
  for (const event of events) {
    const at = event.type === 'Hop' ? event.leavesAt : event.at;
    if (at < figures.since) continue;
    letTimePass(figures, at);
    trackConnection(figures.connections, event, nameOf);
    measure(event, figures.underWay, nameOf, (name, part) => histogramOf(figures, name, part));
    if (event.type !== 'RequestEnd') continue;
    const { service, url, traffic, outcome, status = 0, isTriedAgain } = event;
    const counts = countsOf(figures.current, nameOf(service, url, traffic));
    if (isTriedAgain === true) counts.triedAgain += 1;
    else if (outcome === 'answered') counts.answered += 1;
    else counts.failed += 1;
    if (isTriedAgain !== true && outcome === 'answered' && status >= 400) counts.errors += 1;
  }
}

/** Closes the buckets whose time is over. */
export function letTimePass(figures: Figures, now: number): void {
  figures.now = Math.max(figures.now, now);
  while (now >= endOfCurrent(figures)) {
    figures.current.open = openByServer(figures.connections);
    figures.closed.push(figures.current);
    figures.current = { ends: new Map(), open: figures.current.open };
    if (figures.closed.length >= MOST_BUCKETS) mergePairs(figures);
  }
}

function endOfCurrent({ since, bucketMs, closed }: Figures): number {
  return since + (closed.length + 1) * bucketMs;
}

/** New objects: the old ones may belong to copies. */
function mergePairs(figures: Figures): void {
  const merged: Bucket[] = [];
  for (let index = 0; index + 1 < figures.closed.length; index += 2) {
    const bucket = copyBucket(figures.closed[index]!);
    const later = figures.closed[index + 1]!;
    for (const [name, counts] of later.ends) addCounts(countsOf(bucket, name), counts);
    bucket.open = later.open;
    merged.push(bucket);
  }
  figures.closed.splice(0, figures.closed.length, ...merged);
  figures.bucketMs *= 2;
}

export function countsOf({ ends }: Bucket, name: string): Counts {
  let counts = ends.get(name);
  if (counts === undefined) {
    counts = { answered: 0, errors: 0, failed: 0, triedAgain: 0 };
    ends.set(name, counts);
  }
  return counts;
}

export function addCounts(sum: Counts, more: Counts): void {
  sum.answered += more.answered;
  sum.errors += more.errors;
  sum.failed += more.failed;
  sum.triedAgain += more.triedAgain;
}

/** One that nobody else has. */
function histogramOf({ latencies, shared }: Figures, name: string, part: string): Histogram {
  const parts = latencies.get(name) ?? new Map<string, Histogram>();
  latencies.set(name, parts);
  const known = parts.get(part);
  if (known !== undefined && !shared.has(known)) return known;
  const own = known === undefined ? emptyHistogram() : copyHistogram(known);
  if (known !== undefined) shared.delete(known);
  parts.set(part, own);
  return own;
}
