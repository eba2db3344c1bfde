import { describe, expect, it } from 'vitest';
import type { Traffic } from '../../kubernetes/traffic.ts';
import type { TrafficPattern } from '../../kubernetes/trafficPattern.ts';
import { client, cluster, edit, node, pod, run, service } from '../../testing/cluster.ts';
import { traffic } from '../../testing/requests.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';

const key = 'Traffic.kubehop.dev//visits';

function sending(requestsPerSecond: number, pattern: TrafficPattern): Simulation {
  const from = { kind: 'Client', name: 'visitor' };
  return cluster([
    node('node-a'),
    pod('shop'),
    service('shop'),
    client('visitor'),
    traffic('visits', { from, url: 'http://192.168.1.11:81/', requestsPerSecond, pattern }),
  ]);
}

/** At which moment each request was sent, counted from the first one. */
function momentsIn(simulation: Simulation, seconds: number): number[] {
  const starts = run(simulation, seconds * 1000).filter((event) => event.type === 'RequestStart');
  return starts.map(({ at }) => at - starts[0]!.at);
}

/** How many of them lie in each stretch of so many seconds. */
function countsEvery(seconds: number, moments: readonly number[], stretches: number): number[] {
  const counts = new Array<number>(stretches).fill(0);
  for (const moment of moments) {
    const stretch = Math.floor(moment / (seconds * 1000));
    if (stretch < stretches) counts[stretch]! += 1;
  }
  return counts;
}

describe('patterns of Traffic', () => {
  it('TP1 Spike sends many times as much in the last seconds of each period', () => {
    const simulation = sending(2, { type: 'Spike', factor: 10, everySeconds: 10, forSeconds: 2 });
    const moments = momentsIn(simulation, 31);
    expect(countsEvery(2, moments, 15)).toEqual([4, 4, 4, 4, 40, 4, 4, 4, 4, 40, 4, 4, 4, 4, 40]);
  });

  it('TP1 Ramp climbs evenly and stays where it came to', () => {
    const moments = momentsIn(sending(1, { type: 'Ramp', factor: 9, forSeconds: 4 }), 8);
    // The rate at the middle of each second: 2, 4, 6, 8, and then 9.
    expect(countsEvery(1, moments, 7)).toEqual([2, 4, 6, 8, 9, 9, 9]);
    const falling = momentsIn(sending(9, { type: 'Ramp', factor: 1 / 9, forSeconds: 4 }), 8);
    expect(countsEvery(1, falling, 7)).toEqual([8, 6, 4, 2, 1, 1, 1]);
    const level = momentsIn(sending(5, { type: 'Ramp', factor: 1, forSeconds: 4 }), 8);
    expect(countsEvery(1, level, 7)).toEqual([5, 5, 5, 5, 5, 5, 5]);
  });

  it('TP1 Burst sends what is due in a period at once, and loses nothing when that is no whole number', () => {
    expect(tally(momentsIn(sending(4, { type: 'Burst', everySeconds: 5 }), 16))).toEqual([
      [0, 20],
      [5000, 20],
      [10_000, 20],
      [15_000, 20],
    ]);
    const moments = momentsIn(sending(1, { type: 'Burst', everySeconds: 2.5 }), 10.3);
    expect(moments.length).toBe(12);
    expect(new Set(moments)).toEqual(new Set([0, 2500, 5000, 7500, 10_000]));
  });

  it('TP2 a pattern begins anew when its object changes, and goes on after a checkpoint', () => {
    const simulation = sending(4, { type: 'Burst', everySeconds: 5 });
    run(simulation, 7000);
    const copy = cloneSimulation(simulation);
    expect(momentsIn(copy, 10)).toEqual(momentsIn(simulation, 10));
    edit<Traffic>(simulation, key, (object) => ({
      ...object,
      spec: { ...object.spec, requestsPerSecond: 2 },
    }));
    const { now } = simulation;
    const [first] = run(simulation, 1000).filter((event) => event.type === 'RequestStart');
    expect(first!.at - now).toBeLessThan(500);
    expect(countsEvery(5, momentsIn(simulation, 14), 2)).toEqual([10, 10]);
  });
});

function tally(moments: readonly number[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const moment of moments) counts.set(moment, (counts.get(moment) ?? 0) + 1);
  return [...counts];
}
