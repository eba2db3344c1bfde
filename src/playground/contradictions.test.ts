import { describe, expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { ServiceSpec } from '../kubernetes/service.ts';
import { client, cluster, node, pod, run, service } from '../testing/cluster.ts';
import { outsideServer } from '../testing/requests.ts';
import { findProblems } from './problems.ts';

/** The problems of each object that has some, in a cluster at rest with these objects. */
function problemsOf(...objects: KubernetesObject[]): Record<string, string[]> {
  const simulation = cluster(objects);
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  const found = findProblems(simulation.objects);
  return Object.fromEntries([...found].map(([key, problems]) => [key, problems.map(({ text }) => text)]));
}

function withAddress(name: string, address: string) {
  return { ...node(name), status: { addresses: [{ type: 'InternalIP', address }] } };
}

const SHOP = 'Service/default/shop';

function handWritten(
  endpoint: { addresses: string[]; nodeName?: string },
  ports: { name?: string; port: number }[] = [{ port: 8080 }],
  serviceName = 'shop',
): KubernetesObject {
  return {
    ...kinds.EndpointSlice.template('shop-1'),
    metadata: {
      name: 'shop-1',
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': serviceName },
    },
    endpoints: [endpoint],
    ports,
  } as KubernetesObject;
}
const SLICE = 'EndpointSlice.discovery.k8s.io/default/shop-1';

function withoutSelector(spec: ServiceSpec = {}) {
  const { selector: _, ...rest } = service('shop', spec).spec;
  return { ...service('shop'), spec: rest } as KubernetesObject;
}

describe('two with one address', () => {
  test('Nodes', () => {
    const found = problemsOf(withAddress('node-a', '192.168.1.50'), withAddress('node-b', '192.168.1.50'));
    expect(found).toEqual({
      'Node//node-a': ['Node node-b has the address 192.168.1.50 too: packets to it reach only one of them.'],
      'Node//node-b': ['Node node-a has the address 192.168.1.50 too: packets to it reach only one of them.'],
    });
  });

  test('Nodes whose podCIDRs overlap, and their Pods', () => {
    const found = problemsOf(
      node('node-a', { podCIDR: '10.244.7.0/24', podCIDRs: ['10.244.7.0/24'] }),
      node('node-b', { podCIDR: '10.244.0.0/16', podCIDRs: ['10.244.0.0/16'] }),
    );
    expect(found['Node//node-a']).toEqual([
      'podCIDR 10.244.7.0/24 overlaps with that of Node node-b: what is sent to a Pod of one may come to the other.',
    ]);
  });

  test('a podCIDR within the range of Services', () => {
    const range = '10.96.0.0/24';
    const found = problemsOf(node('node-a', { podCIDR: range, podCIDRs: [range] }));
    expect(found['Node//node-a']).toEqual([
      'podCIDR 10.96.0.0/24 overlaps with the range of Services: 10.96.0.10 is the ClusterIP of Service kube-dns, and kube-proxy takes what is sent there.',
    ]);
  });

  test('a Client and an OutsideServer', () => {
    const found = problemsOf(
      { ...client('visitor'), spec: { address: '198.51.100.9' } } as KubernetesObject,
      outsideServer('pay', 'pay.example.com'),
      outsideServer('twin', 'pay.example.com'),
    );
    const server = 'OutsideServer.kubehop.dev//pay';
    const said = Object.values(found).flat().join(' ');
    expect(said).toContain('the public DNS leads to only one of them');
    expect(found[server]?.length ?? 0).toBeGreaterThan(0);
  });
});

describe('a Service that claims', () => {
  const base = [node('node-a'), pod('shop'), client('visitor')];

  test('the address of a Node, or of a client', () => {
    const found = problemsOf(...base, service('shop', { externalIPs: ['192.168.1.11', '203.0.113.7'] }));
    expect(found[SHOP]).toEqual([
      '192.168.1.11 is the address of Node node-a: on every node this Service takes what is sent to its port 80/TCP (see CVE-2020-8554).',
      '203.0.113.7 is the address of Client visitor: on every node this Service takes what is sent to its port 80/TCP (see CVE-2020-8554).',
    ]);
  });

  test('what another Service claims', () => {
    const found = problemsOf(
      ...base,
      service('shop', { externalIPs: ['198.51.100.80'] }),
      service('cart', { selector: { app: 'shop' }, externalIPs: ['198.51.100.80'] }),
    );
    expect(found[SHOP]).toEqual([
      '198.51.100.80 is an externalIP of Service cart too, with the same port 80/TCP: which of the two gets a connection is not defined.',
    ]);
  });

  test('but with another port there is nothing to say', () => {
    const found = problemsOf(
      ...base,
      service('shop', { externalIPs: ['198.51.100.80'] }),
      service('cart', {
        selector: { app: 'shop' },
        externalIPs: ['198.51.100.80'],
        ports: [{ port: 81, targetPort: 8080 }],
      }),
    );
    expect(found).toEqual({});
  });

  test('the port of a Pod on the host network', () => {
    const found = problemsOf(
      ...base,
      pod('metrics', 'metrics', {
        hostNetwork: true,
        containers: [{ name: 'app', image: 'x', ports: [{ containerPort: 30090 }] }],
      }),
      service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30090 }] }),
    );
    expect(found[SHOP]).toEqual([
      "nodePort 30090: metrics on the host network listens on it too, but kube-proxy's rules come first, so connections from outside go to this Service.",
    ]);
  });
});

describe('a load balancer', () => {
  const cloud = (spec: object) =>
    ({ ...kinds.CloudProvider.template('cloud'), spec }) as unknown as KubernetesObject;
  const base = [node('node-a'), pod('shop')];

  test('that is a proxy needs nodePorts', () => {
    const spec: ServiceSpec = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false };
    const fast = { provisioningSeconds: 1 };
    expect(problemsOf(...base, cloud({ ...fast, ipMode: 'Proxy' }), service('shop', spec))[SHOP]).toEqual([
      'The load balancer is a proxy (ipMode Proxy) and reaches nodes by their nodePorts, but none was allocated: it can deliver nothing.',
    ]);
    expect(problemsOf(...base, cloud({ ...fast, ipMode: 'VIP' }), service('shop', spec))).toEqual({});
  });

  test('of a class that no CloudProvider implements stays pending', () => {
    const spec: ServiceSpec = { type: 'LoadBalancer', loadBalancerClass: 'example.com/lb' };
    expect(problemsOf(...base, cloud({}), service('shop', spec))[SHOP]).toEqual([
      'EXTERNAL-IP is pending and stays so: the cluster has no cloud provider that implements Services of type LoadBalancer (loadBalancerClass example.com/lb).',
    ]);
  });
});

describe('a slice written by hand', () => {
  const base = [node('node-a'), node('node-b'), pod('shop', 'shop', { nodeName: 'node-a' })];
  const POD = '10.244.1.2';

  test('that fits says nothing', () => {
    expect(
      problemsOf(...base, withoutSelector(), handWritten({ addresses: [POD], nodeName: 'node-a' })),
    ).toEqual({});
  });

  test.each([
    [
      'to nobody',
      handWritten({ addresses: ['10.9.9.9'] }),
      {},
      'Nobody has the address 10.9.9.9: packets to it are lost.',
    ],
    [
      'to a ClusterIP',
      handWritten({ addresses: ['10.96.0.10'] }),
      {},
      'Endpoint 10.96.0.10 is the ClusterIP of Service kube-dns: kube-proxy translates a connection once, so nobody is reached there.',
    ],
    [
      'of a Node that is not there',
      handWritten({ addresses: [POD], nodeName: 'node-z' }),
      {},
      'Endpoint 10.244.1.2 names Node node-z, which does not exist.',
    ],
    [
      'of a foreign Node',
      handWritten({ addresses: [POD], nodeName: 'node-b' }),
      {},
      'Endpoint 10.244.1.2 names Node node-b, but Pod shop, who has the address, is on node-a.',
    ],
    [
      'without a Node under the policy Local',
      handWritten({ addresses: [POD] }),
      { internalTrafficPolicy: 'Local' as const },
      'Endpoint 10.244.1.2 names no Node: under the policy Local no node takes it for its own.',
    ],
    [
      'without ports',
      handWritten({ addresses: [POD], nodeName: 'node-a' }, []),
      {},
      'Has no ports: kube-proxy leads no connection to its endpoints.',
    ],
    [
      'with a port that the Service has not',
      handWritten({ addresses: [POD], nodeName: 'node-a' }, [{ name: 'web', port: 8080 }]),
      {},
      'Service shop has no port "web" (TCP): ports of a slice and of its Service belong together by name and protocol.',
    ],
    [
      'for a Service that is not there',
      handWritten({ addresses: [POD], nodeName: 'node-a' }, [{ port: 8080 }], 'shpo'),
      {},
      'Service shpo does not exist in namespace default; did you mean shop?',
    ],
  ])('%s', (_, slice, spec, text) => {
    expect(problemsOf(...base, withoutSelector(spec), slice)[SLICE]).toEqual([text]);
  });

  test('beside a selector', () => {
    const slice = handWritten({ addresses: [POD], nodeName: 'node-a' });
    expect(problemsOf(...base, service('shop'), slice)[SLICE]).toEqual([
      'Service shop has a selector: its controller writes slices of its own beside this one, and kube-proxy uses all of them.',
    ]);
  });

  test('without a label', () => {
    const slice = {
      ...handWritten({ addresses: [POD] }),
      metadata: { name: 'shop-1', namespace: 'default' },
    };
    expect(problemsOf(...base, withoutSelector(), slice)[SLICE]).toEqual([
      'Belongs to no Service: the label kubernetes.io/service-name is missing, so nobody is led to its endpoints.',
    ]);
  });
});
