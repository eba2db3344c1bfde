import { describe, expect, it } from 'vitest';
import { controllerOf, objectKey } from '../../kubernetes/objectMeta.ts';
import { type Pod, READY_ANNOTATION } from '../../kubernetes/pod.ts';
import type { ReplicaSet } from '../../kubernetes/replicaSet.ts';
import {
  cluster,
  clusterEvents,
  create,
  deployment,
  edit,
  node,
  pod,
  podNamed,
  podsOf,
  remove,
  run,
} from '../../testing/cluster.ts';
import { inDeletionOrder } from './replicaSet.ts';

const nodes = [node('node-a'), node('node-b')];

function replicaSet(name: string, replicas: number): ReplicaSet {
  const { template, selector } = deployment(name).spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector, template },
  };
}

function scale(simulation: ReturnType<typeof cluster>, replicas: number): void {
  edit<ReplicaSet>(simulation, 'ReplicaSet.apps/default/shop', (object) => ({
    ...object,
    spec: { ...object.spec, replicas },
  }));
}

describe('a ReplicaSet', () => {
  it('RS1 creates and deletes Pods until the number is right', () => {
    const simulation = cluster([...nodes, replicaSet('shop', 2)]);
    expect(podsOf(simulation, 'shop')).toHaveLength(2);
    scale(simulation, 5);
    const events = clusterEvents(run(simulation, 10_000)).filter(
      (event) => event.component === 'replicaset-controller',
    );
    expect(events.map((event) => event.eventReason)).toEqual([
      'SuccessfulCreate',
      'SuccessfulCreate',
      'SuccessfulCreate',
    ]);
    expect(podsOf(simulation, 'shop').map((each) => `Created pod: ${each.metadata.name}`)).toEqual(
      expect.arrayContaining(events.map((event) => event.message)),
    );
    scale(simulation, 1);
    run(simulation, 10_000);
    expect(podsOf(simulation, 'shop')).toHaveLength(1);
  });

  it('RS1 replaces a deleted Pod at once, while the old one still stops', () => {
    const simulation = cluster([...nodes, replicaSet('shop', 2)]);
    const [victim] = podsOf(simulation, 'shop');
    remove(simulation, objectKey(victim!));
    run(simulation, 500);
    const names = podsOf(simulation, 'shop').map((each) => each.metadata.name);
    expect(names).toHaveLength(3);
    run(simulation, 10_000);
    expect(podsOf(simulation, 'shop').map((each) => each.metadata.name)).toEqual(
      names.filter((name) => name !== victim!.metadata.name),
    );
  });

  it('RS2 lets the least useful Pod go first', () => {
    const since = (second: string) =>
      [{ type: 'Ready', status: 'True', lastTransitionTime: `2026-01-01T00:00:${second}Z` }] as const;
    const make = (
      name: string,
      nodeName: string | undefined,
      status: Pod['status'],
      created = '00',
      cost = '',
    ): Pod => ({
      ...pod(name, 'shop', nodeName === undefined ? {} : { nodeName }, {
        creationTimestamp: `2026-01-01T00:00:${created}Z`,
        ...(cost === '' ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
      }),
      ...(status === undefined ? {} : { status }),
    });
    const running = (second: string): Pod['status'] => ({ phase: 'Running', conditions: [...since(second)] });
    const pods = [
      make('oldest', 'node-c', running('10')),
      make('older', 'node-d', running('20')),
      make('younger', 'node-e', running('30'), '05'),
      make('youngest', 'node-f', running('30'), '06'),
      make('crowded', 'node-a', running('10')),
      make('unready', 'node-a', { phase: 'Running' }),
      make('pending', 'node-b', { phase: 'Pending' }),
      make('unplaced', undefined, { phase: 'Pending' }),
      make('cheap', 'node-g', running('01'), '00', '-5'),
    ];
    expect(inDeletionOrder(pods).map((each) => each.metadata.name)).toEqual([
      'unplaced',
      'pending',
      'unready',
      'cheap',
      'crowded',
      'youngest',
      'younger',
      'older',
      'oldest',
    ]);
  });

  it('RS2 scales down by the one that is not ready', () => {
    const simulation = cluster([...nodes, replicaSet('shop', 3)]);
    const victim = podsOf(simulation, 'shop')[1]!;
    edit(simulation, objectKey(victim), (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { [READY_ANNOTATION]: 'false' } },
    }));
    run(simulation, 2000);
    scale(simulation, 2);
    run(simulation, 10_000);
    expect(podsOf(simulation, 'shop').map((each) => each.metadata.name)).not.toContain(victim.metadata.name);
  });

  it('RS3 releases a Pod that no longer matches, and replaces it', () => {
    const simulation = cluster([...nodes, replicaSet('shop', 2)]);
    const suspect = podsOf(simulation, 'shop')[0]!;
    edit(simulation, objectKey(suspect), (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { app: 'debug' } },
    }));
    run(simulation, 10_000);
    expect(podsOf(simulation, 'shop')).toHaveLength(2);
    expect(controllerOf(podsOf(simulation, 'debug')[0]!)).toBeUndefined();
    expect(podsOf(simulation, 'debug')[0]!.metadata.uid).toBe(suspect.metadata.uid);
  });

  it('RS3 adopts a matching Pod that has no owner', () => {
    const simulation = cluster([...nodes, pod('stray', 'shop'), replicaSet('shop', 2)]);
    expect(podsOf(simulation, 'shop')).toHaveLength(2);
    expect(controllerOf(podNamed(simulation, 'stray')!)?.name).toBe('shop');
    create(simulation, pod('late', 'shop'));
    run(simulation, 10_000);
    expect(podsOf(simulation, 'shop')).toHaveLength(2);
  });
});
