import { describe, expect, test } from 'vitest';
import type { Deployment } from '../kubernetes/deployment.ts';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { canConnect } from './connect.ts';
import { testBench } from './testBench.ts';

const CLIENT = 'Client.kubehop.dev//visitor';
const SERVER = 'OutsideServer.kubehop.dev//gateway';
const SHOP = 'Service/default/shop';
const POD = 'Pod/default/web';
const DEPLOYMENT = 'Deployment.apps/default/api';

function service(name: string, spec: Partial<ServiceSpec>): Service {
  const template = kinds.Service.template(name);
  return { ...template, spec: { ...template.spec, ...spec } };
}

function bench(...more: KubernetesObject[]) {
  const server = kinds.OutsideServer.template('gateway');
  server.spec.hostname = 'pay.example.com';
  return testBench([
    kinds.Node.template('node-a'),
    kinds.Client.template('visitor'),
    server,
    kinds.Pod.template('web'),
    kinds.Deployment.template('api'),
    ...more,
  ]);
}

/** The one Traffic in the cluster. */
function traffic({ state }: ReturnType<typeof bench>): Traffic['spec'] {
  const all = [...state().objects.values()].filter((object): object is Traffic => object.kind === 'Traffic');
  expect(all).toHaveLength(1);
  return all[0]!.spec;
}

describe('from a sender', () => {
  test('to a Service makes Traffic, once', async () => {
    const b = bench(service('shop', {}));
    await b.succeed({ type: 'connect', from: CLIENT, to: SHOP });
    expect(traffic(b)).toMatchObject({
      from: { kind: 'Client', name: 'visitor' },
      service: { namespace: 'default', name: 'shop' },
    });
    const again = await b.dispatch({ type: 'connect', from: CLIENT, to: SHOP });
    expect(again.message).toBe(
      'Client visitor already sends to Service shop: Traffic traffic-visitor-to-shop.',
    );
  });

  test('that a Deployment made, the Deployment sends: its Pods come and go', async () => {
    const b = bench(service('shop', {}));
    const pod = [...b.state().objects.keys()].find((key) => key.startsWith('Pod/default/api-'))!;
    await b.succeed({ type: 'connect', from: pod, to: SHOP });
    expect(traffic(b).from).toEqual({ kind: 'Deployment', namespace: 'default', name: 'api' });
  });

  test('to an outside server goes to its name', async () => {
    const b = bench();
    await b.succeed({ type: 'connect', from: POD, to: SERVER });
    expect(traffic(b).url).toBe('http://pay.example.com/');
  });

  test('to a Node goes to a node port, when there is one', async () => {
    const without = await bench().dispatch({ type: 'connect', from: CLIENT, to: 'Node//node-a' });
    expect(without.message).toMatch(/answers from outside on node ports only, and no Service has one/);
    const b = bench(service('shop', { type: 'NodePort', ports: [{ port: 80, nodePort: 30123 }] }));
    await b.succeed({ type: 'connect', from: CLIENT, to: 'Node//node-a' });
    expect(traffic(b).url).toBe('http://192.168.1.11:30123/');
  });

  test('to a Pod goes to its address', async () => {
    const b = bench();
    const { podIP } = b.object<Pod>(POD).status!;
    await b.succeed({ type: 'connect', from: CLIENT, to: POD });
    expect(traffic(b).url).toBe(`http://${podIP}:8080/`);
  });
});

describe('from a Service', () => {
  test('to a Pod sets the labels that the selector wants', async () => {
    const b = bench(service('shop', { selector: { app: 'shop', tier: 'front' } }));
    await b.succeed({ type: 'connect', from: SHOP, to: POD });
    expect(b.object<Pod>(POD).metadata.labels).toEqual({ app: 'shop', tier: 'front' });
    expect(b.state().commandLines.map(({ line }) => line)).toEqual([
      'kubectl label pod web app=shop tier=front --overwrite',
    ]);
  });

  test('without selector takes the Pod’s label', async () => {
    const b = bench(service('shop', { selector: null }));
    await b.succeed({ type: 'connect', from: SHOP, to: POD });
    expect(b.object<Service>(SHOP).spec.selector).toEqual({ app: 'web' });
  });

  test('to a Deployment labels the template when its selector allows', async () => {
    const b = bench(service('shop', { selector: { tier: 'front' } }));
    await b.succeed({ type: 'connect', from: SHOP, to: DEPLOYMENT });
    const { selector, template } = b.object<Deployment>(DEPLOYMENT).spec;
    expect(template.metadata?.labels).toEqual({ app: 'api', tier: 'front' });
    expect(selector.matchLabels).toEqual({ app: 'api' });
  });

  test('to a Deployment that must keep its label, the Service’s selector follows while it selects nothing', async () => {
    const b = bench(service('shop', { selector: { app: 'nobody' } }));
    await b.succeed({ type: 'connect', from: SHOP, to: DEPLOYMENT });
    expect(b.object<Service>(SHOP).spec.selector).toEqual({ app: 'api' });
  });

  test('to a Deployment that must keep its label is refused when Pods would be lost', async () => {
    const b = bench(service('shop', { selector: { app: 'web' } }));
    const status = await b.dispatch({ type: 'connect', from: SHOP, to: DEPLOYMENT });
    expect(status.message).toBe(
      "Service shop selects app=web, but the Pods of Deployment api must have app=api: a Deployment's selector is immutable. Change the Service's selector instead.",
    );
  });

  test('to a Pod of a Deployment labels the Deployment’s template', async () => {
    const b = bench(service('shop', { selector: { tier: 'front' } }));
    const pod = [...b.state().objects.keys()].find((key) => key.startsWith('Pod/default/api-'))!;
    await b.succeed({ type: 'connect', from: SHOP, to: pod });
    expect(b.object<Deployment>(DEPLOYMENT).spec.template.metadata?.labels).toEqual({
      app: 'api',
      tier: 'front',
    });
  });

  test('of type ExternalName to an outside server takes its name', async () => {
    const alias = {
      ...kinds.Service.template('shop'),
      spec: { type: 'ExternalName', externalName: 'x.example.com' },
    } as Service;
    const b = bench(alias);
    await b.succeed({ type: 'connect', from: SHOP, to: SERVER });
    expect(b.object<Service>(SHOP).spec.externalName).toBe('pay.example.com');
    const refused = await b.dispatch({ type: 'connect', from: SHOP, to: POD });
    expect(refused.message).toMatch(/is an ExternalName: a DNS alias that selects no Pods/);
  });

  test('to a Pod of another namespace is refused', async () => {
    const namespace = kinds.Namespace.template('prod');
    const other = service('shop', {});
    other.metadata.namespace = 'prod';
    const b = bench(namespace, other);
    const status = await b.dispatch({ type: 'connect', from: 'Service/prod/shop', to: POD });
    expect(status.message).toMatch(/selects Pods of its own namespace only/);
  });

  test('that selects the Pod already says so', async () => {
    const b = bench(service('shop', { selector: { app: 'web' } }));
    const status = await b.dispatch({ type: 'connect', from: SHOP, to: POD });
    expect(status).toMatchObject({
      reason: 'AlreadyExists',
      message: 'Service shop already selects Pod web.',
    });
  });
});

test.each([
  [SERVER, CLIENT, /only answers/],
  ['Node//node-a', SHOP, /sends nothing by itself/],
  [SHOP, CLIENT, /Draw a wire from a Service to a Pod/],
  [CLIENT, CLIENT, /A Client sends to/],
  [CLIENT, 'Service/default/ghost', /Service ghost does not exist/],
])('a wire from %s to %s is refused in words', async (from, to, words) => {
  const b = bench(service('shop', {}));
  const status = await b.dispatch({ type: 'connect', from, to });
  expect(status.status).toBe('Failure');
  expect(status.message).toMatch(words);
});

test('the canvas can ask beforehand', () => {
  expect(canConnect('Client', 'Service')).toBe(true);
  expect(canConnect('OutsideServer', 'Client')).toBe(false);
});
