import { describe, expect, it } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { client, cluster, node, pod, run, service } from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, pathOf, podKey, reasonsOf } from '../../testing/requests.ts';
import { createRandom } from '../random.ts';
import { answer, type DnsView } from './coreDNS.ts';
import { candidateNames, resolvConfOf } from './resolver.ts';

const services = [
  service('shop', { clusterIP: '10.96.1.1', ports: [{ name: 'http', port: 80 }] }),
  service('db', { clusterIP: 'None' }),
  service('empty', { clusterIP: 'None' }),
  service('pay', { type: 'ExternalName', externalName: 'Pay.Example.com.' }),
  service('alias', { type: 'ExternalName', externalName: 'shop.default.svc.cluster.local' }),
  service('lost', { type: 'ExternalName', externalName: 'nowhere.example.com' }),
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
  metadata: { name: 'db-1', namespace: 'default' },
  addressType: 'IPv4',
  endpoints,
  ports: [{ port: 5432 }],
};
const view: DnsView = {
  namespaceExists: (name) => name === 'default',
  service: (key) => services.find((each) => key === `Service/default/${each.metadata.name}`),
  slicesOf: (key) => (key.endsWith('/db') ? [slice] : []),
  outsideAddress: (name) => (name === 'pay.example.com' ? '198.51.100.9' : undefined),
};

function ask1(name: string, seed = 1) {
  const { rcode, records, service: owner } = answer(view, { name, type: 'A' }, createRandom(seed, 'dns'));
  return { rcode, data: records.map((record) => record.data), owner };
}

describe('answers', () => {
  it('DNS2 a Service has its ClusterIP, also under the name of one of its ports', () => {
    const expected = { rcode: 'NOERROR', data: ['10.96.1.1'], owner: 'Service/default/shop' };
    expect(ask1('shop.default.svc.cluster.local')).toEqual(expected);
    expect(ask1('_http._tcp.shop.default.svc.cluster.local')).toEqual(expected);
    expect(ask1('_http._udp.shop.default.svc.cluster.local').rcode).toBe('NXDOMAIN');
  });

  it('DNS3 a headless Service has its ready addresses, in random order', () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const { data } = ask1('db.default.svc.cluster.local', seed);
      expect([...data].sort()).toEqual(['10.244.1.5', '10.244.2.5']);
      orders.add(data.join());
    }
    expect(orders.size).toBe(2);
    expect(ask1('empty.default.svc.cluster.local').rcode).toBe('NXDOMAIN');
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
      data: ['pay.example.com', '198.51.100.9'],
      owner: 'Service/default/pay',
    });
    expect(ask1('alias.default.svc.cluster.local').data).toEqual([
      'shop.default.svc.cluster.local',
      '10.96.1.1',
    ]);
    expect(ask1('lost.default.svc.cluster.local')).toMatchObject({
      rcode: 'NXDOMAIN',
      data: ['nowhere.example.com'],
    });
    expect(ask1('round.default.svc.cluster.local').data.at(-1)).toBe('round.default.svc.cluster.local');
  });

  it('DNS6 a name that does not exist is NXDOMAIN; one that exists without an address is NODATA', () => {
    const nodata = { rcode: 'NOERROR', data: [], owner: null };
    for (const name of [
      'cluster.local',
      'svc.cluster.local',
      'pod.cluster.local',
      'default.svc.cluster.local',
    ])
      expect(ask1(name)).toEqual(nodata);
    for (const name of [
      'nowhere.svc.cluster.local',
      'shop.nowhere.svc.cluster.local',
      'nope.default.svc.cluster.local',
      'nope.cluster.local',
      'nowhere.example.com',
      'shop',
    ])
      expect(ask1(name)).toEqual({ rcode: 'NXDOMAIN', data: [], owner: null });
  });

  it('DNS11 a Pod address can be read off its name', () => {
    expect(ask1('10-244-9-9.default.pod.cluster.local').data).toEqual(['10.244.9.9']);
    expect(ask1('10-244-9-9.nowhere.pod.cluster.local').rcode).toBe('NXDOMAIN');
    expect(ask1('shop.default.pod.cluster.local').rcode).toBe('NXDOMAIN');
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
