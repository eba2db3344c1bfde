import { describe, expect, it } from 'vitest';
import { type IPFamily, nthAddress } from '../kubernetes/ip.ts';
import { internalIPs } from '../kubernetes/node.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import {
  client,
  cloudProvider,
  cluster,
  create,
  edit,
  node,
  pod,
  podNamed,
  run,
  service,
  serviceCIDR,
  serviceNamed,
  slicesOf,
} from '../testing/cluster.ts';
import { outsideServer } from '../testing/requests.ts';

const DUAL = serviceCIDR('10.96.0.0/16', 'fd00:10:96::/112');
const KEY = 'Service/default/shop';

const dual = (...objects: KubernetesObject[]) => cluster([DUAL, node('node-a'), ...objects]);
const specOf = (simulation: ReturnType<typeof cluster>): ServiceSpec => serviceNamed(simulation, 'shop').spec;
const setSpec = (simulation: ReturnType<typeof cluster>, spec: ServiceSpec) =>
  edit<Service>(simulation, KEY, (object) => ({ ...object, spec: { ...object.spec, ...spec } })).status;

describe('the families of a cluster', () => {
  it('AF1 are those of the ServiceCIDR, and Nodes and Pods have an address of each, the primary one first', () => {
    const simulation = dual(pod('web'));
    const [nodeA] = simulation.byKind.Node.values();
    expect(internalIPs(nodeA!)).toEqual(['192.168.1.11', 'fd00:192:168:1::11']);
    expect(nodeA!.spec).toEqual({
      podCIDR: '10.244.1.0/24',
      podCIDRs: ['10.244.1.0/24', 'fd00:10:244:1::/64'],
    });
    const { podIP, podIPs, hostIPs } = podNamed(simulation, 'web')!.status!;
    expect(podIP).toBe(podIPs![0]!.ip);
    expect(podIPs).toHaveLength(2);
    for (const [index, { ip }] of podIPs!.entries()) {
      const range = nodeA!.spec!.podCIDRs![index]!;
      expect(Array.from({ length: 5 }, (_, host) => nthAddress(range, host))).toContain(ip);
    }
    expect(hostIPs).toEqual([{ ip: '192.168.1.11' }, { ip: 'fd00:192:168:1::11' }]);
  });

  it('AF1 can be turned round, and a ServiceCIDR that cannot be read counts as none', () => {
    const turned = cluster([
      serviceCIDR('fd00:10:96::/112', '10.96.0.0/16'),
      node('node-a'),
      pod('web', 'web', { hostNetwork: true }),
      service('shop'),
    ]);
    expect(podNamed(turned, 'web')!.status!.podIPs).toEqual([
      { ip: 'fd00:192:168:1::11' },
      { ip: '192.168.1.11' },
    ]);
    expect(specOf(turned)).toMatchObject({ ipFamilies: ['IPv6'], ipFamilyPolicy: 'SingleStack' });
    for (const cidrs of [['nonsense'], ['10.96.0.0/16', '10.97.0.0/16'], []]) {
      const simulation = cluster([serviceCIDR(...cidrs), node('node-a')]);
      expect(internalIPs([...simulation.byKind.Node.values()][0]!)).toEqual(['192.168.1.11']);
    }
  });

  it('AF10 may be IPv6 alone', () => {
    const simulation = cluster([
      serviceCIDR('fd00:10:97::/112'),
      node('node-a'),
      pod('web'),
      service('shop'),
    ]);
    expect(internalIPs([...simulation.byKind.Node.values()][0]!)).toEqual(['fd00:192:168:1::11']);
    expect(podNamed(simulation, 'web')!.status!.podIP).toMatch(/^fd00:10:244:1::/);
    expect(specOf(simulation).clusterIP).toMatch(/^fd00:10:97::/);
    expect(simulation.byKind.Service.get('Service/kube-system/kube-dns')!.spec.clusterIP).toBe(
      'fd00:10:97::a',
    );
    expect(create(simulation, service('old', { ipFamilies: ['IPv4'] })).status.message).toBe(
      'Service "old" is invalid: spec.ipFamilies[0]: Invalid value: "IPv4": not configured on this cluster',
    );
  });

  it('AF11 may become two while it runs: what is there stays as it is', () => {
    const simulation = cluster([
      node('node-a'),
      pod('web'),
      service('shop', { ipFamilyPolicy: 'PreferDualStack' }),
    ]);
    create(simulation, DUAL);
    run(simulation, 5000);
    edit(simulation, KEY, (object) => ({ ...object, metadata: { ...object.metadata, labels: { a: 'b' } } }));
    edit(simulation, 'Node//node-a', (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, a: 'b' } },
    }));
    run(simulation, 5000);
    expect(specOf(simulation).clusterIPs).toHaveLength(1);
    expect(internalIPs([...simulation.byKind.Node.values()][0]!)).toHaveLength(1);
    expect(setSpec(simulation, { ipFamilyPolicy: 'RequireDualStack' }).message).toBe('');
    expect(specOf(simulation)).toMatchObject({ ipFamilies: ['IPv4', 'IPv6'] });
    create(simulation, node('node-b'));
    create(simulation, pod('new', 'shop', { nodeName: 'node-b' }));
    run(simulation, 10_000);
    expect(podNamed(simulation, 'new')!.status!.podIPs).toHaveLength(2);
  });
});

describe('a Service in a dual-stack cluster', () => {
  it.each<[ServiceSpec, IPFamily[]]>([
    [{}, ['IPv4']],
    [{ ipFamilies: ['IPv6'] }, ['IPv6']],
    [{ ipFamilyPolicy: 'PreferDualStack' }, ['IPv4', 'IPv6']],
    [{ ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6'] }, ['IPv6', 'IPv4']],
    [{ ipFamilyPolicy: 'PreferDualStack', clusterIP: 'fd00:10:96::80' }, ['IPv6', 'IPv4']],
  ])('AF2 %j has %j', (spec, families) => {
    const { ipFamilies, clusterIP, clusterIPs } = specOf(dual(service('shop', spec)));
    expect(ipFamilies).toEqual(families);
    expect(clusterIP).toBe(clusterIPs![0]);
    expect(clusterIPs!.map((ip) => (ip.startsWith('fd00:10:96::') ? 'IPv6' : 'IPv4'))).toEqual(families);
  });

  it('AF2 gets a second address later, and gives it back', () => {
    const simulation = dual(service('shop'));
    const [first] = specOf(simulation).clusterIPs!;
    expect(setSpec(simulation, { ipFamilyPolicy: 'PreferDualStack' }).message).toBe('');
    const [same, second] = specOf(simulation).clusterIPs!;
    expect(same).toBe(first);
    expect(simulation.allocations.addresses.get(second!)).toBe(KEY);
    expect(setSpec(simulation, { clusterIPs: [first!], ipFamilies: ['IPv4'] }).message).toContain(
      "must be 'SingleStack' to release the secondary cluster IP",
    );
    expect(setSpec(simulation, { ipFamilyPolicy: 'SingleStack' }).message).toBe('');
    expect(specOf(simulation)).toMatchObject({ clusterIPs: [first], ipFamilies: ['IPv4'] });
    expect(simulation.allocations.addresses.has(second!)).toBe(false);
  });

  it('AF2 is refused an address that is taken or out of range', () => {
    const clusterIPs = ['10.96.0.80', 'fd00:10:96::80'];
    const both: ServiceSpec = { ipFamilyPolicy: 'RequireDualStack', clusterIP: '10.96.0.80', clusterIPs };
    const simulation = dual(service('shop', both));
    expect(specOf(simulation).clusterIPs).toEqual(clusterIPs);
    expect(create(simulation, service('b', { clusterIP: 'fd00:10:96::80' })).status.message).toContain(
      'failed to allocate IP fd00:10:96::80: provided IP is already allocated',
    );
    expect(create(simulation, service('c', { clusterIP: 'fd00:10:99::1' })).status.message).toContain(
      'the provided IP (fd00:10:99::1) is not in the valid range. The range of valid IPs is fd00:10:96::/112',
    );
  });

  it('AF3 has EndpointSlices of each of its families', () => {
    const simulation = dual(pod('shop-1', 'shop'), service('shop', { ipFamilyPolicy: 'PreferDualStack' }));
    const addresses = () =>
      slicesOf(simulation, 'shop').map(({ addressType, endpoints }) => [
        addressType,
        endpoints?.map((endpoint) => endpoint.addresses[0]),
      ]);
    const [ipv4, ipv6] = podNamed(simulation, 'shop-1')!.status!.podIPs!.map(({ ip }) => ip);
    expect(new Map(addresses() as [string, unknown][])).toEqual(
      new Map([
        ['IPv4', [ipv4]],
        ['IPv6', [ipv6]],
      ]),
    );
    setSpec(simulation, { ipFamilyPolicy: 'SingleStack' });
    run(simulation, 3000);
    expect(addresses()).toEqual([['IPv4', [ipv4]]]);
  });

  it('AF6 has a load balancer with an address of each family, and so have clients and outside servers', () => {
    const lonely = client('lonely');
    const simulation = dual(
      client('visitor'),
      { ...lonely, spec: { ipv6Address: 'None' } } as KubernetesObject,
      outsideServer('pay', 'pay.example.com'),
      cloudProvider(),
      service('shop', { type: 'LoadBalancer' }),
    );
    const ips = () => serviceNamed(simulation, 'shop').status!.loadBalancer!.ingress!.map(({ ip }) => ip);
    expect(ips()).toEqual(['192.0.2.40']);
    setSpec(simulation, { ipFamilyPolicy: 'PreferDualStack' });
    run(simulation, 10_000);
    expect(ips()).toEqual(['192.0.2.40', '2001:db8:192:0:2::40']);
    const specs = [...simulation.byKind.Client.values(), ...simulation.byKind.OutsideServer.values()].map(
      ({ spec }) => [spec.address, spec.ipv6Address],
    );
    expect(specs).toEqual([
      ['203.0.113.7', '2001:db8:203:0:113::7'],
      ['203.0.113.8', 'None'],
      ['198.51.100.9', '2001:db8:198:51:100::9'],
    ]);
  });
});
