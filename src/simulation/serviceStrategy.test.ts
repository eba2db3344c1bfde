import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import { cluster, create, edit, remove, service, serviceNamed } from '../testing/cluster.ts';
import type { Simulation } from './state.ts';

const KEY = 'Service/default/shop';

function setSpec(simulation: Simulation, spec: ServiceSpec) {
  return edit<Service>(simulation, KEY, (object) => ({ ...object, spec: { ...object.spec, ...spec } }));
}

function specOf(simulation: Simulation, name = 'shop'): ServiceSpec {
  return serviceNamed(simulation, name).spec;
}

describe('cluster IPs', () => {
  it('API12 gives each Service an address of its own', () => {
    const names = Array.from({ length: 300 }, (_, index) => `service-${index}`);
    const simulation = cluster(names.map((name) => service(name)));
    const addresses = names.map((name) => specOf(simulation, name).clusterIP!);
    expect(new Set(addresses).size).toBe(300);
    for (const address of addresses) expect(address).toMatch(/^10\.96\.\d+\.\d+$/);
    expect(specOf(simulation, 'service-7')).toMatchObject({
      clusterIPs: [specOf(simulation, 'service-7').clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
  });

  it('API12 keeps a requested address, and refuses it in the allocator’s words', () => {
    const simulation = cluster([service('shop', { clusterIP: '10.96.44.7' })]);
    expect(specOf(simulation).clusterIPs).toEqual(['10.96.44.7']);
    expect(create(simulation, service('cart', { clusterIP: '10.96.44.7' })).status.message).toBe(
      'Service "cart" is invalid: spec.clusterIPs: Invalid value: ["10.96.44.7"]: failed to allocate IP 10.96.44.7: provided IP is already allocated',
    );
    expect(create(simulation, service('cart', { clusterIP: '10.0.0.1' })).status.message).toBe(
      'Service "cart" is invalid: spec.clusterIPs: Invalid value: ["10.0.0.1"]: failed to allocate IP 10.0.0.1: the provided IP (10.0.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
    );
    remove(simulation, KEY);
    expect(create(simulation, service('cart', { clusterIP: '10.96.44.7' })).status.status).toBe('Success');
  });

  it('API12 does not let an address be changed', () => {
    const simulation = cluster([service('shop')]);
    const { status } = setSpec(simulation, { clusterIP: '10.96.44.7' });
    expect(status.message).toMatch(
      /^Service "shop" is invalid: spec.clusterIPs\[0\]: Invalid value: .*may not change once set/,
    );
  });

  it('API16 gives none to an ExternalName and to a headless Service', () => {
    const simulation = cluster([
      service('pay', { type: 'ExternalName', externalName: 'pay.example.com', ports: [] }),
      service('db', { clusterIP: 'None' }),
    ]);
    expect(specOf(simulation, 'pay').clusterIP).toBeUndefined();
    expect(specOf(simulation, 'pay').ipFamilies).toBeUndefined();
    expect(specOf(simulation, 'db')).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] });
    expect(simulation.allocations.addresses.has('None')).toBe(false);
  });

  it('API17 without a ServiceCIDR knows one family of addresses', () => {
    const simulation = cluster([]);
    expect(create(simulation, service('a', { ipFamilyPolicy: 'RequireDualStack' })).status.message).toBe(
      'Service "a" is invalid: spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    );
    expect(create(simulation, service('b', { ipFamilies: ['IPv6'] })).status.message).toBe(
      'Service "b" is invalid: spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    );
    expect(create(simulation, service('c', { ipFamilyPolicy: 'PreferDualStack' })).status.status).toBe(
      'Success',
    );
    expect(specOf(simulation, 'c').ipFamilies).toEqual(['IPv4']);
    const both = service('d', { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] });
    expect(create(simulation, both).status.message).toBe(
      'Service "d" is invalid: [spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services, spec.ipFamilies[1]: Invalid value: "IPv6": not configured on this cluster]',
    );
    const single = service('e', { ipFamilies: ['IPv4', 'IPv6'] });
    expect(create(simulation, single).status.message).toBe(
      `Service "e" is invalid: spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified`,
    );
    expect(create(simulation, service('f', { clusterIP: 'fd00::1' })).status.message).toBe(
      'Service "f" is invalid: spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
    );
    expect(create(simulation, service('g', { clusterIP: 'nonsense' })).status.message).toMatch(
      /^Service "g" is invalid: spec.clusterIPs\[0\]: Invalid value: "nonsense": must be a valid IP address/,
    );
  });

  it('API17 lets a headless Service without a selector list any family', () => {
    const simulation = cluster([service('db', { clusterIP: 'None', selector: {} })]);
    expect(specOf(simulation, 'db')).toMatchObject({
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    });
  });
});

describe('node ports', () => {
  it('API13 gives every port a node port, and ports of one number the same', () => {
    const simulation = cluster([
      service('dns', {
        type: 'NodePort',
        ports: [
          { name: 'udp', port: 53, protocol: 'UDP' },
          { name: 'tcp', port: 53, protocol: 'TCP' },
          { name: 'metrics', port: 9153 },
        ],
      }),
    ]);
    const [udp, tcp, metrics] = specOf(simulation, 'dns').ports!.map((port) => port.nodePort!);
    expect(udp).toBe(tcp);
    expect(metrics).not.toBe(udp);
    for (const nodePort of [udp!, metrics!]) {
      expect(nodePort).toBeGreaterThanOrEqual(30_000);
      expect(nodePort).toBeLessThanOrEqual(32_767);
    }
  });

  it('API13 keeps a requested node port, and refuses it in the allocator’s words', () => {
    const port = (nodePort: number): ServiceSpec => ({ type: 'NodePort', ports: [{ port: 80, nodePort }] });
    const simulation = cluster([service('shop', port(30_080))]);
    expect(specOf(simulation).ports?.[0]?.nodePort).toBe(30_080);
    expect(create(simulation, service('cart', port(30_080))).status.message).toBe(
      'Service "cart" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    );
    expect(create(simulation, service('cart', port(8080))).status.message).toBe(
      'Service "cart" is invalid: spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
    expect(setSpec(simulation, port(30_081)).status.status).toBe('Success');
    expect(create(simulation, service('cart', port(30_080))).status.status).toBe('Success');
  });

  it('API13 does not give one node port to two ports of a new Service', () => {
    const ports = [
      { name: 'a', port: 53, nodePort: 30_053 },
      { name: 'b', port: 54, protocol: 'UDP' as const, nodePort: 30_053 },
    ];
    const { status } = create(cluster([]), service('dns', { type: 'NodePort', ports }));
    expect(status.message).toBe(
      'Service "dns" is invalid: spec.ports[1].nodePort: Invalid value: 30053: provided port is already allocated',
    );
  });

  it('API13 gives a LoadBalancer none when it wants none', () => {
    const simulation = cluster([
      service('shop', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false }),
    ]);
    expect(specOf(simulation).ports?.[0]?.nodePort).toBeUndefined();
  });

  it('API14 gives a health check port to a LoadBalancer that keeps traffic local', () => {
    const simulation = cluster([service('shop', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' })]);
    const { healthCheckNodePort, ports } = specOf(simulation);
    expect(healthCheckNodePort).toBeGreaterThanOrEqual(30_000);
    expect(healthCheckNodePort).not.toBe(ports?.[0]?.nodePort);
    setSpec(simulation, { externalTrafficPolicy: 'Cluster' });
    expect(specOf(simulation).healthCheckNodePort).toBeUndefined();
    expect([...simulation.allocations.nodePorts.keys()]).toEqual([ports?.[0]?.nodePort]);
  });

  it('API14 refuses a health check port that is taken', () => {
    const simulation = cluster([
      service('shop', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }),
    ]);
    const local = service('cart', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 30_080,
    });
    expect(create(simulation, local).status).toMatchObject({
      code: 500,
      reason: 'InternalError',
      message:
        'Internal error occurred: failed to allocate requested HealthCheck NodePort 30080: provided port is already allocated',
    });
  });
});

describe('changes of type', () => {
  it('API15 ClusterIP → NodePort → LoadBalancer keeps the address and the node port', () => {
    const simulation = cluster([service('shop')]);
    const { clusterIP } = specOf(simulation);
    setSpec(simulation, { type: 'NodePort' });
    const nodePort = specOf(simulation).ports?.[0]?.nodePort;
    expect(nodePort).toBeDefined();
    setSpec(simulation, { type: 'LoadBalancer' });
    expect(specOf(simulation)).toMatchObject({ clusterIP, externalTrafficPolicy: 'Cluster' });
    expect(specOf(simulation).ports?.[0]?.nodePort).toBe(nodePort);
    setSpec(simulation, { type: 'ClusterIP' });
    expect(specOf(simulation).clusterIP).toBe(clusterIP);
    expect(specOf(simulation).ports?.[0]?.nodePort).toBeUndefined();
    expect(specOf(simulation).externalTrafficPolicy).toBeUndefined();
    expect(specOf(simulation).allocateLoadBalancerNodePorts).toBeUndefined();
    expect(simulation.allocations.nodePorts.size).toBe(0);
  });

  it('API15 to ExternalName and back gives the address back and takes a new one', () => {
    const simulation = cluster([service('shop')]);
    const { clusterIP } = specOf(simulation);
    setSpec(simulation, { type: 'ExternalName', externalName: 'shop.example.com' });
    expect(specOf(simulation).clusterIP).toBeUndefined();
    expect(specOf(simulation).clusterIPs).toBeUndefined();
    expect(simulation.allocations.addresses.has(clusterIP!)).toBe(false);
    const { status } = edit<Service>(simulation, KEY, (object) => {
      const { externalName: _, ...spec } = object.spec;
      return { ...object, spec: { ...spec, type: 'ClusterIP' } };
    });
    expect(status.message).toBe('');
    expect(specOf(simulation).clusterIP).toMatch(/^10\.96\./);
  });

  it('API15 a Service that becomes a NodePort gets one for each port', () => {
    const ports = [
      { name: 'udp', port: 53, protocol: 'UDP' as const },
      { name: 'tcp', port: 53 },
    ];
    const simulation = cluster([service('shop', { ports })]);
    setSpec(simulation, { type: 'NodePort' });
    expect(new Set(specOf(simulation).ports?.map((port) => port.nodePort)).size).toBe(2);
  });

  it('API15 an update without allocated values keeps them', () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'admin', port: 81 },
    ];
    const simulation = cluster([service('shop', { type: 'NodePort', ports })]);
    const before = specOf(simulation);
    const nodePorts = before.ports!.map((port) => port.nodePort);
    const written = service('shop', { type: 'NodePort', ports: [{ name: 'http', port: 8080 }, ports[1]!] });
    expect(edit<Service>(simulation, KEY, () => written).status.message).toBe('');
    expect(specOf(simulation).clusterIP).toBe(before.clusterIP);
    expect(specOf(simulation).ports!.map((port) => port.nodePort)).toEqual(nodePorts);
  });

  it('API15 what is held is what the Services show, whatever people do', () => {
    const type = fc.constantFrom<ServiceSpec['type']>('ClusterIP', 'NodePort', 'LoadBalancer');
    const name = fc.constantFrom('a', 'b', 'c');
    const nodePort = fc.option(fc.constantFrom(30_001, 30_002), { nil: undefined });
    const step = fc.oneof(
      fc.record({ verb: fc.constant('put' as const), name, type, nodePort, local: fc.boolean() }),
      fc.record({ verb: fc.constant('delete' as const), name }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const simulation = cluster([]);
        for (const each of steps) {
          const key = `Service/default/${each.name}`;
          if (each.verb === 'delete') remove(simulation, key);
          else {
            const external = each.type !== 'ClusterIP';
            const object = service(each.name, {
              ...(each.type === undefined ? {} : { type: each.type }),
              ports: [{ port: 80, ...(each.nodePort && external ? { nodePort: each.nodePort } : {}) }],
              ...(external ? { externalTrafficPolicy: each.local ? 'Local' : 'Cluster' } : {}),
            });
            if (simulation.objects.has(key)) edit(simulation, key, () => object);
            else create(simulation, object);
          }
          const services = [...simulation.byKind.Service.values()];
          const held = services.flatMap(({ spec }) => [
            ...(spec.ports ?? []).map((port) => port.nodePort ?? 0),
            spec.healthCheckNodePort ?? 0,
          ]);
          const shown = held.filter((port) => port > 0).sort();
          expect([...simulation.allocations.nodePorts.keys()].sort()).toEqual(shown);
          expect(new Set(shown).size).toBe(shown.length);
          const addresses = services.map(({ spec }) => spec.clusterIP!).sort();
          expect([...simulation.allocations.addresses.keys()].sort()).toEqual(addresses);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('API18 what the scene asks for is not given to another', () => {
    const probe = cluster([service('first', { type: 'NodePort' })]);
    const { clusterIP, ports } = specOf(probe, 'first');
    const nodePort = ports![0]!.nodePort!;
    const simulation = cluster([
      service('first', { type: 'NodePort' }),
      service('second', { type: 'NodePort', clusterIP: clusterIP!, ports: [{ port: 80, nodePort }] }),
    ]);
    expect(simulation.refused).toEqual([]);
    expect(specOf(simulation, 'second')).toMatchObject({ clusterIP, ports: [{ nodePort }] });
    expect(specOf(simulation, 'first').clusterIP).not.toBe(clusterIP);
  });
});
