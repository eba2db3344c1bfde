import { describe, expect, it } from 'vitest';
import {
  ALIVE_ANNOTATION,
  type Container,
  isReady,
  type Pod,
  type PodSpec,
  READY_ANNOTATION,
} from '../../kubernetes/pod.ts';
import {
  cluster,
  clusterEvents,
  create,
  edit,
  node,
  pod,
  podNamed,
  remove,
  run,
} from '../../testing/cluster.ts';
import { ask } from '../../testing/requests.ts';
import { msOfTimestamp } from '../clockTime.ts';
import type { ObjectChange, SimulationEvent } from '../events.ts';
import { sendRequest } from '../network/request.ts';
import type { Simulation } from '../state.ts';

const KEY = 'Pod/default/web';

function changesOf(events: readonly SimulationEvent[], key: string): ObjectChange[] {
  return events.filter((event): event is ObjectChange => event.type === 'ObjectChange' && event.key === key);
}

/** What `kubectl get pods` would print in the column STATUS. */
function statusOf(object: Pod): string {
  const waiting = object.status?.containerStatuses?.[0]?.state?.waiting as { reason: string } | undefined;
  const isPlaced = object.spec.nodeName !== undefined;
  return waiting?.reason ?? (isPlaced ? (object.status?.phase ?? '') : 'unplaced');
}

function setSwitch(simulation: Simulation, ready: boolean): void {
  edit(simulation, KEY, (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations: ready ? {} : { [READY_ANNOTATION]: 'false' } },
  }));
}

describe('the kubelet', () => {
  it('KL1 takes a Pod from Pending to Running in one to two seconds', () => {
    const simulation = cluster([node('node-a')]);
    create(simulation, pod('web'));
    const changes = changesOf(run(simulation, 10_000), KEY);
    const states = changes.map((change) => statusOf(change.after as Pod));
    expect(states).toEqual(['unplaced', 'Pending', 'ContainerCreating', 'Running']);
    const running = changes.at(-1)!.after as Pod;
    const duration = changes[3]!.at - changes[1]!.at;
    expect(duration).toBeGreaterThanOrEqual(900);
    expect(duration).toBeLessThanOrEqual(2000);
    expect(isReady(running)).toBe(true);
    expect(running.status).toMatchObject({
      hostIP: '192.168.1.11',
      podIPs: [{ ip: running.status?.podIP }],
      containerStatuses: [{ name: 'app', ready: true, started: true, restartCount: 0 }],
    });
    expect(running.status?.conditions?.map((condition) => [condition.type, condition.status])).toEqual([
      ['PodReadyToStartContainers', 'True'],
      ['Initialized', 'True'],
      ['Ready', 'True'],
      ['ContainersReady', 'True'],
      ['PodScheduled', 'True'],
    ]);
  });

  it('KL1 does not start faster because the Pod is edited meanwhile', () => {
    const startedAt = (disturb: boolean) => {
      const simulation = cluster([node('node-a')]);
      create(simulation, pod('web'));
      for (let step = 0; step < 30; step++) {
        run(simulation, 100);
        if (podNamed(simulation, 'web')?.status?.phase === 'Running') return simulation.now;
        if (disturb)
          edit(simulation, KEY, (object) => ({
            ...object,
            metadata: { ...object.metadata, labels: { step: String(step) } },
          }));
      }
      return Number.NaN;
    };
    expect(startedAt(true)).toBe(startedAt(false));
  });

  it('KL2 gives addresses of the node’s podCIDR, and an old one not at once again', () => {
    const simulation = cluster([node('node-a'), node('node-b'), pod('web', 'web', { nodeName: 'node-b' })]);
    const seen = new Set<string>();
    for (let count = 0; count < 20; count++) {
      const { podIP } = podNamed(simulation, 'web')!.status!;
      expect(podIP).toMatch(/^10\.244\.2\.\d+$/);
      seen.add(podIP!);
      remove(simulation, KEY, 0);
      create(simulation, pod('web', 'web', { nodeName: 'node-b' }));
      run(simulation, 3000);
    }
    expect(seen.size).toBe(20);
  });

  it('KL2 uses every address of a small range, and leaves a Pod waiting when none is left', () => {
    const pods = Array.from({ length: 7 }, (_, index) => pod(`web-${index}`, 'web'));
    const simulation = cluster([node('node-a', { podCIDR: '10.244.9.0/29' }), ...pods]);
    const addresses = [...simulation.byKind.Pod.values()].map((each) => each.status?.podIP);
    const given = addresses.filter((address) => address !== undefined).sort();
    expect(given).toEqual([2, 3, 4, 5, 6].map((host) => `10.244.9.${host}`));
  });

  it('KL3 follows the readiness switch within a second', () => {
    const simulation = cluster([node('node-a'), pod('web')]);
    setSwitch(simulation, false);
    const events = run(simulation, 1000);
    expect(isReady(podNamed(simulation, 'web')!)).toBe(false);
    expect(podNamed(simulation, 'web')!.status?.phase).toBe('Running');
    expect(clusterEvents(events)).toMatchObject([
      {
        severity: 'Warning',
        eventReason: 'Unhealthy',
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      },
    ]);
    setSwitch(simulation, true);
    run(simulation, 1000);
    expect(isReady(podNamed(simulation, 'web')!)).toBe(true);
  });

  it('KL3 starts a switched-off Pod unready', () => {
    const simulation = cluster([
      node('node-a'),
      pod('web', 'web', {}, { annotations: { [READY_ANNOTATION]: 'false' } }),
    ]);
    expect(podNamed(simulation, 'web')!.status?.phase).toBe('Running');
    expect(isReady(podNamed(simulation, 'web')!)).toBe(false);
  });

  it('KL4 waits for the preStop hook and the application, which has at least two seconds', () => {
    const goneAfter = (spec: Partial<Pod['spec']>, grace?: number) => {
      const simulation = cluster([node('node-a'), pod('web', 'web', spec)]);
      remove(simulation, KEY, grace);
      expect(isReady(podNamed(simulation, 'web')!)).toBe(true);
      const changes = changesOf(run(simulation, 60_000), KEY);
      return changes.at(-1)?.after === null ? changes.at(-1)!.at : Number.NaN;
    };
    const sleeping = (lifecycle: object) => ({ containers: [{ name: 'app', image: 'nginx', lifecycle }] });
    const between = (least: number) => [least, least + 300] as const;
    for (const [after, [least, most]] of [
      [goneAfter({}), between(2000)],
      [goneAfter({}, 1), between(2000)],
      [goneAfter(sleeping({ preStop: { sleep: { seconds: 5 } } })), between(7000)],
      [goneAfter(sleeping({ preStop: { exec: { command: ['sh', '-c', 'sleep 10'] } } })), between(12_000)],
      [
        goneAfter({
          ...sleeping({ preStop: { exec: { command: ['sleep', '5'] } } }),
          terminationGracePeriodSeconds: 3,
        }),
        between(5000),
      ],
    ] as const) {
      expect(after).toBeGreaterThanOrEqual(least);
      expect(after).toBeLessThanOrEqual(most);
    }
  });

  it('KL4 says once that it stops the containers', () => {
    const simulation = cluster([node('node-a'), pod('web')]);
    remove(simulation, KEY);
    const events = run(simulation, 500);
    remove(simulation, KEY, 20);
    events.push(...run(simulation, 5000));
    expect(clusterEvents(events).map((event) => event.message)).toEqual(['Stopping container app']);
    expect(podNamed(simulation, 'web')).toBeUndefined();
  });

  it('KL5 gives a Pod on the host network its node’s address', () => {
    const simulation = cluster([node('node-a'), pod('web', 'web', { hostNetwork: true })]);
    expect(podNamed(simulation, 'web')?.status).toMatchObject({
      podIP: '192.168.1.11',
      hostIP: '192.168.1.11',
    });
  });

  it('KL6 waits with Ready for the probe’s initial delay', () => {
    const simulation = cluster([node('node-a')]);
    const container = {
      name: 'app',
      image: 'nginx',
      readinessProbe: { httpGet: { port: 8080 }, initialDelaySeconds: 5, periodSeconds: 5 },
    };
    create(simulation, pod('web', 'web', { containers: [container] }));
    const changes = changesOf(run(simulation, 20_000), KEY);
    const at = (accepts: (object: Pod) => boolean) =>
      changes.find((change) => accepts(change.after as Pod))!.at;
    const runningAt = at((object) => object.status?.phase === 'Running');
    const readyAt = at(isReady);
    expect(readyAt - runningAt).toBeGreaterThan(4000);
    expect(readyAt - runningAt).toBeLessThanOrEqual(5000);
  });

  it('KL7 runs the Pods of a node from the moment it is there', () => {
    const simulation = cluster([pod('web', 'web', { nodeName: 'node-x' })]);
    run(simulation, 60_000);
    expect(podNamed(simulation, 'web')?.status?.phase).toBe('Pending');
    create(simulation, node('node-x'));
    run(simulation, 3000);
    expect(podNamed(simulation, 'web')?.status?.phase).toBe('Running');
  });
});

describe('probes', () => {
  const http = { httpGet: { port: 8080, path: '/healthz' } };

  /** A Pod with the probes, and what happened to it since it was created: `at` counts from its start to Running. */
  function start(
    container: Partial<Container>,
    annotations: Record<string, string> = {},
    spec: Partial<PodSpec> = {},
  ) {
    const simulation = cluster([node('node-a')]);
    const containers = [{ name: 'app', image: 'nginx', ports: [{ containerPort: 8080 }], ...container }];
    create(simulation, pod('web', 'web', { containers, ...spec }, { annotations }));
    run(simulation, 2000);
    const { startedAt } = web(simulation).status!.containerStatuses![0]!.state!.running!;
    return { simulation, startedAt: msOfTimestamp(startedAt!) };
  }

  const web = (simulation: Simulation) => podNamed(simulation, 'web')!;
  const container = (simulation: Simulation) => web(simulation).status!.containerStatuses![0]!;

  /** Runs until the Pod looks so, and says when that was. */
  function whenever(simulation: Simulation, accepts: (object: Pod) => boolean, limitMs = 200_000): number {
    for (const end = simulation.now + limitMs; simulation.now < end; run(simulation, 100))
      if (accepts(web(simulation))) return simulation.now;
    return Number.NaN;
  }

  const unhealthy = (events: readonly SimulationEvent[]) =>
    clusterEvents(events)
      .filter(({ eventReason }) => eventReason === 'Unhealthy')
      .map(({ message }) => message);

  it('KL6 asks from the container’s start in steps of the period', () => {
    const probe = { ...http, initialDelaySeconds: 5, periodSeconds: 3 };
    const { simulation, startedAt } = start({ readinessProbe: probe });
    const after = whenever(simulation, isReady) - startedAt;
    expect(after).toBeGreaterThanOrEqual(6000);
    expect(after).toBeLessThan(6200);
  });

  it('KL8 counts failures in a row before a Pod is not ready, and successes before it is again', () => {
    const probe = { ...http, periodSeconds: 2, failureThreshold: 3, successThreshold: 2 };
    const { simulation } = start({ readinessProbe: probe });
    whenever(simulation, isReady);
    setSwitch(simulation, false);
    const off = simulation.now;
    const events = run(simulation, 3000);
    expect(isReady(web(simulation))).toBe(true);
    expect(unhealthy(events)).toEqual(['Readiness probe failed: HTTP probe failed with statuscode: 503']);
    const unreadyAfter = whenever(simulation, (object) => !isReady(object)) - off;
    expect(unreadyAfter).toBeGreaterThan(4000);
    expect(unreadyAfter).toBeLessThanOrEqual(6200);
    expect(web(simulation).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', message: 'containers with unready status: [app]' }),
    );
    setSwitch(simulation, true);
    const on = simulation.now;
    const readyAfter = whenever(simulation, isReady) - on;
    expect(readyAfter).toBeGreaterThan(2000);
    expect(readyAfter).toBeLessThanOrEqual(4200);
  });

  it('KL8 forgets a failure that was not followed by others', () => {
    const { simulation } = start({ readinessProbe: { ...http, periodSeconds: 2 } });
    whenever(simulation, isReady);
    for (let round = 0; round < 5; round++) {
      setSwitch(simulation, false);
      run(simulation, 3000);
      setSwitch(simulation, true);
      run(simulation, 3000);
      expect(isReady(web(simulation))).toBe(true);
    }
  });

  it('KL9 keeps other probes back until the startup probe has succeeded', () => {
    const slow = { 'kubehop.dev/startup-seconds': '25' };
    const probe = { ...http, periodSeconds: 5 };
    const patient = start(
      { startupProbe: { ...probe, failureThreshold: 10 }, livenessProbe: probe, readinessProbe: probe },
      slow,
    );
    run(patient.simulation, 20_000);
    expect(container(patient.simulation)).toMatchObject({ started: false, ready: false, restartCount: 0 });
    const readyAfter = whenever(patient.simulation, isReady) - patient.startedAt;
    expect(readyAfter).toBeGreaterThanOrEqual(25_000);
    expect(readyAfter).toBeLessThan(31_000);
    expect(container(patient.simulation)).toMatchObject({ started: true, restartCount: 0 });
    const hasty = start({ livenessProbe: probe }, slow);
    run(hasty.simulation, 20_000);
    expect(container(hasty.simulation).restartCount).toBe(1);
  });

  it('KL10 restarts a container that its liveness probe gives up, later each time', () => {
    const { simulation } = start({ livenessProbe: { ...http, periodSeconds: 5 } });
    const { podIP } = web(simulation).status!;
    edit(simulation, KEY, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { [ALIVE_ANNOTATION]: 'false' } },
    }));
    const events = run(simulation, 20_000);
    expect(clusterEvents(events).map(({ eventReason, message }) => `${eventReason}: ${message}`)).toEqual([
      `Unhealthy: Liveness probe failed: Get "http://${podIP}:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
      'Killing: Container app failed liveness probe, will be restarted',
      'Created: Container created',
      'Started: Container started',
      expect.stringContaining('Unhealthy: Liveness probe failed'),
    ]);
    expect(container(simulation)).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 0, reason: 'Completed' } },
    });
    const isWaiting = (object: Pod) =>
      object.status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff';
    const backOffs = [10, 20, 40].map((seconds) => {
      const from = whenever(simulation, isWaiting);
      expect(isReady(web(simulation))).toBe(false);
      const until = whenever(simulation, (object) => !isWaiting(object));
      expect(Math.round((until - from) / 1000)).toBe(seconds);
      return container(simulation).restartCount;
    });
    expect(backOffs).toEqual([2, 3, 4]);
    expect(web(simulation).status).toMatchObject({ phase: 'Running', podIP });
    edit(simulation, KEY, (object) => ({ ...object, metadata: { ...object.metadata, annotations: {} } }));
    run(simulation, 200_000);
    expect(container(simulation)).toMatchObject({ ready: true, restartCount: 4 });
  });

  it('KL10 waits with the kill as long as the probe says, and not as long as the Pod does', () => {
    const hangs = { [ALIVE_ANNOTATION]: 'false', 'kubehop.dev/stop-seconds': 'never' };
    const restarts = (terminationGracePeriodSeconds?: number) => {
      const grace = terminationGracePeriodSeconds === undefined ? {} : { terminationGracePeriodSeconds };
      const { simulation } = start({ livenessProbe: { ...http, periodSeconds: 1, ...grace } }, hangs);
      run(simulation, 15_000);
      return container(simulation);
    };
    expect(restarts()).toMatchObject({ restartCount: 0 });
    expect(restarts(4)).toMatchObject({ lastState: { terminated: { exitCode: 137 } } });
  });

  it('KL10 lets a Pod fail that may not be restarted', () => {
    const { simulation } = start(
      { livenessProbe: { ...http, periodSeconds: 1 } },
      { [ALIVE_ANNOTATION]: 'false' },
      { restartPolicy: 'Never' },
    );
    run(simulation, 20_000);
    expect(web(simulation).status?.phase).toBe('Failed');
  });

  it('KL16 a Pod is not ready while a readiness gate is closed, though its containers are', () => {
    const { simulation } = start({}, {}, { readinessGates: [{ conditionType: 'example.com/registered' }] });
    expect(isReady(web(simulation))).toBe(false);
    expect(container(simulation).ready).toBe(true);
    expect(web(simulation).status?.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Ready',
        reason: 'ReadinessGatesNotReady',
        message: 'corresponding condition of pod readiness gate "example.com/registered" does not exist.',
      }),
    );
  });

  it('KL11 refuses connections while a container is not up', () => {
    const simulation = cluster([node('node-a'), pod('caller')]);
    create(simulation, pod('web', 'web', {}, { annotations: { 'kubehop.dev/startup-seconds': '30' } }));
    run(simulation, 3000);
    expect(isReady(web(simulation))).toBe(true);
    const ask = () => {
      const url = `http://${web(simulation).status?.podIP}:8080/`;
      sendRequest(simulation, { from: 'Pod/default/caller', url });
      return run(simulation, 20_000).find((event) => event.type === 'RequestEnd');
    };
    expect(ask()).toMatchObject({ outcome: 'refused' });
    run(simulation, 30_000);
    expect(ask()).toMatchObject({ outcome: 'answered' });
  });

  it('FT1 an application that crashes is restarted later each time, up to five minutes', () => {
    const simulation = cluster([node('node-a'), pod('web', 'web', { nodeName: 'node-a' })]);
    const setCrashing = (annotations: Record<string, string>) =>
      edit(simulation, KEY, (object) => ({ ...object, metadata: { ...object.metadata, annotations } }));
    setCrashing({ 'kubehop.dev/crashes': 'true' });
    const events = run(simulation, 1_200_000);
    const backOffs = changesOf(events, KEY).flatMap(({ after }) => {
      const { message = '' } = (after as Pod).status?.containerStatuses?.[0]?.state?.waiting ?? {};
      return /^back-off (\d+)s/.exec(message)?.[1] ?? [];
    });
    expect(backOffs).toEqual(['10', '20', '40', '80', '160', '300', '300', '300']);
    expect(podNamed(simulation, 'web')?.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
      exitCode: 1,
      reason: 'Error',
    });
    setCrashing({});
    run(simulation, 400_000);
    expect(statusOf(podNamed(simulation, 'web')!)).toBe('Running');
    expect(isReady(podNamed(simulation, 'web')!)).toBe(true);
  });

  it('FT1 between two crashes it answers, and afterwards its port is closed', () => {
    const simulation = cluster([
      node('node-a'),
      pod('tester', 'tester', { nodeName: 'node-a' }),
      pod('web', 'web', { nodeName: 'node-a' }, { annotations: { 'kubehop.dev/crashes': 'true' } }),
    ]);
    const address = podNamed(simulation, 'web')?.status?.podIP;
    const outcome = () => ask(simulation, 'Pod/default/tester', `http://${address}:8080/`).end.outcome;
    expect(outcome()).toBe('answered');
    run(simulation, 4000);
    expect(outcome()).toBe('refused');
  });
});
