import { describe, expect, test } from 'vitest';
import { inNamespace, kinds } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { findProblems } from './problems.ts';

function textsOf(objects: KubernetesObject[], key: string): string[] {
  const map = new Map(objects.map((object) => [objectKey(inNamespace(object)), inNamespace(object)]));
  return (findProblems(map).get(key) ?? []).map(({ severity, text }) => `${severity}: ${text}`);
}

function pod(
  name: string,
  labels: Record<string, string>,
  options: { ready?: boolean; node?: string; namespace?: string } = {},
): Pod {
  const template = kinds.Pod.template(name);
  return {
    ...template,
    metadata: { ...template.metadata, labels, namespace: options.namespace ?? 'default' },
    spec: { ...template.spec, nodeName: options.node ?? 'node-a' },
    status: { conditions: [{ type: 'Ready', status: options.ready === false ? 'False' : 'True' }] },
  };
}

function service(spec: Partial<ServiceSpec>): Service {
  const template = kinds.Service.template('shop');
  return { ...template, spec: { ...template.spec, ...spec } };
}

const node = kinds.Node.template('node-a');
const SHOP = 'Service/default/shop';

describe('a Service', () => {
  test('with ready Pods that listen on its targetPort has no problem', () => {
    expect(textsOf([node, service({}), pod('shop-1', { app: 'shop' })], SHOP)).toEqual([]);
  });

  test('whose selector has a slip of the finger', () => {
    expect(
      textsOf([node, service({ selector: { app: 'shpo' } }), pod('shop-1', { app: 'shop' })], SHOP),
    ).toEqual(['error: selector matches no Pod: no Pod has the label app=shpo; did you mean app=shop?']);
  });

  test('whose Pods have the value under another key', () => {
    expect(textsOf([node, service({}), pod('shop-1', { 'app.kubernetes.io/name': 'shop' })], SHOP)).toEqual([
      'error: selector matches no Pod: no Pod has the label app=shop; did you mean app.kubernetes.io/name=shop?',
    ]);
  });

  test('whose Pods live in another namespace', () => {
    const [text] = textsOf([node, service({}), pod('shop-1', { app: 'shop' }, { namespace: 'prod' })], SHOP);
    expect(text).toBe(
      'error: selector matches no Pod in namespace default: Pods with app=shop are in prod, and a Service selects in its own namespace only',
    );
  });

  test('whose Deployment has no replicas', () => {
    const deployment = kinds.Deployment.template('shop');
    deployment.spec.replicas = 0;
    expect(textsOf([node, service({}), deployment], SHOP)).toEqual([
      'error: selector matches no Pod: Deployment shop has 0 replicas',
    ]);
  });

  test('without ready endpoints', () => {
    const objects = [
      node,
      service({}),
      ...['a', 'b'].map((name) => pod(name, { app: 'shop' }, { ready: false })),
    ];
    expect(textsOf(objects, SHOP)).toEqual([
      'error: No ready endpoints: 2 Pods match the selector, 0 are ready.',
    ]);
  });

  test('with one Pod that is not ready says which', () => {
    const objects = [
      node,
      service({}),
      pod('a', { app: 'shop' }),
      pod('b', { app: 'shop' }, { ready: false }),
    ];
    expect(textsOf(objects, SHOP)).toEqual(['info: 1 of 2 Pods is not ready and gets no connections: b.']);
  });

  test('with a targetPort on which nothing listens', () => {
    const objects = [node, service({ ports: [{ port: 80, targetPort: 8081 }] }), pod('a', { app: 'shop' })];
    expect(textsOf(objects, SHOP)).toEqual([
      'error: targetPort 8081: nothing listens on 8081/TCP in a, which listens on 8080/TCP. Connections are refused.',
    ]);
  });

  test('with a named targetPort that no container port has', () => {
    const named = pod('a', { app: 'shop' });
    named.spec.containers = [{ name: 'app', ports: [{ name: 'http', containerPort: 8080 }] }];
    const objects = [node, service({ ports: [{ port: 80, targetPort: 'htpt' }] }), named];
    expect(textsOf(objects, SHOP)).toEqual([
      'error: targetPort "htpt": no container port of a has this name; did you mean "http"?',
    ]);
  });

  test('of type LoadBalancer without a cloud provider stays pending', () => {
    const objects = [node, service({ type: 'LoadBalancer' }), pod('a', { app: 'shop' })];
    expect(textsOf(objects, SHOP)[0]).toMatch(/^warning: EXTERNAL-IP is pending and stays so/);
    expect(textsOf([...objects, kinds.CloudProvider.template('cloud')], SHOP)).toEqual([]);
  });

  test('of type ExternalName with a name that nobody has', () => {
    const server = kinds.OutsideServer.template('gateway');
    server.spec.hostname = 'pay.example.com';
    const alias = (externalName: string): Service => ({
      ...kinds.Service.template('shop'),
      spec: { type: 'ExternalName', externalName },
    });
    expect(textsOf([server, alias('pay.example.com')], SHOP)).toEqual([]);
    expect(textsOf([server, alias('pya.example.com')], SHOP)).toEqual([
      'warning: externalName pya.example.com: no outside server has this name; did you mean pay.example.com?',
    ]);
    expect(textsOf([server, alias('198.51.100.9')], SHOP)[0]).toMatch(/looks like an address/);
  });

  test('without selector and without EndpointSlice', () => {
    expect(textsOf([node, service({ selector: null })], SHOP)).toEqual([
      'warning: No selector and no EndpointSlice: nothing says where connections should go.',
    ]);
    const slice = kinds.EndpointSlice.template('shop-1');
    slice.metadata.labels = { 'kubernetes.io/service-name': 'shop' };
    expect(textsOf([node, service({ selector: null }), slice], SHOP)).toEqual([]);
  });

  test('with policy Local names the Nodes without a Pod', () => {
    const objects = [
      node,
      kinds.Node.template('node-b'),
      service({ type: 'NodePort', externalTrafficPolicy: 'Local' }),
      pod('a', { app: 'shop' }),
    ];
    expect(textsOf(objects, SHOP)[0]).toMatch(/^info: externalTrafficPolicy Local: node-b has no ready Pod/);
  });
});

describe('a Pod', () => {
  test('that no Node can run says so in the scheduler’s words', () => {
    const waiting = kinds.Pod.template('a');
    waiting.status = {
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/1 nodes are available',
        },
      ],
    };
    expect(textsOf([node, waiting], 'Pod/default/a')).toEqual(['error: Pending: 0/1 nodes are available']);
    expect(textsOf([waiting], 'Pod/default/a')).toEqual([
      'error: Pending: the cluster has no Node that could run it. Add a Node.',
    ]);
  });

  test('on a Node that does not exist', () => {
    expect(textsOf([node, pod('a', {}, { node: 'node-z' })], 'Pod/default/a')).toEqual([
      'error: Node node-z does not exist.',
    ]);
  });
});

describe('Traffic', () => {
  const KEY = 'Traffic.kubehop.dev//t';
  function traffic(spec: Traffic['spec']): Traffic {
    return { ...kinds.Traffic.template('t'), spec };
  }
  const client = kinds.Client.template('visitor');
  const from = { kind: 'Client', name: 'visitor' };

  test('to a Service that does not exist', () => {
    const objects = [client, service({}), traffic({ from, service: { name: 'shpo' } })];
    expect(textsOf(objects, KEY)).toEqual(['error: Service shpo does not exist; did you mean shop?']);
  });

  test('from nobody, to a port and a Node that are not there', () => {
    const objects = [
      service({ type: 'NodePort' }),
      traffic({
        from: { kind: 'Client', name: 'ghost' },
        service: { name: 'shop', port: 81, node: 'node-z' },
      }),
    ];
    expect(textsOf(objects, KEY)).toEqual([
      'warning: Nobody sends: Client ghost does not exist.',
      'error: Service shop has no port 81: it has 80.',
      'error: Node node-z does not exist.',
    ]);
  });

  test.each([
    ['http://shop/', 'Pod', []],
    ['http://shop.default.svc:80/', 'Pod', []],
    ['tcp://shop-0.shop:80', 'Pod', []],
    ['http://10.96.0.1/', 'Pod', []],
    ['https://pay.example.com/', 'Client', []],
    ['http://shpo/', 'Pod', ['warning: Nobody has the name shpo; did you mean shop?']],
    ['http://shop/', 'Client', ['warning: Nobody has the name shop']],
    ['http://localhost:8080/', 'Pod', []],
  ])('to %s from a %s', (url, kind, expected) => {
    const server = kinds.OutsideServer.template('gateway');
    server.spec.hostname = 'pay.example.com';
    const sender = kind === 'Client' ? client : pod('visitor', {});
    const objects = [node, server, sender, service({}), traffic({ from: { kind, name: 'visitor' }, url })];
    expect(textsOf(objects, KEY)).toEqual(expected);
  });

  test('from the internet to a ClusterIP', () => {
    expect(textsOf([client, service({}), traffic({ from, service: { name: 'shop' } })], KEY)[0]).toMatch(
      /no address outside the cluster/,
    );
  });
});
