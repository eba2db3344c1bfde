import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../kubernetes/deployment.ts';
import { controllerOf } from '../../kubernetes/objectMeta.ts';
import { isReady } from '../../kubernetes/pod.ts';
import type { ReplicaSet } from '../../kubernetes/replicaSet.ts';
import { cluster, clusterEvents, deployment, edit, node, podsOf, run } from '../../testing/cluster.ts';
import { asWritten } from '../scene.ts';
import type { Simulation } from '../state.ts';
import { rolloutLimits, templateHash } from './deployment.ts';

const KEY = 'Deployment.apps/default/shop';
const nodes = [node('node-a'), node('node-b')];

function change(simulation: Simulation, spec: Partial<Deployment['spec']>): void {
  edit<Deployment>(simulation, KEY, (object) => ({ ...object, spec: { ...object.spec, ...spec } }));
}

function setImage(simulation: Simulation, image: string): void {
  const { template } = simulation.byKind.Deployment.get(KEY)!.spec;
  const containers = [{ ...template.spec.containers[0]!, image }];
  change(simulation, { template: { ...template, spec: { ...template.spec, containers } } });
}

function replicaSetsOf(simulation: Simulation): ReplicaSet[] {
  return [...simulation.byKind.ReplicaSet.values()].filter((each) => controllerOf(each)?.name === 'shop');
}

const imagesOf = (simulation: Simulation) =>
  podsOf(simulation, 'shop').map((each) => each.spec.containers[0]!.image);

describe('a Deployment', () => {
  it('DP1 makes a ReplicaSet that is named after the template’s hash', () => {
    const simulation = cluster([...nodes, deployment('shop', 3)]);
    const [replicaSet, ...others] = replicaSetsOf(simulation);
    expect(others).toEqual([]);
    expect(replicaSet!.metadata.name).toMatch(/^shop-[456789bcdf]{6,10}$/);
    const hash = replicaSet!.metadata.name.slice('shop-'.length);
    expect(replicaSet).toMatchObject({
      spec: { replicas: 3, selector: { matchLabels: { app: 'shop', 'pod-template-hash': hash } } },
      status: { replicas: 3, readyReplicas: 3, availableReplicas: 3 },
    });
    for (const pod of podsOf(simulation, 'shop')) {
      expect(pod.metadata.name).toMatch(new RegExp(`^shop-${hash}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
      expect(pod.metadata.labels).toEqual({ app: 'shop', 'pod-template-hash': hash });
    }
    expect(simulation.byKind.Deployment.get(KEY)?.status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
      observedGeneration: 1,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
      ],
    });
  });

  it('DP1 finds the ReplicaSet of an earlier template again', () => {
    const simulation = cluster([...nodes, deployment('shop', 2)]);
    const [first] = replicaSetsOf(simulation);
    setImage(simulation, 'nginx:2');
    run(simulation, 30_000);
    setImage(simulation, 'nginx');
    run(simulation, 30_000);
    const all = replicaSetsOf(simulation);
    expect(all).toHaveLength(2);
    const again = all.find((each) => each.metadata.uid === first!.metadata.uid)!;
    expect(again.spec.replicas).toBe(2);
    expect(again.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  it('DP9 a Deployment says its revision, and is exported without it', () => {
    const simulation = cluster([...nodes, deployment('shop', 2)]);
    const shop = () =>
      [...simulation.byKind.Deployment.values()].find(({ metadata }) => metadata.name === 'shop')!;
    expect(shop().metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    setImage(simulation, 'nginx:2');
    run(simulation, 30_000);
    expect(shop().metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '2' });
    expect(asWritten(shop()).metadata.annotations).toBeUndefined();
    const conditions = shop().status!.conditions!.map(({ type, reason }) => `${type}: ${reason}`);
    expect(conditions).toEqual([
      'Available: MinimumReplicasAvailable',
      'Progressing: NewReplicaSetAvailable',
    ]);
  });

  it('DP1 another template has another hash', () => {
    const { template } = deployment('shop').spec;
    const other = { ...template, metadata: { labels: { app: 'shop', version: '2' } } };
    expect(templateHash(template)).toBe(templateHash(structuredClone(template)));
    expect(templateHash(other)).not.toBe(templateHash(template));
  });

  it('DP2 rolls within maxSurge and maxUnavailable, at every moment', () => {
    const share = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('0%', '25%', '50%', '100%'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), share, share, (replicas, maxSurge, maxUnavailable) => {
        fc.pre(!/^0%?$/.test(String(maxSurge)) || !/^0%?$/.test(String(maxUnavailable)));
        const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } as const;
        const simulation = cluster([...nodes, deployment('shop', replicas, { strategy })]);
        const { most, least } = rolloutLimits(simulation.byKind.Deployment.get(KEY)!);
        setImage(simulation, 'nginx:2');
        for (let step = 0; step < 500; step++) {
          run(simulation, 90);
          const wanted = replicaSetsOf(simulation).map((each) => each.spec.replicas ?? 0);
          expect(wanted.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(most);
          const pods = podsOf(simulation, 'shop').filter(
            (pod) => pod.metadata.deletionTimestamp === undefined,
          );
          expect(pods.filter(isReady).length).toBeGreaterThanOrEqual(least);
        }
        expect(imagesOf(simulation)).toEqual(Array(replicas).fill('nginx:2'));
      }),
      { numRuns: 10 },
    );
  });

  it('DP2 says each step in the words of the controller', () => {
    const simulation = cluster([...nodes, deployment('shop', 2)]);
    const [old] = replicaSetsOf(simulation);
    setImage(simulation, 'nginx:2');
    const events = clusterEvents(run(simulation, 30_000)).filter((event) => event.about === KEY);
    const next = replicaSetsOf(simulation).find((each) => each !== old && each.spec.replicas === 2)!.metadata
      .name;
    expect(events.map((event) => event.message)).toEqual([
      `Scaled up replica set ${next} from 0 to 1`,
      `Scaled down replica set ${old!.metadata.name} from 2 to 1`,
      `Scaled up replica set ${next} from 1 to 2`,
      `Scaled down replica set ${old!.metadata.name} from 1 to 0`,
    ]);
  });

  it('DP3 Recreate waits until the last old Pod is gone', () => {
    const simulation = cluster([...nodes, deployment('shop', 3, { strategy: { type: 'Recreate' } })]);
    setImage(simulation, 'nginx:2');
    for (let step = 0; step < 200; step++) {
      run(simulation, 50);
      expect(new Set(imagesOf(simulation)).size).toBeLessThanOrEqual(1);
    }
    expect(imagesOf(simulation)).toEqual(['nginx:2', 'nginx:2', 'nginx:2']);
  });

  it('DP4 scales while paused, and rolls out when it goes on', () => {
    const simulation = cluster([...nodes, deployment('shop', 2)]);
    change(simulation, { paused: true });
    setImage(simulation, 'nginx:2');
    change(simulation, { replicas: 4 });
    run(simulation, 20_000);
    expect(imagesOf(simulation)).toEqual(Array(4).fill('nginx'));
    change(simulation, { paused: false });
    run(simulation, 40_000);
    expect(imagesOf(simulation)).toEqual(Array(4).fill('nginx:2'));
  });

  it('DP5 keeps as many old ReplicaSets as its history has room for', () => {
    const simulation = cluster([...nodes, deployment('shop', 1, { revisionHistoryLimit: 2 })]);
    for (let version = 2; version <= 6; version++) {
      setImage(simulation, `nginx:${version}`);
      run(simulation, 30_000);
    }
    const revisions = replicaSetsOf(simulation).map(
      (each) => each.metadata.annotations?.['deployment.kubernetes.io/revision'],
    );
    expect(revisions.sort()).toEqual(['4', '5', '6']);
  });
});
