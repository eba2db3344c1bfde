import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { client, cluster, node, pod, run, service } from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, pathOf, podKey, reasonsOf } from '../../testing/requests.ts';
import { createRandom } from '../random.ts';
import { answer } from './coreDNS.ts';
import { fullyQualified, negative, positive } from './dnsMessage.ts';
import { balanced } from './dnsServer.ts';
import { type DnsView, KUBEADM_COREFILE, type KubernetesOptions } from './dnsView.ts';
import { candidateNames, resolvConfOf } from './resolver.ts';

const services = [
  service('shop', { clusterIP: '10.96.1.1', ports: [{ name: 'http', port: 80 }] }),
  service('db', { clusterIP: 'None' }),
  service('empty', { clusterIP: 'None' }),
  service('pay', { type: 'ExternalName', externalName: 'Pay.Example.com.' }),
  service('alias', { type: 'ExternalName', externalName: 'shop.default.svc.cluster.local' }),
  service('lost', { type: 'ExternalName', externalName: 'nowhere.example.com' }),
  service('missing', { type: 'ExternalName', externalName: 'shop.svc.cluster.local' }),
  service('ping', { type: 'ExternalName', externalName: 'pong.default.svc.cluster.local' }),
  service('pong', { type: 'ExternalName', externalName: 'ping.default.svc.cluster.local' }),
  service('round', { type: 'ExternalName', externalName: 'round.default.svc.cluster.local' }),
];
const endpoints: Endpoint[] = [
  { addresses: ['10.244.1.5'], hostname: 'db-0', conditions: { ready: true } },
  { addresses: ['10.244.2.5'], conditions: {} },
  { addresses: ['10.244.3.5'], conditions: { ready: false } },
];
const slice: EndpointSlice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    name: 'db-1',
    namespace: 'default',
    labels: { 'kubernetes.io/service-name': 'db' },
  },
  addressType: 'IPv4',
  endpoints,
  ports: [{ name: 'sql', port: 5432 }],
};
const ghost: Pod = { ...pod('ghost'), status: { phase: 'Running', podIP: '10.244.9.9' } };
const leaving: Pod = {
  ...ghost,
  metadata: { ...ghost.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
};

function viewOf(overrides: Partial<DnsView> = {}): DnsView {
  return {
    hasSynced: true,
    serverIPs: ['10.244.1.2'],
    namespaceExists: (name) => name === 'default',
    service: (key) => services.find((each) => key === `Service/default/${each.metadata.name}`),
    slicesOf: (key) => (key.endsWith('/db') ? [slice] : []),
    services: () => services,
    slices: () => [slice],
    pods: () => [],
    forward: ({ name, type }) =>
      name.toLowerCase() === 'pay.example.com.' && type === 'A'
        ? positive([{ name, type, ttl: 60, data: '198.51.100.9' }], [], false, null)
        : negative('NXDOMAIN', null),
    ...overrides,
  };
}

function query(name: string, type = 'A', settings: Partial<KubernetesOptions> = {}, view = viewOf()) {
  const kubernetes = { ...KUBEADM_COREFILE.kubernetes, ...settings };
  return answer({ name: fullyQualified(name), type }, view, { kubernetes, external: null });
}

function ask1(name: string, type = 'A', settings: Partial<KubernetesOptions> = {}, view = viewOf()) {
  const { rcode, records, service: owner } = query(name, type, settings, view);
  return { rcode, data: records.map((record) => record.data), owner };
}

const NODATA = { rcode: 'NOERROR', data: [], owner: null };
const NXDOMAIN = { rcode: 'NXDOMAIN', data: [], owner: null };

describe('answers', () => {
  it('DNS2 a Service has its ClusterIP, also under the name of one of its ports', () => {
    const expected = { rcode: 'NOERROR', data: ['10.96.1.1'], owner: 'Service/default/shop' };
    expect(ask1('shop.default.svc.cluster.local')).toEqual(expected);
    expect(ask1('_http._tcp.shop.default.svc.cluster.local')).toEqual(expected);
    expect(ask1('_http._udp.shop.default.svc.cluster.local').rcode).toBe('NXDOMAIN');
    expect(query('shop.default.svc.cluster.local').records[0]).toMatchObject({ type: 'A', ttl: 30 });
  });

  it('DNS3 a headless Service has its ready addresses, or does not exist', () => {
    expect(ask1('db.default.svc.cluster.local').data).toEqual(['10.244.1.5', '10.244.2.5']);
    expect(ask1('empty.default.svc.cluster.local').rcode).toBe('NXDOMAIN');
  });

  it('DNS3 addresses come in random order', () => {
    const plain = query('db.default.svc.cluster.local');
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const data = balanced(plain, createRandom(seed, 'dns')).records.map((record) => record.data);
      expect([...data].sort()).toEqual(['10.244.1.5', '10.244.2.5']);
      orders.add(data.join());
    }
    expect(orders.size).toBe(2);
  });

  it('DNS4 an endpoint has a name of its own: its hostname, else its address with dashes', () => {
    expect(ask1('db-0.db.default.svc.cluster.local').data).toEqual(['10.244.1.5']);
    expect(ask1('10-244-2-5.db.default.svc.cluster.local').data).toEqual(['10.244.2.5']);
    expect(ask1('10-244-1-5.db.default.svc.cluster.local').rcode).toBe('NXDOMAIN');
    expect(ask1('10-244-3-5.db.default.svc.cluster.local').rcode).toBe('NXDOMAIN');
  });

  it('DNS5 an ExternalName is a CNAME, and its target is looked up too', () => {
    expect(ask1('pay.default.svc.cluster.local')).toEqual({
      rcode: 'NOERROR',
      data: ['Pay.Example.com.', '198.51.100.9'],
      owner: 'Service/default/pay',
    });
    expect(ask1('alias.default.svc.cluster.local').data).toEqual([
      'shop.default.svc.cluster.local.',
      '10.96.1.1',
    ]);
  });

  it('DNS5 the alias of an unknown outside name is told, of an unknown name of the cluster it is not', () => {
    const lost = { rcode: 'NOERROR', data: ['nowhere.example.com.'], owner: 'Service/default/lost' };
    expect(ask1('lost.default.svc.cluster.local')).toEqual(lost);
    expect(ask1('missing.default.svc.cluster.local')).toEqual(NODATA);
    expect(ask1('missing.default.svc.cluster.local', 'CNAME').data).toEqual(['shop.svc.cluster.local.']);
    expect(ask1('pay.default.svc.cluster.local', 'A', {}, viewOf({ forward: () => null }))).toEqual(NODATA);
  });

  it('DNS5 aliases that lead in a circle lead nowhere', () => {
    expect(ask1('round.default.svc.cluster.local')).toEqual(NODATA);
    expect(ask1('ping.default.svc.cluster.local')).toEqual(NODATA);
  });

  it('DNS6 a name that does not exist is NXDOMAIN; one that exists without an address is NODATA', () => {
    for (const name of [
      'cluster.local',
      'svc.cluster.local',
      'pod.cluster.local',
      'default.svc.cluster.local',
    ])
      expect(ask1(name)).toEqual(NODATA);
    expect(ask1('shop.default.svc.cluster.local', 'AAAA')).toEqual(NODATA);
    for (const name of [
      'nowhere.svc.cluster.local',
      'shop.nowhere.svc.cluster.local',
      'nope.default.svc.cluster.local',
      'nope.cluster.local',
      'nowhere.example.com',
      'shop',
    ])
      expect(ask1(name)).toEqual(NXDOMAIN);
    expect(query('nope.default.svc.cluster.local').authority?.name).toBe('cluster.local.');
    expect(query('shop.default.svc.cluster.local', 'AAAA').authority?.name).toBe('cluster.local.');
    expect(query('shop.default.svc.cluster.local').authority).toBeNull();
  });

  it('DNS11 a Pod address can be read off its name', () => {
    expect(ask1('10-244-9-9.default.pod.cluster.local').data).toEqual(['10.244.9.9']);
    expect(ask1('fd00--9.default.pod.cluster.local', 'AAAA').data).toEqual(['fd00::9']);
    expect(ask1('10-244-9-9.nowhere.pod.cluster.local').rcode).toBe('NXDOMAIN');
    expect(ask1('shop.default.pod.cluster.local').rcode).toBe('NXDOMAIN');
  });

  it('DNS11 verified, only if a living Pod of the namespace has it; disabled, never', () => {
    const name = '10-244-9-9.default.pod.cluster.local';
    const verified = { pods: 'verified' } as const;
    expect(ask1(name, 'A', verified, viewOf({ pods: () => [ghost] })).data).toEqual(['10.244.9.9']);
    expect(ask1(name, 'A', verified, viewOf({ pods: () => [leaving] }))).toEqual(NXDOMAIN);
    expect(ask1(name, 'A', verified)).toEqual(NXDOMAIN);
    expect(ask1(name, 'A', { pods: 'disabled' })).toEqual(NXDOMAIN);
  });

  it('DNS13 SRV records tell the ports of a Service, and its endpoints', () => {
    const { records, extra } = query('_sql._tcp.db.default.svc.cluster.local', 'SRV');
    const target = (label: string) => `${label}.db.default.svc.cluster.local.`;
    expect(records.map(({ data }) => data)).toEqual([
      { priority: 0, weight: 50, port: 5432, target: target('db-0') },
      { priority: 0, weight: 50, port: 5432, target: target('10-244-2-5') },
    ]);
    expect(extra.map(({ name, data }) => [name, data])).toEqual([
      [target('db-0'), '10.244.1.5'],
      [target('10-244-2-5'), '10.244.2.5'],
    ]);
    expect(ask1('pay.default.svc.cluster.local', 'SRV')).toEqual(NODATA);
  });

  it('DNS13 a PTR leads from a ClusterIP to the Service, else from an address to its endpoints', () => {
    expect(ask1('1.1.96.10.in-addr.arpa', 'PTR').data).toEqual(['shop.default.svc.cluster.local.']);
    expect(ask1('5.1.244.10.in-addr.arpa', 'PTR').data).toEqual(['db-0.db.default.svc.cluster.local.']);
    const other = viewOf({
      forward: ({ name }) =>
        positive([{ name, type: 'PTR', ttl: 60, data: 'pay.example.com.' }], [], false, null),
    });
    expect(ask1('9.100.51.198.in-addr.arpa', 'PTR', {}, other).data).toEqual(['pay.example.com.']);
    expect(ask1('9.100.51.198.in-addr.arpa', 'PTR', { fallthrough: [] }, other)).toEqual(NXDOMAIN);
  });

  it('DNS14 before the objects are known, and when nobody can be asked, the answer is SERVFAIL', () => {
    const unsynced = viewOf({ hasSynced: false });
    expect(ask1('nope.default.svc.cluster.local', 'A', {}, unsynced).rcode).toBe('SERVFAIL');
    expect(ask1('pay.example.com', 'A', {}, viewOf({ forward: () => null })).rcode).toBe('SERVFAIL');
  });
});

describe('the search path', () => {
  const conf = resolvConfOf(pod('web'));

  it('DNS1 comes first for names with fewer than five dots', () => {
    expect(conf).toMatchObject({ nameserver: '10.96.0.10', ndots: 5 });
    expect(candidateNames('Shop', conf)).toEqual([
      'shop.default.svc.cluster.local',
      'shop.svc.cluster.local',
      'shop.cluster.local',
      'shop',
    ]);
    expect(candidateNames('shop.default.svc.cluster.local.', conf)).toEqual([
      'shop.default.svc.cluster.local',
    ]);
    expect(candidateNames('a.b.c.d.e.f', conf)[0]).toBe('a.b.c.d.e.f');
  });

  it('DNS10 follows dnsPolicy and dnsConfig', () => {
    expect(resolvConfOf(pod('web', 'web', { dnsPolicy: 'Default' })).nameserver).toBeNull();
    expect(resolvConfOf(pod('web', 'web', { hostNetwork: true })).nameserver).toBeNull();
    expect(
      resolvConfOf(pod('web', 'web', { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' })).nameserver,
    ).toBe('10.96.0.10');
    const options = [{ name: 'ndots', value: '1' }];
    const own = resolvConfOf(pod('web', 'web', { dnsConfig: { options, searches: ['example.com'] } }));
    expect(candidateNames('shop.default', own)[0]).toBe('shop.default');
    expect(own.search.at(-1)).toBe('example.com');
    const none = resolvConfOf(
      pod('web', 'web', { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.96.0.10'], searches: [] } }),
    );
    expect(none).toEqual({ nameserver: '10.96.0.10', search: [], ndots: 1 });
    const nameservers = ['198.51.100.53'];
    expect(resolvConfOf(pod('web', 'web', { dnsConfig: { nameservers } })).nameserver).toBe('10.96.0.10');
    const ofNode = resolvConfOf(pod('web', 'web', { dnsPolicy: 'Default', dnsConfig: { nameservers } }));
    expect(ofNode.nameserver).toBeNull();
    const many = [{ name: 'ndots', value: '40' }];
    expect(resolvConfOf(pod('web', 'web', { dnsConfig: { options: many } })).ndots).toBe(15);
  });
});

describe('queries', () => {
  it('DNS7 are packets to 10.96.0.10 that kube-proxy leads to a CoreDNS Pod', () => {
    const simulation = cluster([node('node-a'), node('node-b'), pod('web'), pod('shop'), service('shop')]);
    const told = ask(simulation, podKey('web'), 'http://shop.default/');
    const queries = told.hops.filter((hop) => hop.packetKind === 'dnsQuery');
    expect(queries[0]!.after).toMatchObject({
      protocol: 'UDP',
      destination: '10.96.0.10',
      destinationPort: 53,
    });
    expect(
      new Set(told.hops.filter((hop) => hop.packetKind === 'dnsQuery').map((hop) => hop.service)),
    ).toEqual(new Set(['Service/kube-system/kube-dns']));
    expect(reasonsOf(told, 'dnsQuery').slice(0, 2)).toEqual(['DnsQuery', 'EndpointPicked']);
    expect(pathOf(told, 'dnsQuery').some((place) => place.startsWith('Pod/kube-system/coredns-'))).toBe(true);
    const names = told.packetEnds
      .filter((end) => end.packetKind === 'dnsReply')
      .map((end) => [end.details!.name, end.reason]);
    expect(names).toEqual([
      ['shop.default.default.svc.cluster.local', 'DnsNoSuchName'],
      ['shop.default.svc.cluster.local', 'DnsAnswer'],
    ]);
  });

  it('DNS1 an outside name costs a Pod four queries, a client none', () => {
    const simulation = cluster([
      node('node-a'),
      pod('web'),
      client('visitor'),
      outsideServer('pay', 'pay.example.com'),
    ]);
    run(simulation, 1000);
    const inside = ask(simulation, podKey('web'), 'http://pay.example.com/');
    expect(inside.hops.filter((hop) => hop.reason === 'DnsQuery')).toHaveLength(4);
    const outside = ask(simulation, clientKey('visitor'), 'http://pay.example.com/');
    expect(outside.hops.filter((hop) => hop.reason === 'DnsQuery')).toHaveLength(0);
    expect([inside.end.outcome, outside.end.outcome]).toEqual(['answered', 'answered']);
  });
});
