import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod, Protocol } from '../../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../../kubernetes/service.ts';
import {
  client,
  cloudProvider,
  cluster,
  create,
  edit,
  node,
  pod,
  remove,
  run,
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, tally, traffic } from '../../testing/requests.ts';
import type { Simulation } from '../state.ts';

const NODE_A = '192.168.1.11';
const CLIENT = '203.0.113.7';

function listening(name: string, nodeName: string, ports: [number, Protocol, string?][]): Pod {
  return pod(name, 'shop', {
    nodeName,
    containers: [
      {
        name: 'app',
        image: 'x',
        ports: ports.map(([containerPort, protocol, portName]) => ({
          containerPort,
          protocol,
          ...(portName === undefined ? {} : { name: portName }),
        })),
      },
    ],
  });
}

/** Two zones, a Pod of the shop in each, and somebody who calls in each. */
function town(spec: ServiceSpec, ...others: KubernetesObject[]): Simulation {
  const zone = (name: string) => ({ 'topology.kubernetes.io/zone': name });
  const simulation = cluster([
    node('node-a', {}, zone('east')),
    node('node-b', {}, zone('west')),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    pod('web-a', 'web', { nodeName: 'node-a' }),
    pod('web-b', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    client('other'),
    cloudProvider({ provisioningSeconds: 1 }),
    service('shop', spec),
    ...others,
  ]);
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  return simulation;
}

function answers(simulation: Simulation, from: string, url: string, times = 12): Record<string, number> {
  return tally(Array.from({ length: times }, () => ask(simulation, from, url).end.answeredBy));
}

function unready(simulation: Simulation, name: string): void {
  edit<Pod>(simulation, podKey(name), (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
  }));
  run(simulation, 5000);
}

describe('ports', () => {
  const ports: ServiceSpec['ports'] = [
    { name: 'http', port: 80, targetPort: 'web', nodePort: 30080 },
    { name: 'dns', protocol: 'UDP', port: 53, targetPort: 5353, nodePort: 30053 },
    { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: 5353, nodePort: 30053 },
    { name: 'signalling', protocol: 'SCTP', port: 36412, targetPort: 3868, nodePort: 30412 },
  ];
  const simulation = cluster([
    node('node-a'),
    node('node-b'),
    listening('shop-1', 'node-b', [
      [8080, 'TCP', 'web'],
      [5353, 'UDP'],
      [5353, 'TCP'],
      [3868, 'SCTP'],
    ]),
    pod('web', 'web', { nodeName: 'node-a' }),
    client('visitor'),
    service('shop', { type: 'NodePort', clusterIP: '10.96.0.80', ports }),
  ]);

  it.each([
    ['http://shop/', 'TCP', 8080],
    ['udp://shop:53', 'UDP', 5353],
    ['tcp://shop:53', 'TCP', 5353],
    ['sctp://shop:36412', 'SCTP', 3868],
  ])('KP26 %s is led to %s %i of the Pod', (url, protocol, port) => {
    const told = ask(simulation, podKey('web'), url);
    expect(told.end.outcome).toBe('answered');
    const arrived = told.hops.filter(({ packetKind }) => packetKind === 'request').at(-1)!.after;
    expect(arrived).toMatchObject({ protocol, destinationPort: port, source: '10.244.1.2' });
  });

  it.each([
    [`http://${NODE_A}:30080/`, 'TCP', 8080],
    [`udp://${NODE_A}:30053`, 'UDP', 5353],
    [`tcp://${NODE_A}:30053`, 'TCP', 5353],
    [`sctp://${NODE_A}:30412`, 'SCTP', 3868],
  ])('KP26 %s is led there from outside too, and masqueraded', (url, protocol, port) => {
    const told = ask(simulation, clientKey('visitor'), url);
    expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: NODE_A });
    const arrived = told.hops.filter(({ packetKind }) => packetKind === 'request').at(-1)!.after;
    expect(arrived).toMatchObject({ protocol, destinationPort: port });
  });

  it('RQ4 an SCTP port that nobody listens on answers with an ABORT, which is translated back', () => {
    const told = ask(
      cluster([
        node('node-a'),
        pod('shop'),
        pod('web'),
        service('shop', { ports: [{ protocol: 'SCTP', port: 36412, targetPort: 3868 }] }),
      ]),
      podKey('web'),
      'sctp://shop:36412',
    );
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'PortNotListening' });
    expect(told.hops.at(-1)!.after).toMatchObject({ protocol: 'SCTP', sourcePort: 36412 });
  });
});

describe('external IPs', () => {
  const IP = '198.51.100.80';

  it('KP27 are led to the endpoints by every node, for Pods and the node itself too', () => {
    const simulation = town({ externalIPs: [IP] });
    expect(answers(simulation, podKey('web-a'), `http://${IP}/`)).toMatchObject({
      [podKey('shop-a')]: expect.any(Number),
      [podKey('shop-b')]: expect.any(Number),
    });
  });

  it('KP27 follow externalTrafficPolicy Local, which only lets Pods through to all endpoints', () => {
    const simulation = town({ externalIPs: [IP], externalTrafficPolicy: 'Local' });
    const { end } = ask(simulation, podKey('web-a'), `http://${IP}/`);
    expect(end).toMatchObject({ outcome: 'answered', sourceSeen: '10.244.1.3' });
  });
});

describe('session affinity', () => {
  it('KP4 keeps the Pod of a source, and forgets it after its timeout', () => {
    const simulation = town({
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 20 } },
    });
    expect(Object.keys(answers(simulation, podKey('web-a'), 'http://shop/', 15))).toHaveLength(1);
    const afterTimeouts = Array.from({ length: 15 }, () => {
      run(simulation, 21_000);
      return ask(simulation, podKey('web-a'), 'http://shop/').end.answeredBy;
    });
    expect(Object.keys(tally(afterTimeouts))).toHaveLength(2);
  });
});

describe('a load balancer’s address', () => {
  it('KP14 takes only sources of loadBalancerSourceRanges; its nodePort takes everybody', () => {
    const simulation = town({
      type: 'LoadBalancer',
      loadBalancerSourceRanges: [`${CLIENT}/32`],
      ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
    });
    const visit = (who: string, url: string) => ask(simulation, clientKey(who), url).end;
    expect(visit('visitor', 'http://192.0.2.40/').outcome).toBe('answered');
    expect(visit('other', 'http://192.0.2.40/')).toMatchObject({
      outcome: 'timedOut',
      reason: 'SourceRangeRefused',
    });
    expect(visit('other', `http://${NODE_A}:30080/`).outcome).toBe('answered');
  });
});

describe('publishNotReadyAddresses', () => {
  it('ES2 leads to Pods that are not ready, and puts them into DNS', () => {
    for (const isPublished of [false, true]) {
      const simulation = town({ clusterIP: 'None', publishNotReadyAddresses: isPublished });
      unready(simulation, 'shop-a');
      unready(simulation, 'shop-b');
      const { end } = ask(simulation, podKey('web-a'), 'http://shop:8080/');
      expect(end.outcome).toBe(isPublished ? 'answered' : 'nameNotFound');
    }
    const byClusterIP = town({ publishNotReadyAddresses: true });
    unready(byClusterIP, 'shop-a');
    expect(Object.keys(answers(byClusterIP, podKey('web-a'), 'http://shop/', 20))).toHaveLength(2);
  });
});

describe('trafficDistribution', () => {
  const local = { [podKey('shop-a')]: 12 };

  it.each(['PreferClose', 'PreferSameZone', 'PreferSameNode'])(
    'KP21 %s stays in the zone (or on the node), and goes elsewhere when nobody is left there',
    (trafficDistribution) => {
      const simulation = town({ trafficDistribution });
      expect(answers(simulation, podKey('web-a'), 'http://shop/')).toEqual(local);
      expect(answers(simulation, podKey('web-b'), 'http://shop/')).toEqual({ [podKey('shop-b')]: 12 });
      unready(simulation, 'shop-a');
      expect(answers(simulation, podKey('web-a'), 'http://shop/')).toEqual({ [podKey('shop-b')]: 12 });
    },
  );

  it('KP21 PreferSameZone takes all Pods of the zone, PreferSameNode only those of the node', () => {
    for (const [trafficDistribution, pods] of [
      ['PreferSameZone', 2],
      ['PreferSameNode', 1],
    ] as const) {
      const simulation = town(
        { trafficDistribution },
        node('node-c', {}, { 'topology.kubernetes.io/zone': 'east' }),
        pod('shop-c', 'shop', { nodeName: 'node-c' }),
      );
      const counts = answers(simulation, podKey('web-a'), 'http://shop/', 24);
      expect(Object.keys(counts)).toHaveLength(pods);
      expect(counts[podKey('shop-b')]).toBeUndefined();
    }
  });

  it('KP21 without it every Pod has its share', () => {
    expect(Object.keys(answers(town({}), podKey('web-a'), 'http://shop/', 24))).toHaveLength(2);
  });
});

describe('a Service without a selector', () => {
  const slice = (addresses: string[]): EndpointSlice => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'database-1',
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': 'database' },
    },
    addressType: 'IPv4',
    endpoints: addresses.map((address) => ({ addresses: [address] })),
    ports: [{ name: '', port: 5432, protocol: 'TCP' }],
  });
  const database = (): Service => {
    const { selector: _, ...spec } = service('database', { ports: [{ port: 5432 }] }).spec;
    return { ...service('database'), spec } as Service;
  };

  it('KP28 leads to what its slices list, also outside the cluster, under the address of the node', () => {
    const server = {
      apiVersion: 'kubehop.dev/v1alpha1',
      kind: 'OutsideServer',
      metadata: { name: 'postgres' },
      spec: { hostname: 'db.example.com', address: '198.51.100.9', ports: [{ port: 5432 }] },
    } as KubernetesObject;
    const simulation = town({}, database(), slice(['198.51.100.9']), server);
    const { end } = ask(simulation, podKey('web-a'), 'postgres://database/');
    expect(end).toMatchObject({
      outcome: 'answered',
      answeredBy: 'OutsideServer.kubehop.dev//postgres',
      sourceSeen: NODE_A,
    });
  });

  it('KP28 follows when somebody edits the slice, and refuses when it is gone', () => {
    const simulation = town({}, database(), slice(['10.244.1.2']));
    create(simulation, listening('db', 'node-b', [[5432, 'TCP']]));
    run(simulation, 5000);
    const { podIP } = simulation.byKind.Pod.get(podKey('db'))!.status!;
    const key = 'EndpointSlice.discovery.k8s.io/default/database-1';
    edit<EndpointSlice>(simulation, key, (object) => ({
      ...object,
      endpoints: [{ addresses: [podIP!] }],
    }));
    run(simulation, 1000);
    expect(ask(simulation, podKey('web-a'), 'postgres://database/').end.answeredBy).toBe(podKey('db'));
    remove(simulation, key);
    run(simulation, 1000);
    expect(ask(simulation, podKey('web-a'), 'postgres://database/').end).toMatchObject({
      outcome: 'refused',
      reason: 'NoReadyEndpoints',
    });
  });
});

describe('endpoints that terminate', () => {
  it('KP13 ES1 still get connections when they are the last ones, while they serve', () => {
    const simulation = town(
      {},
      {
        ...pod('slow', 'slow', {
          nodeName: 'node-a',
          terminationGracePeriodSeconds: 60,
          containers: [
            {
              name: 'app',
              image: 'x',
              ports: [{ containerPort: 8080 }],
              lifecycle: { preStop: { sleep: { seconds: 40 } } },
            },
          ],
        } as Partial<Pod['spec']>),
      } as KubernetesObject,
      service('slow'),
    );
    remove(simulation, podKey('slow'));
    run(simulation, 5000);
    const [endpoint] = slicesOf(simulation, 'slow')[0]!.endpoints!;
    expect(endpoint!.conditions).toEqual({ ready: false, serving: true, terminating: true });
    expect(ask(simulation, podKey('web-a'), 'http://slow/').end.answeredBy).toBe(podKey('slow'));
    create(simulation, pod('fresh', 'slow', { nodeName: 'node-b' }));
    run(simulation, 8000);
    expect(answers(simulation, podKey('web-a'), 'http://slow/', 2)).toEqual({ [podKey('fresh')]: 2 });
  });
});

describe('a connection that many requests share', () => {
  it.each(['iptables', 'nftables', 'ipvs'])('NF1 is refused for each of them, in %s mode', (mode) => {
    const simulation = town(
      { ports: [{ port: 80, targetPort: 9999 }] },
      {
        apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
        kind: 'KubeProxyConfiguration',
        metadata: { name: 'kube-proxy' },
        mode,
      } as KubernetesObject,
      traffic('streams', {
        from: { kind: 'Pod', name: 'web-a' },
        service: { name: 'shop' },
        connection: 'HTTP2',
        requestsPerSecond: 2,
      }),
    );
    const ends = run(simulation, 60_000).filter((event) => event.type === 'RequestEnd');
    expect(ends.length).toBeGreaterThan(30);
    expect(tally(ends.map(({ outcome }) => outcome))).toEqual({ refused: ends.length });
  });
});
