import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Service } from '../../kubernetes/service.ts';
import {
  client,
  cluster,
  create,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey } from '../../testing/requests.ts';
import { advance } from '../simulation.ts';
import { createServiceTable, portsOf, withServices } from './serviceTable.ts';
import { lookUp, valuesOf } from './shardedMap.ts';

const shops = ['node-a', 'node-b', 'node-c'].map((name) => node(name));

describe('syncs', () => {
  it('KP15 every node follows a change after a delay of its own, half a second at most', () => {
    const simulation = cluster([...shops, pod('shop'), pod('web')]);
    create(simulation, service('shop'));
    const before = simulation.now;
    const events = advance(simulation, before + 3000);
    const created = events.filter(
      (event) =>
        event.type === 'ObjectChange' && event.key.startsWith('EndpointSlice') && event.before === null,
    );
    expect(created).toHaveLength(1);
    const syncs = events.filter((event) => event.type === 'RulesSynced');
    expect(new Set(syncs.map((event) => event.node)).size).toBe(3);
    for (const { at } of syncs) expect(at).toBeGreaterThan(before);
    const last = (created[0] as { at: number }).at;
    for (const name of ['Node//node-a', 'Node//node-b', 'Node//node-c']) {
      const own = syncs.filter((event) => event.node === name).map((event) => event.at);
      expect(own.some((at) => at >= last && at <= last + 500)).toBe(true);
    }
    expect(new Set(syncs.map((event) => event.at)).size).toBeGreaterThan(1);
  });

  it('KP15 until then the old rules hold: a new Service is refused nowhere and answered nowhere', () => {
    const simulation = cluster([...shops, pod('shop'), pod('web')]);
    create(simulation, service('shop', { clusterIP: '10.96.7.7' }));
    expect(ask(simulation, podKey('web'), 'http://10.96.7.7/', { timeoutSeconds: 1 }).end.outcome).toBe(
      'timedOut',
    );
    run(simulation, 3000);
    expect(ask(simulation, podKey('web'), 'http://10.96.7.7/').end.outcome).toBe('answered');
  });

  it('KP15 counts the rows that a sync writes, up and down again', () => {
    const simulation = cluster([...shops, pod('shop'), pod('web')]);
    const rows = () => simulation.network.nodes.get('Node//node-a')!.rows;
    const before = rows();
    create(simulation, service('shop', { type: 'NodePort' }));
    run(simulation, 3000);
    expect(rows()).toBeGreaterThan(before);
    remove(simulation, 'Service/default/shop');
    run(simulation, 3000);
    expect(rows()).toBe(before);
  });

  it('KP18 a KubeProxyConfiguration changes mode and NodePort addresses on every node', () => {
    const simulation = cluster([...shops, pod('shop'), pod('web'), service('shop')]);
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    const url = `http://${clusterIP}:81/`;
    expect(ask(simulation, podKey('web'), url, { timeoutSeconds: 2 }).end.outcome).toBe('timedOut');
    create(simulation, {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      metadata: { name: 'kube-proxy', namespace: 'kube-system' },
      mode: 'nftables',
    } as KubernetesObject);
    run(simulation, 2000);
    expect(ask(simulation, podKey('web'), url).end).toMatchObject({
      outcome: 'refused',
      reason: 'PortNotServed',
    });
  });
});

function slicesOf(count: number): { services: Service[]; slices: EndpointSlice[] } {
  const services = Array.from({ length: count }, (_, n) =>
    service(`s-${n}`, { clusterIP: `10.96.${n >> 8}.${n & 255}`, ports: [{ port: 80, targetPort: 8080 }] }),
  );
  const slices = services.map(
    (each, n): EndpointSlice => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${each.metadata.name}-1`,
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': each.metadata.name },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [`10.244.${n >> 8}.${n & 255}`] }],
      ports: [{ port: 8080 }],
    }),
  );
  return { services, slices };
}

describe('the service table', () => {
  it('KP16 a change of one Service compiles that one only; all others are the same objects as before', () => {
    const { services, slices } = slicesOf(200);
    const before = createServiceTable('IPv4', services, slices);
    const changed = { ...slices[7]!, endpoints: [{ addresses: ['10.244.9.9'] }] };
    const key = 'Service/default/s-7';
    const after = withServices(before, [{ key, service: services[7]!, slices: [changed] }]);
    const known = new Set(valuesOf(before.ports));
    expect([...valuesOf(after.ports)].filter((infos) => known.has(infos))).toHaveLength(199);
    expect(portsOf(after, key)[0]!.endpoints[0]!.ip).toBe('10.244.9.9');
    expect(portsOf(before, key)[0]!.endpoints[0]!.ip).toBe('10.244.0.7');
    expect(lookUp(after.portals, '10.96.0.8')).toBe(lookUp(before.portals, '10.96.0.8'));
    expect(after.portals.filter((shard, index) => shard === before.portals[index]).length).toBeGreaterThan(
      60,
    );
    const gone = withServices(after, [{ key, service: null, slices: [] }]);
    expect(lookUp(gone.portals, '10.96.0.7')).toBeUndefined();
    expect([...valuesOf(gone.ports)]).toHaveLength(199);
  });

  it('KP16 step by step comes to the same as all at once', () => {
    const { services, slices } = slicesOf(30);
    const whole = createServiceTable('IPv4', services, slices);
    let steps = createServiceTable('IPv4', [], []);
    for (const [n, each] of services.entries()) {
      const key = `Service/default/s-${n}`;
      steps = withServices(steps, [{ key, service: each, slices: [] }]);
      steps = withServices(steps, [{ key, service: each, slices: [slices[n]!] }]);
    }
    expect(steps).toEqual(whole);
  });
});

describe('nodes', () => {
  it('IN2 the addresses of nodes can be reached from outside, also those of a node that came later', () => {
    const simulation = cluster([
      ...shops,
      pod('shop'),
      service('shop', { type: 'NodePort' }),
      client('visitor'),
    ]);
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    create(simulation, node('node-d'));
    run(simulation, 5000);
    const { end } = ask(simulation, clientKey('visitor'), `http://192.168.1.14:${nodePort}/`);
    expect(end).toMatchObject({ outcome: 'answered', sourceSeen: '192.168.1.14' });
  });
});
