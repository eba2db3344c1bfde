import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { service } from '../../testing/cluster.ts';
import { answer } from './coreDNS.ts';
import { negative, positive } from './dnsMessage.ts';
import { type CoreDNSOptions, type DnsView, KUBEADM_COREFILE } from './dnsView.ts';
import { k8sExternal } from './k8sExternal.ts';

const options: CoreDNSOptions = {
  kubernetes: { ...KUBEADM_COREFILE.kubernetes, zonal: true },
  external: k8sExternal({ zones: ['example.com.'], ttl: 5, headless: true }),
};
const dns = service('dns', { clusterIP: '10.96.0.10', externalIPs: ['192.0.2.53'] });
const shop = {
  ...service('shop', { type: 'LoadBalancer', clusterIP: '10.96.1.1', ports: [{ name: 'http', port: 80 }] }),
  status: { loadBalancer: { ingress: [{ hostname: 'lb.example.net' }] } },
};
const db = service('db', { clusterIP: 'None', ports: [{ name: 'sql', port: 5432 }] });
const services = [dns, shop, db];

function slice(name: string, address: string, zone: string): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], zone }],
    ports: [{ name: 'sql', port: 5432 }],
  };
}
const slices = [slice('dns', '10.244.1.2', 'a'), slice('db', '10.244.1.5', 'a')];

const view: DnsView = {
  hasSynced: true,
  serverIPs: ['10.244.1.2'],
  namespaceExists: (name) => name === 'default',
  service: (key) => services.find((each) => key === `Service/default/${each.metadata.name}`),
  slicesOf: (key) => slices.filter(({ metadata }) => key === `Service/default/${metadata.name}`),
  services: () => services,
  slices: () => slices,
  pods: () => [],
  forward: ({ name, type }) =>
    name === 'lb.example.net.' && type === 'A'
      ? positive([{ name, type, ttl: 60, data: '192.0.2.40' }], [], false, null)
      : negative('NXDOMAIN', null),
};

function ask(name: string, type = 'A') {
  const { rcode, records, extra, authority } = answer({ name, type }, view, options);
  return {
    rcode,
    data: records.map((record) => record.data),
    extra: extra.map((record) => record.data),
    from: authority?.data.mname ?? null,
  };
}

test('DNS15 a public zone has the addresses of Services outside the cluster, and follows the name of a load balancer', () => {
  expect(ask('dns.default.example.com.').data).toEqual(['192.0.2.53']);
  expect(ask('shop.default.example.com.').data).toEqual(['lb.example.net.', '192.0.2.40']);
  expect(ask('shop.default.example.com.', 'SRV')).toMatchObject({
    data: [{ port: 80, target: 'lb.example.net.' }],
    extra: ['192.0.2.40'],
  });
  expect(ask('db.default.example.com.').data).toEqual(['10.244.1.5']);
  expect(ask('db.default.svc.cluster.local.').data).toEqual(['10.244.1.5']);
});

test('DNS15 a public zone names its own server', () => {
  const from = 'ns1.dns.example.com.';
  expect(ask('example.com.', 'NS')).toMatchObject({ data: [from], extra: ['192.0.2.53'] });
  expect(ask('ns1.dns.example.com.').data).toEqual(['192.0.2.53']);
  expect(ask('ns1.dns.example.com.', 'AAAA')).toEqual({ rcode: 'NOERROR', data: [], extra: [], from });
  expect(ask('dns.example.com.')).toEqual({ rcode: 'NOERROR', data: [], extra: [], from });
  expect(ask('ns2.dns.example.com.')).toEqual({ rcode: 'NXDOMAIN', data: [], extra: [], from });
});

test('DNS12 names of a topology zone: pinned to it, or preferring it', () => {
  expect(ask('a.pin._zone.db.default.svc.cluster.local.').data).toEqual(['10.244.1.5']);
  expect(ask('b.pin._zone.db.default.svc.cluster.local.')).toMatchObject({ rcode: 'NOERROR', data: [] });
  expect(ask('b.prefer._zone.db.default.svc.cluster.local.').data).toEqual(['10.244.1.5']);
});

test('DNS6 whatever is asked: records under that name, or nobody but an authority; whole names with a dot', () => {
  const label = fc.constantFrom(
    ...['shop', 'db', 'dns', 'default', 'svc', 'pod', '_http', '_tcp', '_zone', 'pin', 'a', '10-244-1-5'],
    ...['', 'Cluster', 'nope', 'ns', 'example', 'com', '1', '0', '96', '10', 'dns-version'],
  );
  const zone = fc.constantFrom('cluster.local.', 'CLUSTER.local.', 'example.com.', '10.in-addr.arpa.');
  const type = fc.constantFrom('A', 'AAAA', 'SRV', 'CNAME', 'PTR', 'TXT', 'NS', 'SOA', 'MX', 'HTTPS');
  fc.assert(
    fc.property(fc.array(label, { maxLength: 6 }), zone, type, (labels, suffix, asked) => {
      const name = [...labels, suffix].join('.');
      const { rcode, records, authority } = answer({ name, type: asked }, view, options);
      if (records.length > 0) {
        expect([rcode, authority]).toEqual(['NOERROR', null]);
        expect(records[0]!.name.toLowerCase()).toBe(name.toLowerCase());
        for (const record of records)
          expect(record.type === asked || record.type === 'CNAME' || record.name !== name).toBe(true);
      } else if (!suffix.endsWith('arpa.')) expect(authority?.name.toLowerCase()).toBe(suffix.toLowerCase());
    }),
    { numRuns: 2000 },
  );
});
