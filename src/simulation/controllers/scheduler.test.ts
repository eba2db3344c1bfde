import { describe, expect, it } from 'vitest';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../kubernetes/nodeAffinity.ts';
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
  run,
} from '../../testing/cluster.ts';

const nodesOf = (pods: readonly { spec: { nodeName?: string } }[]) =>
  pods.map((each) => each.spec.nodeName).sort();

describe('the scheduler', () => {
  it('SC1 spreads the Pods of one owner over the nodes', () => {
    const simulation = cluster([node('node-a'), node('node-b'), node('node-c'), deployment('shop', 6)]);
    const names = ['node-a', 'node-b', 'node-c'];
    expect(nodesOf(podsOf(simulation, 'shop'))).toEqual([...names, ...names].sort());
  });

  it('SC1 takes the node with fewer Pods, then the first by name', () => {
    const simulation = cluster([node('node-b'), node('node-a')]);
    const counts = () => ['node-a', 'node-b'].map((name) => simulation.index.podsByNode.get(name)?.size ?? 0);
    expect(counts()).toEqual([1, 1]);
    create(simulation, pod('first'));
    run(simulation, 500);
    expect(podNamed(simulation, 'first')?.spec.nodeName).toBe('node-a');
    create(simulation, pod('second'));
    run(simulation, 500);
    expect(podNamed(simulation, 'second')?.spec.nodeName).toBe('node-b');
  });

  it('SC2 obeys required node affinity: one term is enough, within it all must hold', () => {
    const labelled = [
      node('node-a', {}, { disk: 'ssd', cores: '4' }),
      node('node-b', {}, { disk: 'ssd', cores: '16' }),
      node('node-c', {}, { disk: 'hdd' }),
    ];
    const place = (...nodeSelectorTerms: NodeSelectorTerm[]) => {
      const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
      const picky = pod('picky', 'picky', { affinity: { nodeAffinity: required } });
      return podNamed(cluster([...labelled, picky]), 'picky')?.spec.nodeName;
    };
    const many: NodeSelectorRequirement = { key: 'cores', operator: 'Gt', values: ['8'] };
    const slow: NodeSelectorRequirement = { key: 'disk', operator: 'NotIn', values: ['ssd'] };
    expect(place({ matchExpressions: [{ key: 'disk', operator: 'Exists' }, many] })).toBe('node-b');
    expect(place({ matchExpressions: [slow] })).toBe('node-c');
    expect(place({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-b'] }] })).toBe(
      'node-b',
    );
    expect(
      place({ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }, { matchExpressions: [many] }),
    ).toBe('node-b');
    expect(place({})).toBeUndefined();
  });

  it('SC2 leaves out nodes that do not fit, and counts the reasons', () => {
    const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' } as const;
    const simulation = cluster([
      node('node-a', { unschedulable: true }),
      node('node-b', { taints: [taint] }),
      node('node-c', {}, { disk: 'hdd' }),
      pod('picky', 'picky', { nodeSelector: { disk: 'ssd' } }),
    ]);
    const message =
      "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    const events = clusterEvents(run(simulation, 60_000));
    expect(events).toEqual([
      {
        type: 'ClusterEvent',
        at: 0,
        severity: 'Warning',
        about: 'Pod/default/picky',
        component: 'default-scheduler',
        eventReason: 'FailedScheduling',
        message,
      },
    ]);
    const { status, spec } = podNamed(simulation, 'picky')!;
    expect(spec.nodeName).toBeUndefined();
    expect(status).toMatchObject({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
    });
  });

  it('SC2 places a Pod that tolerates the taint', () => {
    const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' } as const;
    const tolerate = (toleration: object) => ({ tolerations: [toleration] });
    const simulation = cluster([
      node('node-a', { taints: [taint] }),
      pod('equal', 'x', tolerate({ key: 'dedicated', value: 'db', effect: 'NoSchedule' })),
      pod('exists', 'x', tolerate({ key: 'dedicated', operator: 'Exists' })),
      pod('all', 'x', tolerate({ operator: 'Exists' })),
      pod('other', 'x', tolerate({ key: 'dedicated', value: 'web', effect: 'NoSchedule' })),
      pod('plain'),
    ]);
    const placed = (name: string) => podNamed(simulation, name)?.spec.nodeName !== undefined;
    expect(['equal', 'exists', 'all', 'other', 'plain'].map(placed)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('SC2 puts at most 110 Pods on a node', () => {
    const simulation = cluster([node('node-a'), deployment('shop', 120)]);
    expect(simulation.index.podsByNode.get('node-a')?.size).toBe(110);
    const waiting = podsOf(simulation, 'shop').filter((each) => each.spec.nodeName === undefined);
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting[0]?.status?.conditions?.[0]?.message).toBe(
      '0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    );
  });

  it('SC2 avoids a node that only prefers not to be used', () => {
    const taints = [{ key: 'spot', effect: 'PreferNoSchedule' } as const];
    const simulation = cluster([node('node-a', { taints }), node('node-b'), pod('a'), pod('b'), pod('c')]);
    expect(nodesOf(['a', 'b', 'c'].map((name) => podNamed(simulation, name)!))).toEqual([
      'node-b',
      'node-b',
      'node-b',
    ]);
  });

  it('SC3 places a Pending Pod as soon as a node fits', () => {
    const simulation = cluster([pod('web')]);
    expect(podNamed(simulation, 'web')?.status?.conditions?.[0]?.message).toBe(
      'no nodes available to schedule pods',
    );
    create(simulation, node('node-a', { unschedulable: true }));
    run(simulation, 5000);
    expect(podNamed(simulation, 'web')?.spec.nodeName).toBeUndefined();
    edit<ReturnType<typeof node>>(simulation, 'Node//node-a', (object) => ({
      ...object,
      spec: { ...object.spec, unschedulable: false },
    }));
    const events = clusterEvents(run(simulation, 5000)).filter((event) => event.about === 'Pod/default/web');
    expect(events.map((event) => event.eventReason)).toEqual(['Scheduled', 'Pulled', 'Created', 'Started']);
    expect(events[0]?.message).toBe('Successfully assigned default/web to node-a');
  });

  it('SC4 leaves a Pod alone that names its node', () => {
    const simulation = cluster([
      node('node-a', { unschedulable: true }),
      node('node-b'),
      pod('web', 'web', { nodeName: 'node-a' }),
    ]);
    expect(podNamed(simulation, 'web')).toMatchObject({
      spec: { nodeName: 'node-a' },
      status: { phase: 'Running' },
    });
  });
});
