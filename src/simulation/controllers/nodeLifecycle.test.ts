import { describe, expect, it } from 'vitest';
import type { Node } from '../../kubernetes/node.ts';
import { isReady, type Pod } from '../../kubernetes/pod.ts';
import {
  client,
  cloudProvider,
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
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, tally } from '../../testing/requests.ts';
import type { SimulationEvent } from '../events.ts';
import { asWritten } from '../scene.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';

const annotate = (simulation: Simulation, name: string, annotations: Record<string, string>) =>
  edit<Node>(simulation, `Node//${name}`, (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations },
  }));
const powerOff = (simulation: Simulation, name: string) =>
  annotate(simulation, name, { 'kubehop.dev/power': 'off' });
const cutOff = (simulation: Simulation, name: string) =>
  annotate(simulation, name, { 'kubehop.dev/network': 'cut' });
const repair = (simulation: Simulation, name: string) => annotate(simulation, name, {});

const nodeNamed = (simulation: Simulation, name: string) => simulation.byKind.Node.get(`Node//${name}`)!;
const readyOf = (simulation: Simulation, name: string) =>
  nodeNamed(simulation, name).status?.conditions?.find(({ type }) => type === 'Ready')?.status;
const taintsOf = (simulation: Simulation, name: string) =>
  (nodeNamed(simulation, name).spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
const readyAddresses = (simulation: Simulation, name: string) =>
  slicesOf(simulation, name)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready)
    .flatMap(({ addresses }) => addresses);

/** When the first event with this reason came. */
function timeOf(events: readonly SimulationEvent[], reason: string): number {
  return clusterEvents(events).find(({ eventReason }) => eventReason === reason)?.at ?? Number.NaN;
}

function shop(seed = 1) {
  return cluster(
    [
      node('node-a'),
      node('node-b'),
      client('visitor'),
      pod('tester', 'tester', { nodeName: 'node-a' }),
      deployment('shop', 4),
      service('shop'),
    ],
    seed,
  );
}

const podsOn = (simulation: Simulation, name: string) =>
  podsOf(simulation, 'shop').filter(({ spec }) => spec.nodeName === name);

describe('a node that falls silent', () => {
  it('FT5 is NotReady 40 to 55 s later, and its Pods leave the EndpointSlices at once', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const simulation = shop(seed);
      powerOff(simulation, 'node-b');
      const events = run(simulation, 39_000);
      expect(readyOf(simulation, 'node-b')).toBe('True');
      expect(readyAddresses(simulation, 'shop')).toHaveLength(4);
      events.push(...run(simulation, 17_000));
      expect(readyOf(simulation, 'node-b')).toBe('Unknown');
      expect(readyAddresses(simulation, 'shop')).toEqual(
        podsOn(simulation, 'node-a').map(({ status }) => status?.podIP),
      );
      const noticed = timeOf(events, 'NodeNotReady');
      expect(noticed).toBeGreaterThanOrEqual(40_000);
      expect(noticed).toBeLessThanOrEqual(55_500);
      expect(taintsOf(simulation, 'node-b')).toEqual([
        'node.kubernetes.io/unreachable:NoSchedule',
        'node.kubernetes.io/unreachable:NoExecute',
      ]);
    }
  });

  it('FT6 loses its Pods 300 s after the taint; they stay Terminating, and others are made elsewhere', () => {
    const simulation = shop();
    powerOff(simulation, 'node-b');
    const events = run(simulation, 360_000);
    const marked = timeOf(events, 'NodeNotReady');
    const evicted = timeOf(events, 'TaintManagerEviction');
    expect(evicted - marked).toBeGreaterThanOrEqual(299_000);
    expect(evicted - marked).toBeLessThanOrEqual(301_000);
    const left = podsOn(simulation, 'node-b');
    expect(left).toHaveLength(2);
    for (const each of left) expect(each.metadata.deletionTimestamp).toBeDefined();
    expect(podsOn(simulation, 'node-a').filter(isReady)).toHaveLength(4);
    run(simulation, 600_000);
    expect(podsOn(simulation, 'node-b')).toHaveLength(2);
    remove(simulation, podKey(left[0]!.metadata.name), 0);
    expect(podsOn(simulation, 'node-b')).toHaveLength(1);
    repair(simulation, 'node-b');
    run(simulation, 20_000);
    expect(podsOn(simulation, 'node-b')).toHaveLength(0);
  });

  it('FT6 a toleration of its own decides when a Pod goes, and a Pod of a StatefulSet is not replaced', () => {
    const tolerations = [
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists' as const, effect: 'NoExecute' as const },
    ];
    const set = deployment('set', 1).spec.template;
    const simulation = cluster([
      node('node-a', { unschedulable: true }),
      node('node-b'),
      pod('stays', 'stays', { nodeName: 'node-b', tolerations }),
      pod('soon', 'soon', {
        nodeName: 'node-b',
        tolerations: [{ ...tolerations[0]!, tolerationSeconds: 10 }],
      }),
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'set', namespace: 'default' },
        spec: { replicas: 1, serviceName: 'set', selector: { matchLabels: { app: 'set' } }, template: set },
      } as never,
    ]);
    edit<Node>(simulation, 'Node//node-a', (object) => ({
      ...object,
      spec: { ...object.spec, unschedulable: false },
    }));
    powerOff(simulation, 'node-b');
    run(simulation, 70_000);
    expect(podNamed(simulation, 'soon')?.metadata.deletionTimestamp).toBeDefined();
    expect(podNamed(simulation, 'set-0')?.metadata.deletionTimestamp).toBeUndefined();
    run(simulation, 600_000);
    expect(podNamed(simulation, 'stays')?.metadata.deletionTimestamp).toBeUndefined();
    expect(podNamed(simulation, 'set-0')).toMatchObject({ spec: { nodeName: 'node-b' } });
    expect(podNamed(simulation, 'set-0')?.metadata.deletionTimestamp).toBeDefined();
    remove(simulation, podKey('set-0'), 0);
    run(simulation, 5000);
    expect(podNamed(simulation, 'set-0')).toMatchObject({ spec: { nodeName: 'node-a' } });
  });

  it('FT7 nobody is evicted while all nodes are silent', () => {
    const simulation = shop();
    cutOff(simulation, 'node-a');
    cutOff(simulation, 'node-b');
    run(simulation, 900_000);
    expect(readyOf(simulation, 'node-a')).toBe('Unknown');
    expect(taintsOf(simulation, 'node-a')).toEqual(['node.kubernetes.io/unreachable:NoSchedule']);
    expect(podsOf(simulation, 'shop').filter(({ metadata }) => metadata.deletionTimestamp)).toEqual([]);
    repair(simulation, 'node-a');
    run(simulation, 20_000);
    expect(readyOf(simulation, 'node-a')).toBe('True');
    expect(taintsOf(simulation, 'node-a')).toEqual([]);
    expect(taintsOf(simulation, 'node-b')).toHaveLength(2);
  });

  it('FT8 a node that comes back in time keeps its Pods: restarted under other addresses after a power cut', () => {
    const simulation = shop();
    const before = podsOn(simulation, 'node-b');
    powerOff(simulation, 'node-b');
    run(simulation, 100_000);
    repair(simulation, 'node-b');
    run(simulation, 20_000);
    const after = podsOn(simulation, 'node-b');
    expect(after.map(({ metadata }) => metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
    for (const [index, each] of after.entries()) {
      expect(isReady(each)).toBe(true);
      expect(each.status?.podIP).not.toBe(before[index]?.status?.podIP);
      expect(each.status?.containerStatuses?.[0]).toMatchObject({
        restartCount: 1,
        lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
      });
    }
    expect(taintsOf(simulation, 'node-b')).toEqual([]);
    expect(readyAddresses(simulation, 'shop')).toHaveLength(4);
  });

  it('FT8 after a partition the Pods are as they were', () => {
    const simulation = shop();
    const before = podsOn(simulation, 'node-b').map(({ status }) => [status?.podIP, 0]);
    cutOff(simulation, 'node-b');
    run(simulation, 100_000);
    expect(podsOn(simulation, 'node-b').some(isReady)).toBe(false);
    repair(simulation, 'node-b');
    run(simulation, 20_000);
    const after = podsOn(simulation, 'node-b');
    expect(after.every(isReady)).toBe(true);
    const restarts = (each: Pod) => each.status?.containerStatuses?.[0]?.restartCount;
    expect(after.map((each) => [each.status?.podIP, restarts(each)])).toEqual(before);
  });

  it('FT9 goes on the same from a copy, and the taints are no part of a scene', () => {
    const simulation = shop();
    powerOff(simulation, 'node-b');
    run(simulation, 30_000);
    const copy = cloneSimulation(simulation);
    expect(run(copy, 400_000)).toEqual(run(simulation, 400_000));
    expect((asWritten(nodeNamed(simulation, 'node-b')) as Node).spec?.taints).toBeUndefined();
  });

  it('FT9 a scene may begin with a node without power: its Pods are elsewhere', () => {
    const dead: Node = {
      ...node('node-b'),
      metadata: { name: 'node-b', annotations: { 'kubehop.dev/power': 'off' } },
    };
    const simulation = cluster([node('node-a'), dead, deployment('shop', 2), service('shop')]);
    expect(readyOf(simulation, 'node-b')).toBe('Unknown');
    expect(podsOn(simulation, 'node-a').filter(isReady)).toHaveLength(2);
    expect(run(simulation, 900_000)).toEqual([]);
  });

  it('FT10 a NoExecute taint of anybody drives away the Pods that do not tolerate it', () => {
    const simulation = cluster([node('node-a'), node('node-b'), deployment('shop', 4)]);
    edit<Node>(simulation, 'Node//node-b', (object) => ({
      ...object,
      spec: { ...object.spec, taints: [{ key: 'broken', effect: 'NoExecute' }] },
    }));
    run(simulation, 10_000);
    expect(podsOn(simulation, 'node-a').filter(isReady)).toHaveLength(4);
    expect(podsOn(simulation, 'node-b')).toEqual([]);
    create(simulation, pod('late', 'late', { nodeName: 'node-b' }));
    run(simulation, 40_000);
    expect(podNamed(simulation, 'late')).toBeUndefined();
  });
});

describe('packets and a broken node', () => {
  const ends = (simulation: Simulation, count: number) =>
    Array.from({ length: count }, () =>
      ask(simulation, podKey('tester'), 'http://10.96.0.20/', { timeoutSeconds: 5 }),
    );

  function fixedShop() {
    return cluster([
      node('node-a'),
      node('node-b'),
      client('visitor'),
      pod('tester', 'tester', { nodeName: 'node-a' }),
      pod('tester-b', 'tester', { nodeName: 'node-b' }),
      pod('shop-a', 'shop', { nodeName: 'node-a' }),
      pod('shop-b', 'shop', { nodeName: 'node-b' }),
      service('shop', { clusterIP: '10.96.0.20' }),
    ]);
  }

  it('FT2 FT3 packets to a node without power are lost silently until its Pods are not ready', () => {
    const simulation = fixedShop();
    powerOff(simulation, 'node-b');
    const told = ends(simulation, 4);
    expect(simulation.now).toBeLessThan(40_000);
    const lost = told.filter(({ end }) => end.outcome === 'timedOut');
    expect(lost.length).toBeGreaterThan(0);
    expect(lost[0]?.end.reason).toBe('NodePoweredOff');
    expect(lost[0]?.packetEnds.at(-1)).toMatchObject({ place: 'Node//node-b', verdict: 'dropped' });
    run(simulation, 60_000);
    expect(tally(ends(simulation, 6).map(({ end }) => end.answeredBy))).toEqual({ 'Pod/default/shop-a': 6 });
    expect(ask(simulation, podKey('tester-b'), 'http://10.96.0.20/').end).toMatchObject({
      reason: 'SenderNotRunning',
    });
  });

  it('FT4 a node that is cut off goes on for its own Pods, by its last rules', () => {
    const simulation = fixedShop();
    cutOff(simulation, 'node-b');
    remove(simulation, podKey('shop-a'), 0);
    run(simulation, 2000);
    const told = Array.from({ length: 8 }, () =>
      ask(simulation, podKey('tester-b'), 'http://10.96.0.20/', { timeoutSeconds: 5 }),
    );
    expect(Object.keys(tally(told.map(({ end }) => end.answeredBy))).sort()).toEqual([
      '',
      'Pod/default/shop-b',
    ]);
    const lost = told.find(({ end }) => end.outcome === 'timedOut');
    expect(lost?.end.reason).toBe('NodeCutOff');
    expect(lost?.packetEnds.at(-1)?.place).toBe('Node//node-b');
    expect(ask(simulation, clientKey('visitor'), 'http://192.168.1.12:30080/').end.reason).toBe('NodeCutOff');
  });

  it('FT11 without kube-proxy a node keeps its old rules, and follows again when it runs', () => {
    const simulation = fixedShop();
    annotate(simulation, 'node-a', { 'kubehop.dev/kube-proxy': 'stopped' });
    run(simulation, 1000);
    remove(simulation, podKey('shop-b'), 0);
    create(simulation, pod('shop-c', 'shop', { nodeName: 'node-b' }));
    run(simulation, 5000);
    const tallyOf = (from: string) =>
      Object.keys(
        tally(
          Array.from({ length: 10 }, () =>
            ask(simulation, podKey(from), 'http://10.96.0.20/', { timeoutSeconds: 5 }),
          ).map(({ end }) => end.answeredBy),
        ),
      ).sort();
    expect(tallyOf('tester')).toEqual(['', 'Pod/default/shop-a']);
    expect(tallyOf('tester-b')).toEqual(['Pod/default/shop-a', 'Pod/default/shop-c']);
    expect(readyOf(simulation, 'node-a')).toBe('True');
    repair(simulation, 'node-a');
    run(simulation, 1000);
    expect(tallyOf('tester')).toEqual(['Pod/default/shop-a', 'Pod/default/shop-c']);
  });

  it('FT12 a load balancer notices by its health checks, long before the node is NotReady', () => {
    for (const fault of [
      powerOff,
      cutOff,
      (simulation: Simulation, name: string) =>
        annotate(simulation, name, { 'kubehop.dev/kube-proxy': 'stopped' }),
    ]) {
      const simulation = cluster([
        node('node-a'),
        node('node-b'),
        client('visitor'),
        cloudProvider(),
        pod('shop-a', 'shop', { nodeName: 'node-a' }),
        service('shop', { type: 'LoadBalancer' }),
      ]);
      fault(simulation, 'node-b');
      run(simulation, 11_000);
      const picked = Array.from(
        { length: 8 },
        () => ask(simulation, clientKey('visitor'), 'http://192.0.2.40/', { timeoutSeconds: 10 }).hops[1]?.to,
      );
      expect(tally(picked.map((place) => place ?? null))).toEqual({ 'Node//node-a': 8 });
      repair(simulation, 'node-b');
      run(simulation, 6000);
      const again = Array.from(
        { length: 12 },
        () => ask(simulation, clientKey('visitor'), 'http://192.0.2.40/').hops[1]?.to,
      );
      expect(new Set(again)).toEqual(new Set(['Node//node-a', 'Node//node-b']));
    }
  });

  it('FT13 without the CloudProvider what has a load balancer keeps it, and what comes new waits', () => {
    const simulation = cluster([
      node('node-a'),
      client('visitor'),
      cloudProvider(),
      pod('shop-a', 'shop', { nodeName: 'node-a' }),
      service('shop', { type: 'LoadBalancer' }),
    ]);
    remove(simulation, 'CloudProvider.kubehop.dev//cloud');
    create(simulation, service('late', { type: 'LoadBalancer', selector: { app: 'shop' } }));
    run(simulation, 600_000);
    expect(ask(simulation, clientKey('visitor'), 'http://192.0.2.40/').end.answeredBy).toBe(
      'Pod/default/shop-a',
    );
    expect(
      simulation.byKind.Service.get('Service/default/late')?.status?.loadBalancer?.ingress,
    ).toBeUndefined();
  });
});
