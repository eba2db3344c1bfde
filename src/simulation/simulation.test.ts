import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { READY_ANNOTATION } from '../kubernetes/pod.ts';
import {
  client,
  cloudProvider,
  cluster,
  create,
  deployment,
  edit,
  node,
  pod,
  remove,
  run,
  service,
} from '../testing/cluster.ts';
import { CONTROLLER_NAMES } from './controllers/watches.ts';
import { advance, advanceToNextHop, cloneSimulation } from './simulation.ts';
import type { Simulation } from './state.ts';

const shop: KubernetesObject[] = [
  node('node-a'),
  node('node-b', {}, { 'topology.kubernetes.io/zone': 'zone-b' }),
  cloudProvider({ provisioningSeconds: 2 }),
  deployment('shop', 4),
  service('shop', { type: 'LoadBalancer' }),
  pod('bare', 'shop'),
  pod('nowhere', 'nowhere', { nodeSelector: { disk: 'ssd' } }),
  client('visitor'),
];

const busy: KubernetesObject[] = [
  ...shop,
  {
    apiVersion: 'kubehop.dev/v1alpha1',
    kind: 'Traffic',
    metadata: { name: 'visits' },
    spec: { from: { kind: 'Client', name: 'visitor' }, service: { name: 'shop' }, requestsPerSecond: 2 },
  } as KubernetesObject,
];

/** Things that people do to a cluster. */
const action = fc.oneof(
  fc.record({ type: fc.constant('scale' as const), replicas: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ type: fc.constant('image' as const), tag: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ type: fc.constant('addNode' as const), name: fc.constantFrom('node-c', 'node-d') }),
  fc.record({ type: fc.constant('removeNode' as const), name: fc.constantFrom('node-b', 'node-c') }),
  fc.record({ type: fc.constant('removePod' as const), index: fc.nat(5) }),
  fc.record({ type: fc.constant('unready' as const), index: fc.nat(5) }),
  fc.record({ type: fc.constant('cordon' as const), unschedulable: fc.boolean() }),
  fc.record({
    type: fc.constant('type' as const),
    to: fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const),
  }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;
const story = fc.array(fc.tuple(action, fc.integer({ min: 0, max: 6000 })), { maxLength: 8 });

/** The shop's Pods in an order that depends on names only. */
function nthPod(simulation: Simulation, index: number): string | undefined {
  const keys = [...simulation.byKind.Pod.keys()].filter((key) => key.startsWith('Pod/default/')).sort();
  return keys[index % Math.max(1, keys.length)];
}

function act(simulation: Simulation, done: Action): void {
  const shopKey = 'Deployment.apps/default/shop';
  if (done.type === 'scale')
    edit<ReturnType<typeof deployment>>(simulation, shopKey, (object) => ({
      ...object,
      spec: { ...object.spec, replicas: done.replicas },
    }));
  else if (done.type === 'image')
    edit<ReturnType<typeof deployment>>(simulation, shopKey, (object) => {
      const [container] = object.spec.template.spec.containers;
      const spec = {
        ...object.spec.template.spec,
        containers: [{ ...container!, image: `nginx:${done.tag}` }],
      };
      return { ...object, spec: { ...object.spec, template: { ...object.spec.template, spec } } };
    });
  else if (done.type === 'addNode') create(simulation, node(done.name));
  else if (done.type === 'removeNode') remove(simulation, `Node//${done.name}`);
  else if (done.type === 'cordon') {
    if (simulation.byKind.Node.has('Node//node-a'))
      edit<ReturnType<typeof node>>(simulation, 'Node//node-a', (object) => ({
        ...object,
        spec: { ...object.spec, unschedulable: done.unschedulable },
      }));
  } else if (done.type === 'type')
    edit<ReturnType<typeof service>>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      spec: { ...object.spec, type: done.to },
    }));
  else {
    const key = nthPod(simulation, done.index);
    if (key === undefined) return;
    if (done.type === 'removePod') remove(simulation, key);
    else
      edit(simulation, key, (object) => ({
        ...object,
        metadata: { ...object.metadata, annotations: { [READY_ANNOTATION]: 'false' } },
      }));
  }
}

/** Carries the steps out and then waits; returns everything that happened. */
function tell(simulation: Simulation, steps: readonly [Action, number][], restMs = 10_000): string[] {
  const log: string[] = [];
  for (const [done, ms] of steps) {
    act(simulation, done);
    log.push(JSON.stringify(run(simulation, ms)));
  }
  log.push(JSON.stringify(run(simulation, restMs)));
  return log;
}

function objectsOf(simulation: Simulation): unknown {
  const objects = [...simulation.objects].sort(([a], [b]) => (a < b ? -1 : 1));
  return objects.map(
    ([
      key,
      {
        metadata: { resourceVersion: _, ...metadata },
        ...object
      },
    ]) => [key, { ...object, metadata }],
  );
}

describe('time', () => {
  it('TM2 the same scene and seed give the same events, byte for byte', () => {
    fc.assert(
      fc.property(fc.integer(), story, (seed, steps) => {
        const first = cluster(busy, seed);
        const second = cluster(busy, seed);
        expect(tell(first, steps)).toEqual(tell(second, steps));
        expect(objectsOf(first)).toEqual(objectsOf(second));
      }),
      { numRuns: 15 },
    );
  });

  it('TM2 another seed gives other names and addresses', () => {
    const names = (seed: number) => [...cluster(shop, seed).byKind.Pod.keys()].sort();
    expect(names(1)).not.toEqual(names(2));
  });

  it('TM3 a clone goes on as the original does, and neither changes the other', () => {
    fc.assert(
      fc.property(story, story, story, (before, mine, other) => {
        const original = cluster(busy);
        tell(original, before.slice(0, 3));
        act(original, { type: 'scale', replicas: 5 });
        run(original, 700);
        const copy = cloneSimulation(original);
        const undisturbed = cloneSimulation(original);
        tell(original, other);
        expect(tell(copy, mine)).toEqual(tell(undisturbed, mine));
        expect(objectsOf(copy)).toEqual(objectsOf(undisturbed));
      }),
      { numRuns: 10 },
    );
  });

  it('TM4 time may pass in one go or in many steps', () => {
    fc.assert(
      fc.property(story, fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 10 }), (steps, pauses) => {
        const inOne = cluster(busy);
        const inMany = cluster(busy);
        for (const [done] of steps) {
          act(inOne, done);
          act(inMany, done);
        }
        const end = 30_000;
        const events = [];
        let at = 0;
        for (const ms of pauses) {
          at = Math.min(end, at + ms);
          events.push(...advance(inMany, at));
          expect(inMany.now).toBe(at);
        }
        events.push(...advance(inMany, end));
        expect(events).toEqual(advance(inOne, end));
        expect(inOne.now).toBe(end);
      }),
      { numRuns: 10 },
    );
  });

  it('TM5 a new simulation is at rest', () => {
    const simulation = cluster(shop);
    const before = objectsOf(simulation);
    expect(simulation.events.map((event) => event.type)).toEqual(['ClusterEvent']);
    expect(run(simulation, 600_000).filter((event) => event.type !== 'ClusterEvent')).toEqual([]);
    expect(objectsOf(simulation)).toEqual(before);
  });

  it('TM6 the order of the controllers does not change what comes out', () => {
    const order = fc.shuffledSubarray([...CONTROLLER_NAMES], { minLength: CONTROLLER_NAMES.length });
    fc.assert(
      fc.property(order, story, (controllerOrder, steps) => {
        const usual = cluster(shop);
        const shuffled = cluster(shop, 1, { controllerOrder });
        tell(usual, steps, 120_000);
        tell(shuffled, steps, 120_000);
        expect(objectsOf(shuffled)).toEqual(objectsOf(usual));
      }),
      { numRuns: 50 },
    );
  });

  it('TM7 a step ends with the first packet that moves', () => {
    const simulation = cluster(busy);
    const twin = cluster(busy);
    for (let step = 0; step < 50; step++) {
      const events = advanceToNextHop(simulation, simulation.now + 60_000);
      const moves = events.filter((event) => event.type === 'Hop' || event.type === 'PacketEnd');
      expect(moves.length).toBeGreaterThan(0);
      const times = moves.map((event) => (event.type === 'Hop' ? event.leavesAt : event.at));
      expect(times).toEqual(times.map(() => simulation.now));
    }
    advance(twin, simulation.now);
    expect([...advance(simulation, 60_000)]).toEqual(advance(twin, 60_000));
    const idle = cluster(shop);
    expect(advanceToNextHop(idle, 5000)).toHaveLength(1);
    expect(idle.now).toBe(5000);
  });
});
