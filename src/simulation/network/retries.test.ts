import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import { client, cluster, edit, node, pod, remove, run, service } from '../../testing/cluster.ts';
import { podKey, tally, traffic } from '../../testing/requests.ts';
import type { Hop, RequestEnd, RequestStart, SimulationEvent } from '../events.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';

const BROKEN = podKey('shop-c');
const VISITS = 'Traffic.kubehop.dev//visits';

/** Three Pods behind a Service; `annotations` say what is wrong with the third one. */
function town(spec: Partial<Traffic['spec']>, annotations: Record<string, string> = {}): Simulation {
  return cluster([
    node('node-a'),
    node('node-b'),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    pod('shop-c', 'shop', { nodeName: 'node-b' }, { annotations }),
    service('shop'),
    client('visitor'),
    traffic('visits', {
      from: { kind: 'Pod', name: 'web' },
      service: { name: 'shop' },
      requestsPerSecond: 4,
      ...spec,
    }),
  ]);
}

const REFUSES = { 'kubehop.dev/listens': '9999' };
const HANGS = { 'kubehop.dev/alive': 'false' };
const UNAVAILABLE = { 'kubehop.dev/status': '503' };

const endsIn = (events: readonly SimulationEvent[]) =>
  events.filter((event): event is RequestEnd => event.type === 'RequestEnd');
const startsIn = (events: readonly SimulationEvent[]) =>
  events.filter((event): event is RequestStart => event.type === 'RequestStart');

/** Sends for a minute, and then lets all that is under way come to its end. */
function runOut(simulation: Simulation, seconds = 60): SimulationEvent[] {
  const events = run(simulation, seconds * 1000);
  remove(simulation, VISITS);
  return [...events, ...run(simulation, 200_000)];
}

/** The requests whose packets kube-proxy led to an address: looked up in the hops, not in how they ended. */
function ledTo(events: readonly SimulationEvent[], address: string): Set<number> {
  const hops = events.filter(
    (event): event is Hop =>
      event.type === 'Hop' && event.packetKind === 'request' && event.after.destination === address,
  );
  return new Set(hops.map(({ requestId }) => requestId));
}

function addressOf(simulation: Simulation): string {
  return simulation.byKind.Pod.get(BROKEN)!.status!.podIP!;
}

describe('a Pod that fails', () => {
  it('TP3 costs exactly the requests whose connection was led to it: about a third, of three', () => {
    const simulation = town({}, REFUSES);
    const broken = addressOf(simulation);
    const events = runOut(simulation);
    const ends = endsIn(events);
    const failed = ends.filter(({ outcome }) => outcome !== 'answered');
    expect(new Set(failed.map(({ requestId }) => requestId))).toEqual(ledTo(events, broken));
    expect(failed.length / ends.length).toBeGreaterThan(0.25);
    expect(failed.length / ends.length).toBeLessThan(0.42);
    expect(tally(failed.map(({ outcome }) => outcome))).toEqual({ refused: failed.length });
  });

  it('TP3 with one kept connection costs all requests or none', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const simulation = town({ connection: 'HTTP2' }, UNAVAILABLE);
      run(simulation, 1000 + seed);
      const events = runOut(simulation, 20);
      const ends = endsIn(events).filter(({ at }) => at > 8000);
      const unavailable = ends.filter(({ status }) => status === 503).length;
      const led = ledTo(events, addressOf(simulation));
      expect(unavailable).toBe(ends.filter(({ requestId }) => led.has(requestId)).length);
      return [0, ends.length].includes(unavailable);
    });
    expect(counts).not.toContain(false);
  });

  it('TP3 that is killed costs what is on its connections, and nothing later', () => {
    const simulation = town(
      { connection: 'KeepAlive', requestsPerSecond: 8 },
      { 'kubehop.dev/latency-ms': '4' },
    );
    const broken = addressOf(simulation);
    const before = run(simulation, 20_000);
    const sentTo = ledTo(before, broken);
    const over = new Set(endsIn(before).map(({ requestId }) => requestId));
    const open = [...sentTo].filter((requestId) => !over.has(requestId));
    expect(open.length).toBeGreaterThan(2);
    remove(simulation, BROKEN, 0);
    const after = runOut(simulation, 30);
    const failed = endsIn(after).filter(({ outcome }) => outcome !== 'answered');
    const led = new Set([...open, ...ledTo(after, broken)]);
    for (const { requestId } of failed) expect(led).toContain(requestId);
    expect(failed.length).toBeGreaterThan(0);
  });
});

describe('retries', () => {
  it('TP4 a request is tried again on a new connection, so that each try misses the broken Pod by chance', () => {
    const simulation = town({ retry: { attempts: 2 } }, REFUSES);
    const led = ledTo(runOut(cloneSimulation(simulation)), addressOf(simulation));
    const events = runOut(simulation);
    const ends = endsIn(events);
    const final = ends.filter(({ isTriedAgain }) => isTriedAgain !== true);
    const firstTries = startsIn(events).filter(({ firstTry }) => firstTry === undefined);
    expect(final).toHaveLength(firstTries.length);
    // Who was led to it is tried again, unless it was the third try.
    const tries = tally(
      ends.filter(({ requestId }) => led.has(requestId)).map(({ attempts }) => `${attempts ?? 1}`),
    );
    const started = tally(startsIn(events).map(({ attempt }) => `${attempt ?? 1}`));
    expect(started['2']).toBe(tries['1']);
    expect(started['3']).toBe(tries['2']);
    expect(started['4']).toBeUndefined();
    expect(final.filter(({ outcome }) => outcome === 'refused')).toHaveLength(tries['3'] ?? 0);
    expect(tries['1']! / firstTries.length).toBeGreaterThan(0.25);
    expect((tries['3'] ?? 0) / firstTries.length).toBeLessThan(0.1);
    const ports = events.flatMap((event) =>
      event.type === 'Hop' && event.from === podKey('web') && event.packetKind === 'request'
        ? [event.after.sourcePort]
        : [],
    );
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('TP4 says of each try which one it is, and of the last when the first was sent', () => {
    const events = runOut(town({ retry: { attempts: 1 } }, REFUSES));
    const starts = new Map(startsIn(events).map((start) => [start.requestId, start]));
    const second = endsIn(events).filter(({ attempts }) => attempts === 2);
    expect(second.length).toBeGreaterThan(0);
    for (const end of second) {
      const start = starts.get(end.requestId)!;
      const first = starts.get(start.firstTry!)!;
      expect(start).toMatchObject({ attempt: 2, traffic: VISITS, from: first.from, url: first.url });
      expect(end.firstStartedAt).toBe(first.at);
      expect(first.firstTry).toBeUndefined();
      const firstEnd = endsIn(events).find(({ requestId }) => requestId === first.requestId)!;
      expect(firstEnd).toMatchObject({ outcome: 'refused', isTriedAgain: true });
      expect(start.at).toBe(firstEnd.at);
    }
  });

  it('TP5 waits before each try, twice as long each time, and for an answer as long as in the first one', () => {
    const simulation = town(
      { requestsPerSecond: 0.01, timeoutSeconds: 5, retry: { attempts: 3, backoffSeconds: 2 } },
      HANGS,
    );
    for (const name of ['shop-a', 'shop-b'])
      edit<Pod>(simulation, podKey(name), (object) => ({
        ...object,
        metadata: { ...object.metadata, annotations: HANGS },
      }));
    const events = runOut(simulation);
    const ends = endsIn(events);
    const starts = startsIn(events);
    expect(ends.map(({ outcome }) => outcome)).toEqual(Array(4).fill('timedOut'));
    expect(starts.slice(1).map(({ at }, index) => at - ends[index]!.at)).toEqual([2000, 4000, 8000]);
    expect(ends.at(-1)).toMatchObject({ attempts: 4, firstStartedAt: starts[0]!.at });
  });

  it('TP6 tries again only after what it is told to', () => {
    const retried = (annotations: Record<string, string>, on: NonNullable<Traffic['spec']['retry']>['on']) =>
      endsIn(runOut(town({ timeoutSeconds: 8, retry: { attempts: 1, on: on ?? [] } }, annotations), 20)).some(
        ({ isTriedAgain }) => isTriedAgain === true,
      );
    expect(retried(REFUSES, ['Refused'])).toBe(true);
    expect(retried(REFUSES, ['Reset', 'TimedOut', 'Unavailable'])).toBe(false);
    expect(retried(HANGS, ['TimedOut'])).toBe(true);
    expect(retried(HANGS, ['Refused'])).toBe(false);
    expect(retried(UNAVAILABLE, ['Unavailable'])).toBe(true);
    expect(retried(UNAVAILABLE, ['TimedOut'])).toBe(false);
    expect(retried({ 'kubehop.dev/status': '500' }, undefined)).toBe(false);
  });

  it('TP6 over one HTTP/2 connection a try again after 503 meets the same Pod', () => {
    const simulation = town({ connection: 'HTTP2', retry: { attempts: 2 } });
    const [server] = Object.keys(tally(endsIn(run(simulation, 10_000)).map(({ answeredBy }) => answeredBy)));
    edit<Pod>(simulation, server!, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: UNAVAILABLE },
    }));
    run(simulation, 8000);
    const events = run(simulation, 10_000);
    const final = endsIn(events).filter(({ isTriedAgain }) => isTriedAgain !== true);
    expect(final.length).toBeGreaterThan(10);
    expect(tally(final.map(({ status, attempts }) => `${status} ${attempts}`))).toEqual({
      '503 3': final.length,
    });
  });

  it('TP7 a sender that is gone does not try again, and tries survive a checkpoint', () => {
    const simulation = town({ retry: { attempts: 1, backoffSeconds: 10 } }, REFUSES);
    const events = run(simulation, 12_000);
    expect(endsIn(events).some(({ isTriedAgain }) => isTriedAgain)).toBe(true);
    const copy = cloneSimulation(simulation);
    expect(run(copy, 30_000)).toEqual(run(simulation, 30_000));
    remove(simulation, podKey('web'), 0);
    const last = endsIn(runOut(simulation)).filter(({ attempts }) => attempts === 2);
    expect(last.some(({ reason }) => reason === 'SenderNotRunning')).toBe(true);
  });
});

describe('what is spoken', () => {
  it.each([
    ['grpc://shop:80/', 'HTTP2'],
    ['h2c://shop/', 'HTTP2'],
    ['http://shop/', 'PerRequest'],
    ['udp://shop:80/', 'PerRequest'],
  ])('TP8 %s is sent with the connection %s, unless it is told otherwise', (url, connection) => {
    const simulation = cluster([
      node('node-a'),
      pod('web'),
      pod('shop'),
      service('shop'),
      traffic('visits', { from: { kind: 'Pod', name: 'web' }, url }),
    ]);
    expect((simulation.objects.get(VISITS) as Traffic).spec.connection).toBe(connection);
    expect(endsIn(run(simulation, 20_000)).length).toBeGreaterThan(0);
  });

  it('TP8 a port of gRPC or h2c is asked with it', () => {
    const ask = (port: object) => {
      const ports = [{ port: 50051, targetPort: 8080, ...port }];
      const simulation = cluster([
        node('node-a'),
        pod('web'),
        pod('shop'),
        service('shop', { ports }),
        traffic('visits', { from: { kind: 'Pod', name: 'web' }, service: { name: 'shop' } }),
      ]);
      return startsIn(run(simulation, 1000))[0]!.url;
    };
    expect(ask({ name: 'grpc' })).toBe('grpc://shop:50051/');
    expect(ask({ appProtocol: 'grpc' })).toBe('grpc://shop:50051/');
    expect(ask({ appProtocol: 'kubernetes.io/h2c' })).toBe('h2c://shop:50051/');
  });
});
