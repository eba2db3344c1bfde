import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { service } from '../../testing/cluster.ts';
import { tally } from '../../testing/requests.ts';
import { createRandom } from '../random.ts';
import { compileRules } from './compileRules.ts';
import { DEFAULT_PROXY_CONFIG, type NodeRules, type ProxyConfig } from './kubeProxy.ts';
import { type AffinityTable, matchRules } from './netfilter.ts';

const CLUSTER_IP = '10.96.1.1';

interface Listed {
  ip: string;
  nodeName?: string;
  ready?: boolean;
  serving?: boolean;
  terminating?: boolean;
  zone?: string;
}

function slice(name: string, endpoints: Listed[], port = 8080): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: endpoints.map(({ ip, nodeName, zone, ...conditions }) => ({
      addresses: [ip],
      conditions,
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(zone === undefined ? {} : { hints: { forZones: [{ name: zone }] } }),
    })),
    ports: [{ port, protocol: 'TCP' }],
  };
}

function rulesOf(
  spec: Parameters<typeof service>[1],
  endpoints: Listed[],
  config: Partial<ProxyConfig> = {},
  zone = '',
): NodeRules {
  return compileRules(
    { ...DEFAULT_PROXY_CONFIG, ...config },
    { name: 'node-a', zone, addresses: ['192.168.1.11'] },
    [service('shop', { clusterIP: CLUSTER_IP, ...spec })],
    [slice('shop', endpoints)],
  );
}

const three = [{ ip: '10.244.1.5' }, { ip: '10.244.2.5' }, { ip: '10.244.3.5' }];
const random = () => createRandom(7, 'picking');

function send(
  rules: NodeRules,
  source = '10.244.1.9',
  now = 0,
  affinity: AffinityTable = new Map(),
  stream = random(),
  destination = CLUSTER_IP,
  destinationPort = 80,
) {
  const header = { protocol: 'TCP' as const, source, sourcePort: 40000, destination, destinationPort };
  return matchRules(rules, header, affinity, stream, now);
}

describe('picking', () => {
  it('KP3 every endpoint has the same chance, whatever was picked before', () => {
    const rules = rulesOf({}, three);
    const stream = random();
    const picked = Array.from(
      { length: 9000 },
      () => send(rules, '10.244.1.9', 0, new Map(), stream).endpoint!.ip,
    );
    for (const count of Object.values(tally(picked))) expect(Math.abs(count - 3000)).toBeLessThan(200);
    const pairs = tally(picked.slice(1).map((ip, index) => `${picked[index]} ${ip}`));
    expect(Object.keys(pairs)).toHaveLength(9);
    for (const count of Object.values(pairs)) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('KP13 endpoints that terminate but still serve are used only when no ready one is left', () => {
    const leaving = { ip: '10.244.1.6', ready: false, serving: true, terminating: true };
    const gone = { ip: '10.244.1.7', ready: false, serving: false, terminating: true };
    expect(send(rulesOf({}, [{ ip: '10.244.1.5' }, leaving, gone])).endpoint!.ip).toBe('10.244.1.5');
    const verdict = send(rulesOf({}, [leaving, gone]));
    expect(verdict).toMatchObject({ verdict: 'DNAT', endpoint: { ip: leaving.ip } });
    expect(verdict.details).toMatchObject({ isTerminating: true });
    expect(send(rulesOf({}, [gone])).verdict).toBe('REJECT');
  });

  it('KP21 zone hints keep traffic in the zone of the node, if every ready endpoint has one', () => {
    const hinted = [
      { ip: '10.244.1.5', zone: 'zone-a' },
      { ip: '10.244.2.5', zone: 'zone-b' },
    ];
    expect(send(rulesOf({}, hinted, {}, 'zone-b')).endpoint!.ip).toBe('10.244.2.5');
    const stream = random();
    const partly = rulesOf({}, [...hinted, { ip: '10.244.3.5' }], {}, 'zone-b');
    const picked = new Set(
      Array.from({ length: 60 }, () => send(partly, '10.244.1.9', 0, new Map(), stream).endpoint!.ip),
    );
    expect(picked.size).toBe(3);
  });

  it('KP22 a packet to a ClusterIP from outside the Pod network is masqueraded', () => {
    expect(send(rulesOf({}, three), '10.244.1.9').masquerade).toBe(false);
    expect(send(rulesOf({}, three), '192.168.1.12').masquerade).toBe(true);
    expect(send(rulesOf({}, three, { masqueradeAll: true }), '10.244.1.9').masquerade).toBe(true);
    expect(send(rulesOf({}, three, { clusterCIDR: null }), '192.168.1.12').masquerade).toBe(false);
  });
});

describe('session affinity', () => {
  const sticky = {
    sessionAffinity: 'ClientIP' as const,
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
  };

  it('KP4 a source keeps its endpoint, and every new connection renews it', () => {
    const rules = rulesOf(sticky, three);
    const affinity: AffinityTable = new Map();
    const stream = random();
    const first = send(rules, '10.244.1.9', 0, affinity, stream);
    expect(first.reason).toBe('EndpointPicked');
    for (let at = 50_000; at <= 500_000; at += 50_000) {
      const next = send(rules, '10.244.1.9', at, affinity, stream);
      expect(next).toMatchObject({ reason: 'AffinityKept', endpoint: { ip: first.endpoint!.ip } });
    }
  });

  it('KP4 other sources have their own, and after timeoutSeconds of silence it is forgotten', () => {
    const rules = rulesOf(sticky, three);
    const stream = random();
    const affinity: AffinityTable = new Map();
    const sources = Array.from({ length: 60 }, (_, n) => `10.244.9.${n}`);
    const firsts = sources.map((source) => send(rules, source, 0, affinity, stream).endpoint!.ip);
    expect(new Set(firsts).size).toBe(3);
    const later = sources.map((source) => send(rules, source, 60_000, affinity, stream));
    expect(new Set(later.map((verdict) => verdict.reason))).toEqual(new Set(['EndpointPicked']));
    expect(later.map((verdict) => verdict.endpoint!.ip)).not.toEqual(firsts);
  });

  it('KP4 when the endpoint is no longer listed, another is picked', () => {
    const affinity: AffinityTable = new Map();
    const first = send(rulesOf(sticky, three), '10.244.1.9', 0, affinity).endpoint!.ip;
    const rest = three.filter(({ ip }) => ip !== first);
    const next = send(rulesOf(sticky, rest), '10.244.1.9', 1000, affinity);
    expect(next.reason).toBe('EndpointPicked');
    expect(rest.map(({ ip }) => ip)).toContain(next.endpoint!.ip);
  });
});

describe('modes', () => {
  const nodePort = { type: 'NodePort' as const, ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] };
  const toNode = (rules: NodeRules, address: string) =>
    send(rules, '203.0.113.7', 0, new Map(), random(), address, 30080).verdict;

  it('KP18 with nftables a ClusterIP refuses ports that it does not have, and an unused one drops', () => {
    const rules = rulesOf({}, three, { mode: 'nftables' });
    const at = (destination: string, port: number) =>
      send(rules, '10.244.1.9', 0, new Map(), random(), destination, port);
    expect(at(CLUSTER_IP, 81)).toMatchObject({ verdict: 'REJECT', reason: 'PortNotServed' });
    expect(at('10.96.9.9', 80)).toMatchObject({ verdict: 'DROP', reason: 'UnusedClusterIP' });
    expect(at('198.51.100.9', 80).verdict).toBe('NONE');
    const iptables = rulesOf({}, three);
    expect(send(iptables, '10.244.1.9', 0, new Map(), random(), CLUSTER_IP, 81).verdict).toBe('NONE');
  });

  it('KP18 by default iptables accepts NodePorts on all addresses of the node, nftables on the primary one', () => {
    const node = { name: 'node-a', zone: '', addresses: ['192.168.1.11', '192.168.9.11'] };
    const rules = (mode: ProxyConfig['mode']) =>
      compileRules(
        { ...DEFAULT_PROXY_CONFIG, mode },
        node,
        [service('shop', { clusterIP: CLUSTER_IP, ...nodePort })],
        [slice('shop', three)],
      );
    expect(node.addresses.map((address) => toNode(rules('iptables'), address))).toEqual(['DNAT', 'DNAT']);
    expect(node.addresses.map((address) => toNode(rules('nftables'), address))).toEqual(['DNAT', 'NONE']);
    expect(toNode(rules('iptables'), '127.0.0.1')).toBe('DNAT');
    expect(toNode(rules('nftables'), '127.0.0.1')).toBe('NONE');
    expect(toNode(rules('iptables'), '192.168.1.12')).toBe('NONE');
  });

  it('KP18 without endpoints nftables drops what the source ranges refuse, iptables refuses everybody', () => {
    const spec = {
      type: 'LoadBalancer' as const,
      externalIPs: [],
      loadBalancerSourceRanges: ['198.51.100.0/24'],
    };
    const verdicts = (['iptables', 'nftables'] as const).map((mode) => {
      const balanced = {
        ...service('shop', { clusterIP: CLUSTER_IP, ...spec }),
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.40' }] } },
      };
      const node = { name: 'node-a', zone: '', addresses: ['192.168.1.11'] };
      const rules = compileRules({ ...DEFAULT_PROXY_CONFIG, mode }, node, [balanced], []);
      return send(rules, '203.0.113.7', 0, new Map(), random(), '192.0.2.40').reason;
    });
    expect(verdicts).toEqual(['NoReadyEndpoints', 'SourceRangeRefused']);
  });
});
