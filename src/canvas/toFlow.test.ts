import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import {
  client,
  node,
  objectsOf,
  outsideServer,
  places,
  pod,
  service,
  shop,
  traffic,
} from './testCluster.ts';
import { createToFlow, type FlowInput, TRAY } from './toFlow.ts';

const { a, shop: pill, shop1, shop2, balancer, visitor } = places;

function input(objects: readonly KubernetesObject[], rest: Partial<FlowInput> = {}): FlowInput {
  return {
    objects: objectsOf(...objects),
    layout: {
      [a]: { x: 300, y: 200 },
      'Node//b': { x: 620, y: 200 },
      [pill]: { x: 400, y: 0 },
      [visitor]: { x: 0, y: 90 },
    },
    view: 'Concept',
    problems: new Map(),
    selection: [],
    rules: {},
    spotlight: null,
    tabStop: null,
    editable: true,
    ...rest,
  };
}

const find = (flow: ReturnType<ReturnType<typeof createToFlow>>, id: string) =>
  flow.nodes.find((card) => card.id === id)!;

test('every card has a fixed size, and Pods are inside their Node', () => {
  const flow = createToFlow()(input(shop()));
  for (const card of flow.nodes) expect([card.width, card.height].every((size) => size! > 0)).toBe(true);
  expect(find(flow, shop1).parentId).toBe(a);
  const ids = flow.nodes.map(({ id }) => id);
  expect(ids.indexOf(a)).toBeLessThan(ids.indexOf(shop1));
});

test('cards say their kind, name and state to who cannot see them', () => {
  const problems = new Map([
    [pill, [{ severity: 'warning' as const, text: '1 of 2 endpoints is not ready' }]],
  ]);
  const flow = createToFlow()(input(shop(), { problems }));
  expect(find(flow, pill).ariaLabel).toBe(
    'Service shop, LoadBalancer, 10.96.0.1:80, 2 of 2 endpoints ready, warning: 1 of 2 endpoints is not ready',
  );
  expect(find(flow, shop1).ariaLabel).toBe('Pod shop-1, 10.244.1.5, ready');
  expect(find(flow, balancer).ariaLabel).toBe('Load balancer of Service shop, 192.0.2.40');
  expect(find(flow, visitor).ariaLabel).toBe('Client visitor, 203.0.113.7');
});

test('a load balancer without an address is pending', () => {
  const flow = createToFlow()(input([service('shop', { type: 'LoadBalancer', clusterIP: '10.96.0.1' })]));
  expect(find(flow, balancer).ariaLabel).toBe('Load balancer of Service shop, pending');
  expect(find(flow, pill).ariaLabel).toContain('external address pending');
});

describe('what did not change keeps its identity', () => {
  test('all of it, when nothing did', () => {
    const toFlow = createToFlow();
    const first = toFlow(input(shop()));
    const second = toFlow(input(shop()));
    expect(second.nodes).toBe(first.nodes);
    expect(second.edges).toBe(first.edges);
    expect(second.zones).toBe(first.zones);
  });

  test('all but the card that changed', () => {
    const toFlow = createToFlow();
    const first = toFlow(input(shop()));
    const second = toFlow(input(shop(), { selection: [shop1] }));
    const changed = second.nodes.filter((card) => !first.nodes.includes(card)).map(({ id }) => id);
    expect(changed).toEqual([shop1]);
  });
});

test('Pods keep their seats when a neighbour leaves', () => {
  const toFlow = createToFlow();
  const three = ['x', 'y', 'z'].map((name, index) => pod(name, 'app', 'a', `10.244.1.${index + 2}`));
  const host = node('a', '192.168.1.11');
  const before = find(toFlow(input([host, ...three])), 'Pod/default/z').position;
  const flow = toFlow(input([host, three[2]!]));
  expect(find(flow, 'Pod/default/z').position).toEqual(before);
});

test('Pods without a Node wait in the tray; other Pods never do', () => {
  const flow = createToFlow()(input([...shop(), pod('late', 'shop', null, '')]));
  expect(flow.nodes.filter(({ parentId }) => parentId === TRAY).map(({ id }) => id)).toEqual([
    'Pod/default/late',
  ]);
  expect(find(createToFlow()(input(shop())), TRAY)).toBeUndefined();
});

test('of kube-system only the Pods are drawn, as strips', () => {
  const dns = pod('coredns-1', 'kube-dns', 'a', '10.244.1.2', 'kube-system');
  const kubeDns = {
    ...service('kube-dns', { clusterIP: '10.96.0.10' }),
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
  };
  const flow = createToFlow()(input([...shop(), dns, kubeDns]));
  expect(find(flow, 'Pod/kube-system/coredns-1').type).toBe('SystemPod');
  expect(find(flow, 'Service/kube-system/kube-dns')).toBeUndefined();
});

test('zones hold their members, and stand level', () => {
  const flow = createToFlow()(input([...shop(), outsideServer('pay', 'pay.example.com', '198.51.100.9')]));
  const [internet, cluster] = flow.zones;
  expect([internet?.title, cluster?.title]).toEqual(['Internet', 'Cluster']);
  expect([internet!.y, internet!.height]).toEqual([cluster!.y, cluster!.height]);
  expect(cluster!.x).toBeLessThan(300);
  expect(cluster!.x + cluster!.width).toBeGreaterThan(620 + 284);
});

test('wires only lead to cards that are drawn', () => {
  const calls = traffic('calls', { from: { kind: 'Client', name: 'visitor' }, service: { name: 'gone' } });
  const flow = createToFlow()(input([client('visitor', '203.0.113.7'), calls]));
  expect(flow.edges).toEqual([]);
});

test('a selected wire is the selected Traffic', () => {
  const visits = traffic('visits', { from: { kind: 'Client', name: 'visitor' }, service: { name: 'shop' } });
  const flow = createToFlow()(input([...shop(), visits], { selection: ['Traffic.kubehop.dev//visits'] }));
  expect(flow.edges.filter(({ selected }) => selected).map(({ source }) => source)).toContain(visitor);
  expect(find(flow, shop2).selected).toBe(false);
});
