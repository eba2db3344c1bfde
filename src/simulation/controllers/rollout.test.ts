import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../kubernetes/deployment.ts';
import { type Container, isReady, type Pod } from '../../kubernetes/pod.ts';
import {
  cluster,
  clusterEvents,
  deployment,
  edit,
  node,
  pod,
  podNamed,
  podsOf,
  remove,
  run,
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import { ask, podKey, tally, traffic } from '../../testing/requests.ts';
import type { RequestEnd, SimulationEvent } from '../events.ts';
import { explain } from '../reasons.ts';
import type { Simulation } from '../state.ts';

const KEY = 'Deployment.apps/default/shop';
const http = { httpGet: { port: 8080 }, periodSeconds: 1 };
const sleepFive = { lifecycle: { preStop: { sleep: { seconds: 5 } } } };

/** A Deployment behind a Service, under steady traffic from another Pod. */
function busy(
  container: Partial<Container> = {},
  annotations: Record<string, string> = {},
  spec: Partial<Deployment['spec']> = {},
): Simulation {
  const containers = [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }], ...container }];
  const template = { metadata: { labels: { app: 'shop' }, annotations }, spec: { containers } };
  return cluster([
    node('node-a'),
    node('node-b'),
    pod('web', 'web', { nodeName: 'node-a' }),
    deployment('shop', 3, { template, ...spec }),
    service('shop'),
    traffic('visits', {
      from: { kind: 'Pod', name: 'web' },
      service: { name: 'shop' },
      requestsPerSecond: 10,
      timeoutSeconds: 10,
    }),
  ]);
}

/** Rolls out another template, and says how the requests since then have ended. */
function rollOut(simulation: Simulation, ms = 60_000): RequestEnd[] {
  run(simulation, 10_000);
  edit<Deployment>(simulation, KEY, (object) => ({
    ...object,
    spec: {
      ...object.spec,
      template: {
        ...object.spec.template,
        metadata: { ...object.spec.template.metadata, labels: { app: 'shop', version: 'next' } },
      },
    },
  }));
  const events = run(simulation, ms);
  expect(podsOf(simulation, 'shop').map((each) => each.metadata.labels?.version)).toEqual([
    'next',
    'next',
    'next',
  ]);
  return events.filter((event): event is RequestEnd => event.type === 'RequestEnd');
}

const failuresOf = (ends: readonly RequestEnd[]) => ends.filter((end) => end.outcome !== 'answered');

describe('a rollout under traffic', () => {
  it('DP6 loses requests when Pods stop at SIGTERM: some nodes still lead new connections to them', () => {
    const failures = failuresOf(rollOut(busy({ readinessProbe: http })));
    expect(failures.length).toBeGreaterThan(0);
    expect(Object.keys(tally(failures.map((end) => end.outcome)))).toContain('refused');
    const told = failures.find((end) => end.reason === 'PortNotListening')!;
    expect(told.details).toMatchObject({ isStopping: true });
    expect(explain(told, 'web').sentence).toContain('SIGTERM');
    expect(explain(told, 'web').lookAt).toContain('preStop');
  });

  it('DP6 loses none when a preStop hook sleeps meanwhile, or when the application serves on after SIGTERM', () => {
    const withHook = rollOut(busy({ readinessProbe: http, ...sleepFive }), 90_000);
    expect(withHook.length).toBeGreaterThan(800);
    expect(failuresOf(withHook)).toEqual([]);
    const patient = rollOut(busy({ readinessProbe: http }, { 'kubehop.dev/stop-seconds': '5' }), 90_000);
    expect(failuresOf(patient)).toEqual([]);
  });

  it('DP7 sends requests to Pods that are not up yet, unless a readiness probe asks them', () => {
    const slow = { 'kubehop.dev/startup-seconds': '8' };
    const blind = failuresOf(rollOut(busy(sleepFive, slow), 120_000));
    expect(blind.length).toBeGreaterThan(50);
    expect(failuresOf(rollOut(busy({ ...sleepFive, readinessProbe: http }, slow), 120_000))).toEqual([]);
  });

  it('DP8 waits minReadySeconds before a new Pod counts, and so takes longer', () => {
    const doneAfter = (minReadySeconds: number) => {
      const simulation = busy({ readinessProbe: http }, {}, { minReadySeconds });
      rollOut(simulation, 120_000);
      const [last] = podsOf(simulation, 'shop')
        .map((each) => Date.parse(each.metadata.creationTimestamp!))
        .sort((a, b) => b - a);
      return last! - Date.parse('2026-01-01T00:00:00Z');
    };
    expect(doneAfter(10) - doneAfter(0)).toBeGreaterThanOrEqual(18_000);
  });
});

describe('a Pod that stops', () => {
  const web = (simulation: Simulation) => podNamed(simulation, 'web');
  /** A Pod that is asked for its answer every 100 ms while it stops; what its callers see, and when it is gone. */
  function stop(container: Partial<Container>, annotations: Record<string, string> = {}, grace?: number) {
    const containers = [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }], ...container }];
    const simulation = cluster([
      node('node-a'),
      pod('caller'),
      pod('web', 'web', { containers }, { annotations }),
      service('web'),
    ]);
    remove(simulation, podKey('web'), grace);
    const events: SimulationEvent[] = [];
    const from = simulation.now;
    /** Asks the Pod directly after so many seconds. */
    const askAfter = (seconds: number) => {
      events.push(...run(simulation, from + seconds * 1000 - simulation.now));
      const url = `http://${web(simulation)?.status?.podIP}:8080/`;
      return ask(simulation, podKey('caller'), url, { timeoutSeconds: 5 }).end;
    };
    return { simulation, events, askAfter };
  }

  it('KL12 SIGTERM comes after the preStop hook, and the application takes no more connections from then on', () => {
    expect(stop({}).askAfter(0.2)).toMatchObject({
      outcome: 'refused',
      reason: 'PortNotListening',
      details: { isStopping: true },
    });
    expect(stop(sleepFive).askAfter(3).outcome).toBe('answered');
    expect(stop(sleepFive).askAfter(5).outcome).toBe('refused');
  });

  it('KL12 an application that ignores SIGTERM serves until SIGKILL at the end of the grace period', () => {
    const { simulation, askAfter } = stop({}, { 'kubehop.dev/stop-seconds': 'never' }, 20);
    expect(askAfter(17).outcome).toBe('answered');
    run(simulation, 3000);
    expect(web(simulation)).toBeUndefined();
  });

  it('KL13 the preStop hook counts against the grace period, but SIGTERM leaves two more seconds', () => {
    const { simulation, askAfter } = stop(
      { lifecycle: { preStop: { exec: { command: ['sleep', '60'] } } } },
      { 'kubehop.dev/stop-seconds': '30' },
      10,
    );
    expect(askAfter(9.5).outcome).toBe('answered');
    run(simulation, 11_800 - simulation.now);
    expect(web(simulation)).toBeDefined();
    run(simulation, 600);
    expect(web(simulation)).toBeUndefined();
  });

  it('KL13 a second delete shortens what is left', () => {
    const { simulation } = stop({ lifecycle: { preStop: { sleep: { seconds: 25 } } } });
    run(simulation, 3000);
    expect(web(simulation)).toBeDefined();
    remove(simulation, podKey('web'), 1);
    run(simulation, 2500);
    expect(web(simulation)).toBeUndefined();
  });

  it('KL14 readiness is probed while the Pod stops, and its endpoint serves no more when it fails; liveness is not', () => {
    const probe = { httpGet: { port: 8080 }, periodSeconds: 1, failureThreshold: 1 };
    const { simulation } = stop({
      readinessProbe: probe,
      livenessProbe: probe,
      lifecycle: { preStop: { sleep: { seconds: 20 } } },
    });
    run(simulation, 3000);
    const endpoint = () => slicesOf(simulation, 'web')[0]?.endpoints?.[0]?.conditions;
    expect(endpoint()).toEqual({ ready: false, serving: true, terminating: true });
    edit<Pod>(simulation, podKey('web'), (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'kubehop.dev/alive': 'false' } },
    }));
    const events = run(simulation, 5000);
    expect(endpoint()).toEqual({ ready: false, serving: false, terminating: true });
    expect(isReady(web(simulation)!)).toBe(false);
    const reasons = clusterEvents(events).map(
      ({ eventReason, message }) => `${eventReason}: ${message.slice(0, 22)}`,
    );
    expect(reasons).toEqual(['Unhealthy: Readiness probe failed']);
  });

  it('KL14 events say what happens, in the kubelet’s words', () => {
    const { simulation } = stop(sleepFive);
    const events = run(simulation, 10_000);
    expect(clusterEvents(events).map((event) => [event.eventReason, event.message])).toEqual([
      ['Killing', 'Stopping container app'],
    ]);
    expect(web(simulation)).toBeUndefined();
  });

  it('KL14 a Pod that a finalizer holds is not stopped again and again', () => {
    const held = pod('web', 'web', {}, { finalizers: ['example.com/hold'] });
    const simulation = cluster([node('node-a'), held]);
    remove(simulation, podKey('web'));
    const events = run(simulation, 10_000);
    for (const step of ['1', '2']) {
      edit<Pod>(simulation, podKey('web'), (object) => ({
        ...object,
        metadata: { ...object.metadata, labels: { step } },
      }));
      events.push(...run(simulation, 10_000));
    }
    expect(clusterEvents(events).filter(({ eventReason }) => eventReason === 'Killing')).toHaveLength(1);
    edit<Pod>(simulation, podKey('web'), (object) => ({
      ...object,
      metadata: { ...object.metadata, finalizers: [] },
    }));
    run(simulation, 1000);
    expect(web(simulation)).toBeUndefined();
  });

  it('KL15 a probe of a port where nothing listens fails, and one that only connects does not notice a hang', () => {
    const outcome = (container: Partial<Container>, annotations: Record<string, string>) => {
      const containers = [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }], ...container }];
      const simulation = cluster([node('node-a'), pod('web', 'web', { containers }, {})]);
      edit<Pod>(simulation, podKey('web'), (object) => ({
        ...object,
        metadata: { ...object.metadata, annotations },
      }));
      const events = run(simulation, 8000);
      return clusterEvents(events)
        .filter(({ eventReason }) => eventReason === 'Unhealthy')
        .map(({ message }) => message.replaceAll(/\d+\.\d+\.\d+\.\d+/g, 'IP'));
    };
    const often = { periodSeconds: 2 };
    const listens = { 'kubehop.dev/listens': '8080' };
    const hangs = { 'kubehop.dev/alive': 'false' };
    expect(outcome({ readinessProbe: { ...often, httpGet: { port: 9999, path: '/ok' } } }, listens)[0]).toBe(
      'Readiness probe failed: Get "http://IP:9999/ok": dial tcp IP:9999: connect: connection refused',
    );
    expect(outcome({ readinessProbe: { ...often, httpGet: { port: 8080 } } }, listens)).toEqual([]);
    expect(outcome({ readinessProbe: { ...often, tcpSocket: { port: 8080 } } }, hangs)).toEqual([]);
    expect(outcome({ readinessProbe: { ...often, grpc: { port: 8080 } } }, hangs)[0]).toBe(
      'Readiness probe failed: timeout: failed to connect service "IP:8080" within 1s: context deadline exceeded',
    );
  });
});
