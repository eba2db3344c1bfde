import { describe, expect, it } from 'vitest';
import { isReady, type Pod, READY_ANNOTATION } from '../../kubernetes/pod.ts';
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
import type { ObjectChange, SimulationEvent } from '../events.ts';
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

  it('KL4 waits for the application to stop, or for the grace period if that is shorter', () => {
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
      [goneAfter({}, 1), between(1000)],
      [goneAfter(sleeping({ preStop: { sleep: { seconds: 5 } } })), between(7000)],
      [goneAfter(sleeping({ preStop: { exec: { command: ['sh', '-c', 'sleep 10'] } } })), between(12_000)],
      [
        goneAfter({ ...sleeping({ preStop: { sleep: { seconds: 5 } } }), terminationGracePeriodSeconds: 3 }),
        between(3000),
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
      readinessProbe: { httpGet: { port: 8080 }, initialDelaySeconds: 5 },
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
