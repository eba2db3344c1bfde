import { describe, expect, it } from 'vitest';
import type { Traffic } from '../kubernetes/traffic.ts';
import { advance } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { client, cluster, node, pod, remove, service } from '../testing/cluster.ts';
import { podKey, traffic } from '../testing/requests.ts';
import { openByServer } from './connectionCount.ts';
import {
  addCounts,
  addEvents,
  type Counts,
  copyFigures,
  type Figures,
  letTimePass,
  MOST_BUCKETS,
  noFigures,
} from './figures.ts';
import { addLatency, emptyHistogram, quantile } from './latencyHistogram.ts';
import { inOrder, LOOK_UP, SERVER, WAY_BACK, WHOLE } from './latencyParts.ts';

const SHOP = 'Service/default/shop';
const nameOf = (key: string | null) => key ?? SHOP;

function town(spec: Partial<Traffic['spec']> = {}, annotations: Record<string, string> = {}): Simulation {
  return cluster([
    node('node-a'),
    node('node-b'),
    client('visitor'),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('shop-a', 'shop', { nodeName: 'node-a' }, { annotations }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    service('shop'),
    traffic('visits', {
      from: { kind: 'Pod', name: 'web' },
      service: { name: 'shop' },
      requestsPerSecond: 5,
      ...spec,
    }),
  ]);
}

function watch(simulation: Simulation, figures: Figures, ms: number): Figures {
  const until = simulation.now + ms;
  while (simulation.now < until) addEvents(figures, advance(simulation, simulation.now + 100), nameOf);
  letTimePass(figures, simulation.now);
  return figures;
}

function sum({ closed, current }: Figures): Counts {
  const total: Counts = { answered: 0, errors: 0, failed: 0, triedAgain: 0 };
  for (const { ends } of [...closed, current]) for (const counts of ends.values()) addCounts(total, counts);
  return total;
}

const openedIn = ({ connections }: Figures) =>
  [...(connections.opened.get(SHOP)?.values() ?? [])].reduce((total, count) => total + count, 0);

describe('buckets', () => {
  it('hold how requests ended in each second, and retries apart', () => {
    const simulation = town({ retry: { attempts: 3 } }, { 'kubehop.dev/listens': '9999' });
    const figures = watch(simulation, noFigures(0), 30_000);
    const { answered, failed, triedAgain } = sum(figures);
    expect(figures.closed).toHaveLength(30);
    expect(answered).toBeGreaterThan(80);
    expect(triedAgain).toBeGreaterThan(40);
    expect(failed).toBeLessThan(25);
    const unavailable = town({}, { 'kubehop.dev/status': '503' });
    const { errors, answered: all } = sum(watch(unavailable, noFigures(0), 30_000));
    expect(errors / all).toBeGreaterThan(0.3);
    expect(errors / all).toBeLessThan(0.7);
  });

  it('become twice as long when there are too many, and lose nothing', () => {
    const simulation = town({ requestsPerSecond: 2 });
    const figures = watch(simulation, noFigures(0), (MOST_BUCKETS - 1) * 1000);
    expect(figures.bucketMs).toBe(1000);
    const before = sum(figures);
    letTimePass(figures, MOST_BUCKETS * 1000);
    expect(figures).toMatchObject({ bucketMs: 2000, closed: { length: MOST_BUCKETS / 2 } });
    expect(sum(figures)).toEqual(before);
    letTimePass(figures, 4 * 3_600_000);
    expect(figures.closed.length).toBeLessThan(MOST_BUCKETS);
    expect(sum(figures)).toEqual(before);
  });

  it('a copy stays as it is, and goes on to the same sums', () => {
    const simulation = town({ connection: 'KeepAlive' });
    const figures = watch(simulation, noFigures(0), 10_000);
    const copy = copyFigures(figures);
    const said = JSON.stringify([sum(copy), [...copy.latencies.get(SHOP)!.get(WHOLE)!.counts]]);
    const events = advance(simulation, simulation.now + 10_000);
    addEvents(figures, events, nameOf);
    expect(JSON.stringify([sum(copy), [...copy.latencies.get(SHOP)!.get(WHOLE)!.counts]])).toBe(said);
    const again = copyFigures(copy);
    addEvents(again, events, nameOf);
    expect(sum(again)).toEqual(sum(figures));
    expect(again.latencies).toEqual(figures.latencies);
    expect(openByServer(again.connections)).toEqual(openByServer(figures.connections));
    expect(again.closed).toEqual(figures.closed);
  });
});

describe('connections', () => {
  it('over HTTP/2 there is one, at one Pod; with one per request as many as requests', () => {
    const kept = watch(town({ connection: 'HTTP2' }), noFigures(0), 30_000);
    expect([...openByServer(kept.connections).values()]).toEqual([1]);
    expect(openedIn(kept)).toBe(1);
    const simulation = town();
    const figures = watch(simulation, noFigures(0), 30_000);
    expect(openByServer(figures.connections).size).toBe(2);
    remove(simulation, 'Traffic.kubehop.dev//visits');
    watch(simulation, figures, 20_000);
    expect(openByServer(figures.connections).size).toBe(0);
    expect(openedIn(figures)).toBe(sum(figures).answered);
  });

  it('as many are open as the simulation itself keeps', () => {
    const simulation = town({ connection: 'KeepAlive', requestsPerSecond: 8 });
    const figures = watch(simulation, noFigures(0), 20_000);
    remove(simulation, podKey('shop-b'), 0);
    watch(simulation, figures, 20_000);
    remove(simulation, 'Traffic.kubehop.dev//visits');
    watch(simulation, figures, 30_000);
    const kept = [...simulation.network.connections.values()].flat();
    expect([...openByServer(figures.connections)]).toEqual([[podKey('shop-a'), kept.length]]);
  });

  it('of a Pod that is told to stop are closed when it says goodbye', () => {
    const simulation = town({ connection: 'HTTP2' });
    const figures = watch(simulation, noFigures(0), 10_000);
    const [server] = openByServer(figures.connections).keys();
    remove(simulation, server!);
    watch(simulation, figures, 20_000);
    expect([...openByServer(figures.connections).keys()]).not.toContain(server);
    expect(openedIn(figures)).toBe(2);
  });
});

describe('latencies', () => {
  it('are kept for each part of a request', () => {
    const figures = watch(town({}, { 'kubehop.dev/latency-ms': '4' }), noFigures(0), 40_000);
    const parts = figures.latencies.get(SHOP)!;
    expect(inOrder(parts.keys())).toEqual([
      LOOK_UP,
      'Pod → node',
      'Node → node',
      'Node → Pod',
      SERVER,
      WAY_BACK,
      WHOLE,
    ]);
    expect(quantile(parts.get('Node → node')!, 0.5)).toBeCloseTo(0.6, 1);
    expect(quantile(parts.get(SERVER)!, 0.5)).toBeCloseTo(4, 0);
    expect(parts.get(WHOLE)!.total).toBe(sum(figures).answered);
  });

  it('a quantile is as exact as a bin is wide', () => {
    const histogram = emptyHistogram();
    for (let ms = 1; ms <= 1000; ms++) addLatency(histogram, ms);
    expect(quantile(histogram, 0.5) / 500).toBeGreaterThan(0.85);
    expect(quantile(histogram, 0.5) / 500).toBeLessThan(1.15);
    expect(quantile(histogram, 1)).toBe(1000);
    addLatency(histogram, 0);
    addLatency(histogram, 10_000_000);
    expect(histogram).toMatchObject({ total: 1002, longestMs: 10_000_000 });
    expect(quantile(emptyHistogram(), 0.5)).toBe(0);
  });
});
