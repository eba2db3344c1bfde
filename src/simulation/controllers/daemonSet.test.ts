import { describe, expect, it } from 'vitest';
import type { DaemonSet } from '../../kubernetes/daemonSet.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { PodSpec } from '../../kubernetes/pod.ts';
import { cluster, clusterEvents, create, edit, node, podsOf, remove, run } from '../../testing/cluster.ts';
import type { Simulation } from '../state.ts';

const KEY = 'DaemonSet.apps/default/agent';

function agent(podSpec: Partial<PodSpec> = {}, spec: Partial<DaemonSet['spec']> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image: 'fluentd:1' }], ...podSpec },
      },
      ...spec,
    },
  };
}

const nodes = [node('node-a'), node('node-b'), node('node-c')];
const whereIs = (simulation: Simulation) =>
  podsOf(simulation, 'agent')
    .map(({ spec }) => spec.nodeName)
    .sort();
const imagesOf = (simulation: Simulation) =>
  podsOf(simulation, 'agent')
    .map(({ spec }) => spec.containers[0]?.image?.replace('fluentd:', ''))
    .sort();
const statusOf = (simulation: Simulation) => simulation.byKind.DaemonSet.get(KEY)?.status;

function change(simulation: Simulation, spec: Partial<DaemonSet['spec']>): void {
  edit<DaemonSet>(simulation, KEY, (set) => ({ ...set, spec: { ...set.spec, ...spec } }));
}

const editNode = (simulation: Simulation, name: string, by: (object: Node) => Node) =>
  edit<Node>(simulation, `Node//${name}`, by);

/** What the set did to its Pods, in order. */
const deeds = (simulation: Simulation, ms: number) =>
  clusterEvents(run(simulation, ms))
    .filter(({ about }) => about === KEY)
    .map(({ eventReason }) => eventReason.replace('Successful', ''));

const image = (tag: string) =>
  agent({ containers: [{ name: 'agent', image: `fluentd:${tag}` }] }).spec.template;

describe('the DaemonSet', () => {
  it('DS1 runs one Pod on every node, also on cordoned and new ones', () => {
    const simulation = cluster([node('node-a'), node('node-b', { unschedulable: true }), agent()]);
    expect(whereIs(simulation)).toEqual(['node-a', 'node-b']);
    expect(statusOf(simulation)).toEqual({
      currentNumberScheduled: 2,
      desiredNumberScheduled: 2,
      numberAvailable: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      observedGeneration: 1,
      updatedNumberScheduled: 2,
    });
    create(simulation, node('node-c'));
    run(simulation, 5000);
    expect(whereIs(simulation)).toEqual(['node-a', 'node-b', 'node-c']);
    remove(simulation, 'Node//node-a');
    run(simulation, 5000);
    expect(whereIs(simulation)).toEqual(['node-b', 'node-c']);
  });

  it('DS2 leaves out nodes with taints that it does not tolerate and those that it does not select', () => {
    const taint = { key: 'dedicated', effect: 'NoSchedule' } as const;
    const ssd = { disk: 'ssd' };
    const objects = [node('node-a', { taints: [taint] }, ssd), node('node-b', {}, ssd), node('node-c')];
    expect(whereIs(cluster([...objects, agent()]))).toEqual(['node-b', 'node-c']);
    const tolerations = [{ key: 'dedicated', operator: 'Exists' as const }];
    expect(whereIs(cluster([...objects, agent({ tolerations })]))).toEqual(['node-a', 'node-b', 'node-c']);
    expect(whereIs(cluster([...objects, agent({ nodeSelector: ssd })]))).toEqual(['node-b']);
    const nodeSelectorTerms = [{ matchExpressions: [{ key: 'disk', operator: 'DoesNotExist' as const }] }];
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    };
    expect(whereIs(cluster([...objects, agent({ affinity })]))).toEqual(['node-c']);
  });

  it('DS2 withdraws from a node that is no longer fit; a taint NoSchedule lets it stay', () => {
    const simulation = cluster([...nodes, agent()]);
    const taint = (name: string, effect: 'NoSchedule' | 'NoExecute') =>
      editNode(simulation, name, (object) => ({
        ...object,
        spec: { ...object.spec, taints: [{ key: 'x', effect }] },
      }));
    taint('node-a', 'NoSchedule');
    taint('node-b', 'NoExecute');
    run(simulation, 5000);
    expect(whereIs(simulation)).toEqual(['node-a', 'node-c']);
    expect(statusOf(simulation)).toMatchObject({ desiredNumberScheduled: 1, numberMisscheduled: 1 });
  });

  it('DS3 replaces a lost Pod on its node, when the old one is gone', () => {
    const simulation = cluster([...nodes, agent()]);
    const lost = podsOf(simulation, 'agent').find(({ spec }) => spec.nodeName === 'node-b')!;
    remove(simulation, `Pod/default/${lost.metadata.name}`);
    expect(deeds(simulation, 1000)).toEqual([]);
    expect(deeds(simulation, 5000)).toEqual(['Create']);
    expect(whereIs(simulation)).toEqual(['node-a', 'node-b', 'node-c']);
  });

  it('DS4 rolls a new template over the nodes one by one', () => {
    const simulation = cluster([...nodes, agent()]);
    change(simulation, { template: image('2') });
    expect(deeds(simulation, 30_000)).toEqual(['Delete', 'Create', 'Delete', 'Create', 'Delete', 'Create']);
    expect(imagesOf(simulation)).toEqual(['2', '2', '2']);
  });

  it('DS4 puts new Pods beside old ones with maxSurge, and waits for people with OnDelete', () => {
    const rollingUpdate = { maxUnavailable: 0, maxSurge: 1 };
    const simulation = cluster([...nodes, agent()]);
    change(simulation, { template: image('2'), updateStrategy: { type: 'RollingUpdate', rollingUpdate } });
    expect(deeds(simulation, 500)).toEqual(['Create']);
    expect(podsOf(simulation, 'agent')).toHaveLength(4);
    run(simulation, 30_000);
    expect(imagesOf(simulation)).toEqual(['2', '2', '2']);
    change(simulation, { template: image('3'), updateStrategy: { type: 'OnDelete' } });
    expect(deeds(simulation, 10_000)).toEqual([]);
    remove(simulation, `Pod/default/${podsOf(simulation, 'agent')[0]!.metadata.name}`);
    run(simulation, 10_000);
    expect(imagesOf(simulation)).toEqual(['2', '2', '3']);
  });
});
