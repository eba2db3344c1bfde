import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { ServiceSpec } from '../../kubernetes/service.ts';
import { client, cloudProvider, cluster, node, pod, remove, run, service } from '../../testing/cluster.ts';
import { ask, clientKey, podKey } from '../../testing/requests.ts';
import type { Header, Hop } from '../events.ts';
import { createRandom } from '../random.ts';
import { compileRules } from './compileRules.ts';
import { DEFAULT_PROXY_CONFIG, type ProxyMode } from './kubeProxy.ts';
import { matchRules } from './netfilter.ts';
import { sendRequest } from './request.ts';

interface Listed {
  name: string;
  node: string;
  ready?: boolean;
  serving?: boolean;
  terminating?: boolean;
  zone?: string;
}

function sliceOf(listed: readonly Listed[]): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'shop-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'shop' } },
    addressType: 'IPv4',
    endpoints: listed.map(({ name, node, zone, ...conditions }, index) => ({
      addresses: [`10.244.1.${index + 2}`],
      nodeName: node,
      targetRef: { kind: 'Pod', namespace: 'default', name },
      conditions,
      ...(zone === undefined ? {} : { hints: { forZones: [{ name: zone }] } }),
    })),
    ports: [{ port: 8080, protocol: 'TCP' }],
  };
}

/** What becomes of each endpoint when a packet comes to node-a, in zone a. */
function choose(listed: readonly Listed[], spec: ServiceSpec = {}, mode: ProxyMode = 'iptables') {
  const rules = compileRules(
    { ...DEFAULT_PROXY_CONFIG, mode },
    { name: 'node-a', zone: 'a', addresses: ['192.168.1.11'] },
    [service('shop', { clusterIP: '10.96.1.1', ...spec })],
    [sliceOf(listed)],
  );
  const header: Header = {
    protocol: 'TCP',
    source: '10.244.1.99',
    sourcePort: 40_000,
    destination: '10.96.1.1',
    destinationPort: 80,
  };
  const verdict = matchRules(rules, header, new Map(), createRandom(3, 'candidates'), 0, new Map());
  const told = (verdict.rule?.choice?.candidates ?? []).map(({ name, isPicked, obstacle, detail }) =>
    [name.replace('default/', ''), isPicked ? 'picked' : (obstacle ?? 'free'), detail].join(' ').trim(),
  );
  return { picked: verdict.endpoint?.target.replace('default/', ''), told };
}

for (const mode of ['iptables', 'nftables', 'ipvs'] as const)
  describe(`the candidates of a rule in ${mode} mode`, () => {
    it('EX4 are all endpoints of the Service, with what kept each one from being chosen', () => {
      const { picked, told } = choose(
        [
          { name: 'one', node: 'node-a' },
          { name: 'two', node: 'node-b' },
          { name: 'starting', node: 'node-b', ready: false },
          { name: 'stopping', node: 'node-b', ready: false, serving: true, terminating: true },
        ],
        {},
        mode,
      );
      expect(['one', 'two']).toContain(picked);
      const other = picked === 'one' ? 'two' : 'one';
      expect(told).toContain(`${picked} picked`);
      expect(told).toContain(`${other} free`);
      expect(told).toContain('starting notReady');
      expect(told).toContain('stopping terminating');
      expect(told).toHaveLength(4);
    });

    it('EX4 of a Local policy are on this node, and the others say where they are', () => {
      const { told } = choose(
        [
          { name: 'here', node: 'node-a' },
          { name: 'there', node: 'node-b' },
        ],
        { internalTrafficPolicy: 'Local' },
        mode,
      );
      expect(told).toEqual(['here picked', 'there otherNode node-b']);
    });

    it('EX4 of a Service with hints are in this zone, and the others say for which zone they are', () => {
      const { told } = choose(
        [
          { name: 'near', node: 'node-a', zone: 'a' },
          { name: 'far', node: 'node-b', zone: 'b' },
          { name: 'ill', node: 'node-a', ready: false },
        ],
        {},
        mode,
      );
      expect(told).toEqual(['near picked', 'far forOtherZone b', 'ill notReady']);
    });

    it('EX4 are told of a refusal too: nobody could be chosen', () => {
      const { picked, told } = choose([{ name: 'ill', node: 'node-a', ready: false }], {}, mode);
      expect(picked).toBeUndefined();
      expect(told).toEqual(['ill notReady']);
    });
  });

it('EX4 who serves while it terminates is chosen when nobody else is left', () => {
  const { told } = choose([
    { name: 'last', node: 'node-b', ready: false, serving: true, terminating: true },
    { name: 'gone', node: 'node-b', ready: false, serving: false, terminating: true },
  ]);
  expect(told).toEqual(['last picked', 'gone terminating']);
});

it('EX4 a dropped packet names the nodes on which there is somebody', () => {
  const { told } = choose(
    [
      { name: 'there', node: 'node-b' },
      { name: 'ill', node: 'node-a', ready: false },
    ],
    { internalTrafficPolicy: 'Local' },
  );
  expect(told).toEqual(['there otherNode node-b', 'ill notReady']);
});

describe('what a choice was made of', () => {
  const scene = [
    node('node-a'),
    node('node-b'),
    pod('shop', 'shop', { nodeName: 'node-a' }),
    service('shop', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
    cloudProvider(),
    client('visitor'),
  ];

  it('EX4 of a load balancer are nodes, healthy or not', () => {
    const { hops } = ask(cluster(scene), clientKey('visitor'), { name: 'shop' });
    const { choice } = hops.find(({ reason }) => reason === 'NodePicked')!.rule!;
    expect(choice?.of).toBe('nodes');
    expect(choice?.candidates.map(({ name, isPicked, obstacle }) => [name, isPicked, obstacle])).toEqual([
      ['node-a', true, null],
      ['node-b', false, 'unhealthy'],
    ]);
  });

  it('EX4 of a proxy are the endpoints of the Service that it has picked', () => {
    const objects = [
      node('node-a'),
      pod('traefik', 'traefik', {
        containers: [{ name: 'traefik', image: 'traefik:v3', ports: [{ containerPort: 80 }] }],
      }),
      service('traefik', { type: 'NodePort', ports: [{ port: 80, targetPort: 80, nodePort: 30080 }] }),
      pod('shop-1', 'shop'),
      pod('shop-2', 'shop', {}, { annotations: { 'kubehop.dev/ready': 'false' } }),
      service('shop'),
      client('visitor'),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'shop', namespace: 'default' },
        spec: { defaultBackend: { service: { name: 'shop', port: { number: 80 } } } },
      },
    ];
    const simulation = cluster(objects);
    sendRequest(simulation, { from: clientKey('visitor'), url: 'http://192.168.1.11:30080/' });
    const connects = run(simulation, 60_000).find(
      (event) => event.type === 'Hop' && event.reason === 'ProxyConnects',
    );
    const { choice } = (connects as Hop).rule!;
    expect(choice?.candidates.map(({ name, isPicked, obstacle }) => [name, isPicked, obstacle])).toEqual([
      ['default/shop-1', true, null],
      ['default/shop-2', false, 'notReady'],
    ]);
  });

  it('EX4 of a resolver are the names of its search path', () => {
    const { hops } = ask(cluster(scene), podKey('shop'), 'http://shop.default');
    const [first, second] = hops.filter(({ reason }) => reason === 'DnsQuery');
    expect(first?.rule?.choice?.candidates.map(({ obstacle }) => obstacle).slice(0, 2)).toEqual([
      null,
      'later',
    ]);
    expect(second?.rule?.choice?.candidates.map(({ obstacle }) => obstacle).slice(0, 2)).toEqual([
      'tried',
      null,
    ]);
  });

  it('EX4 stay those of then, whatever comes later, and are no part of the log', () => {
    const simulation = cluster(scene);
    const { hops } = ask(simulation, clientKey('visitor'), { name: 'shop' });
    const picked = hops.find(({ reason }) => reason === 'NodePicked')!;
    const before = JSON.stringify(picked.rule!.choice);
    remove(simulation, podKey('shop'), 0);
    run(simulation, 60_000);
    expect(JSON.stringify(picked.rule!.choice)).toBe(before);
    expect(Object.keys(JSON.parse(JSON.stringify(picked.rule)))).toEqual(['component', 'chain', 'text']);
  });
});
