import { describe, expect, it } from 'vitest';
import type { StatefulSet } from '../../kubernetes/statefulSet.ts';
import {
  cluster,
  clusterEvents,
  create,
  edit,
  node,
  podNamed,
  podsOf,
  remove,
  run,
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import type { Simulation } from '../state.ts';

const KEY = 'StatefulSet.apps/default/db';

function database(spec: Partial<StatefulSet['spec']> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default' },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'db', image: 'postgres:17', ports: [{ containerPort: 5432 }] }] },
      },
      ...spec,
    },
  };
}

const nodes = [node('node-a'), node('node-b')];
const start = (spec: Partial<StatefulSet['spec']> = {}) => cluster([...nodes, database(spec)]);
const change = (simulation: Simulation, spec: Partial<StatefulSet['spec']>) =>
  edit<StatefulSet>(simulation, KEY, (set) => ({ ...set, spec: { ...set.spec, ...spec } }));

function withImage(image: string): Partial<StatefulSet['spec']> {
  const { template } = database().spec;
  return { template: { ...template, spec: { containers: [{ ...template.spec.containers[0]!, image }] } } };
}

const names = (simulation: Simulation) => podsOf(simulation, 'db').map(({ metadata }) => metadata.name);
const images = (simulation: Simulation) =>
  podsOf(simulation, 'db').map(({ spec }) => spec.containers[0]?.image?.replace('postgres:', ''));
const statusOf = (simulation: Simulation) => simulation.byKind.StatefulSet.get(KEY)?.status;

/** What the set did to its Pods, in order: `create db-0`. */
function deeds(simulation: Simulation, ms: number): string[] {
  return clusterEvents(run(simulation, ms))
    .filter(({ about }) => about === KEY)
    .map(({ message }) => message.replace(/ Pod (\S+) in StatefulSet db successful/, ' $1'));
}

describe('the StatefulSet', () => {
  it('SS1 numbers its Pods and starts each when the one before is ready', () => {
    const simulation = start({ replicas: 0 });
    run(simulation, 0);
    change(simulation, { replicas: 3 });
    const readyBefore: boolean[] = [];
    for (let ms = 0; ms < 10_000; ms += 50) {
      run(simulation, 50);
      const pods = podsOf(simulation, 'db');
      const ready = pods.map((pod) =>
        pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
      );
      readyBefore.push(ready.slice(0, -1).every((isReady) => isReady === true));
    }
    expect(names(simulation)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(readyBefore).not.toContain(false);
    expect(statusOf(simulation)).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
  });

  it('SS1 starts all Pods at once with podManagementPolicy Parallel', () => {
    const simulation = start({ replicas: 0, podManagementPolicy: 'Parallel' });
    run(simulation, 0);
    change(simulation, { replicas: 3 });
    run(simulation, 100);
    expect(names(simulation)).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('SS1 begins with the number that `ordinals` says', () => {
    expect(names(start({ replicas: 2, ordinals: { start: 5 } }))).toEqual(['db-5', 'db-6']);
  });

  it('SS2 shrinks from the highest number, one Pod after the other', () => {
    const simulation = start();
    run(simulation, 0);
    change(simulation, { replicas: 1 });
    expect(deeds(simulation, 1000)).toEqual(['delete db-2']);
    expect(deeds(simulation, 10_000)).toEqual(['delete db-1']);
    expect(names(simulation)).toEqual(['db-0']);
  });

  it('SS3 makes a lost Pod anew under its old name', () => {
    const simulation = start();
    run(simulation, 0);
    const { metadata, status } = podNamed(simulation, 'db-1')!;
    remove(simulation, 'Pod/default/db-1');
    expect(deeds(simulation, 10_000)).toEqual(['create db-1']);
    const again = podNamed(simulation, 'db-1')!;
    expect(again.metadata.uid).not.toBe(metadata.uid);
    expect(again.status?.podIP).not.toBe(status?.podIP);
  });

  it('SS4 gives each Pod a name in DNS, below the headless Service', () => {
    const simulation = cluster([...nodes, database(), service('db', { clusterIP: 'None' })]);
    expect(podNamed(simulation, 'db-1')).toMatchObject({
      metadata: {
        labels: {
          app: 'db',
          'statefulset.kubernetes.io/pod-name': 'db-1',
          'apps.kubernetes.io/pod-index': '1',
          'controller-revision-hash': statusOf(simulation)?.currentRevision,
        },
      },
      spec: { hostname: 'db-1', subdomain: 'db' },
    });
    const endpoints = slicesOf(simulation, 'db').flatMap((slice) => slice.endpoints ?? []);
    expect(endpoints.map(({ hostname }) => hostname).sort()).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('SS4 gives each Pod its own claims for storage', () => {
    const simulation = start({
      replicas: 1,
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
    });
    expect(podNamed(simulation, 'db-0')?.spec.volumes).toMatchObject([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } },
    ]);
  });

  it('SS5 updates from the highest number down, each Pod when the one before is ready', () => {
    const simulation = start();
    run(simulation, 0);
    const before = statusOf(simulation)?.currentRevision;
    change(simulation, withImage('postgres:18'));
    expect(deeds(simulation, 60_000)).toEqual([
      'delete db-2',
      'create db-2',
      'delete db-1',
      'create db-1',
      'delete db-0',
      'create db-0',
    ]);
    expect(images(simulation)).toEqual(['18', '18', '18']);
    const { currentRevision, updateRevision } = statusOf(simulation)!;
    expect(currentRevision).toBe(updateRevision);
    expect(currentRevision).not.toBe(before);
    change(simulation, withImage('postgres:17'));
    run(simulation, 60_000);
    expect(statusOf(simulation)?.currentRevision).toBe(before);
  });

  it('SS5 leaves Pods below the partition as they were, also when they are made anew', () => {
    const simulation = start();
    run(simulation, 0);
    change(simulation, {
      ...withImage('postgres:18'),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
    });
    run(simulation, 30_000);
    expect(images(simulation)).toEqual(['17', '17', '18']);
    remove(simulation, 'Pod/default/db-0');
    run(simulation, 30_000);
    expect(images(simulation)).toEqual(['17', '17', '18']);
  });

  it('SS5 replaces several Pods at a time with maxUnavailable, and none by itself with OnDelete', () => {
    const simulation = start();
    run(simulation, 0);
    const rollingUpdate = { maxUnavailable: 2 };
    change(simulation, {
      ...withImage('postgres:18'),
      updateStrategy: { type: 'RollingUpdate', rollingUpdate },
    });
    expect(deeds(simulation, 500)).toEqual(['delete db-2', 'delete db-1']);
    run(simulation, 30_000);
    change(simulation, { ...withImage('postgres:19'), updateStrategy: { type: 'OnDelete' } });
    expect(deeds(simulation, 10_000)).toEqual([]);
    remove(simulation, 'Pod/default/db-1');
    run(simulation, 10_000);
    expect(images(simulation)).toEqual(['18', '19', '18']);
  });

  it('SS6 takes its Pods and revisions with it', () => {
    const simulation = start();
    run(simulation, 0);
    const revisions = () =>
      [...simulation.objects.values()].filter(({ kind }) => kind === 'ControllerRevision');
    expect(revisions().map(({ metadata }) => metadata.name)).toEqual([statusOf(simulation)?.currentRevision]);
    remove(simulation, KEY);
    run(simulation, 10_000);
    expect(names(simulation)).toEqual([]);
    expect(revisions()).toEqual([]);
  });

  it('SS7 says when a Pod cannot be made, for example because its name is too long', () => {
    const set = database({ replicas: 1 });
    // Fine for the set, but a hostname ends after 63 letters.
    const name = 'd'.repeat(62);
    const simulation = cluster(nodes);
    create(simulation, { ...set, metadata: { ...set.metadata, name } });
    const [event] = clusterEvents(run(simulation, 1000)).filter(({ severity }) => severity === 'Warning');
    expect(event).toMatchObject({ about: `StatefulSet.apps/default/${name}`, eventReason: 'FailedCreate' });
    expect(event?.message).toContain(
      `create Pod ${name}-0 in StatefulSet ${name} failed error: Pod "${name}-0" is invalid`,
    );
  });
});
