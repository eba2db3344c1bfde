import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Service, ServiceSpec } from '../../kubernetes/service.ts';
import { client, cluster, create, node, pod, remove, run, service } from '../../testing/cluster.ts';
import { ask, clientKey, podKey, tally } from '../../testing/requests.ts';
import { cloneSimulation } from '../simulation.ts';

const SHARED = '192.168.1.50';

function at(name: string, address: string): KubernetesObject {
  return { ...node(name), status: { addresses: [{ type: 'InternalIP', address }] } } as KubernetesObject;
}

function handWritten(addresses: string[], rest: Partial<EndpointSlice> = {}): KubernetesObject[] {
  const { selector: _, ...spec } = service('outside').spec;
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'outside-1',
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': 'outside' },
    },
    addressType: 'IPv4',
    endpoints: addresses.map((address) => ({ addresses: [address] })),
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
    ...rest,
  };
  return [{ ...service('outside'), spec } as Service, slice];
}

describe('a contradictory cluster', () => {
  it('BAD1 of two Nodes with one address the first by name gets the packets, the other one when that is gone', () => {
    const objects = [at('node-b', SHARED), at('node-a', SHARED), node('node-c'), client('visitor')];
    for (const order of [objects, objects.toReversed()]) {
      const simulation = cluster([
        ...order,
        pod('shop', 'shop', { nodeName: 'node-c' }),
        service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
      ]);
      const asked = () => ask(simulation, clientKey('visitor'), `http://${SHARED}:30080/`).hops[0]!.to;
      expect(asked()).toBe('Node//node-a');
      remove(simulation, 'Node//node-a');
      run(simulation, 1000);
      expect(asked()).toBe('Node//node-b');
      create(simulation, at('node-a', SHARED));
      run(simulation, 1000);
      expect(
        ask(cloneSimulation(simulation), clientKey('visitor'), `http://${SHARED}:30080/`).hops[0]!.to,
      ).toBe('Node//node-a');
    }
  });

  it('BAD2 of two Services that claim one externalIP and port the first by name is reached, whichever changed last', () => {
    const claim = (name: string): Service => service(name, { externalIPs: ['198.51.100.80'] });
    for (const order of [
      ['shop', 'cart'],
      ['cart', 'shop'],
    ]) {
      const simulation = cluster([node('node-a'), pod('shop'), pod('cart'), pod('web'), ...order.map(claim)]);
      create(simulation, pod('cart-2', 'cart'));
      run(simulation, 5000);
      create(simulation, pod('shop-2', 'shop'));
      run(simulation, 5000);
      const { end } = ask(simulation, podKey('web'), 'http://198.51.100.80/');
      expect(end.answeredBy).toMatch(/cart/);
    }
  });

  it("BAD3 a Service with a Node's address as its externalIP takes that port of the Node, and no other", () => {
    const simulation = cluster([
      node('node-a'),
      node('node-b'),
      pod('shop', 'shop', { nodeName: 'node-b' }),
      client('visitor'),
      service('shop', { externalIPs: ['192.168.1.11'] }),
    ]);
    expect(ask(simulation, clientKey('visitor'), 'http://192.168.1.11/').end).toMatchObject({
      outcome: 'answered',
      answeredBy: podKey('shop'),
    });
    expect(ask(simulation, clientKey('visitor'), 'http://192.168.1.11:81/').end.outcome).toBe('refused');
  });

  it.each([
    ['nobody', '10.9.9.9', 'timedOut'],
    ['a Pod address that is free', '10.244.1.99', 'timedOut'],
    ['a Client', '203.0.113.7', 'refused'],
    ['a ClusterIP', '10.96.0.10', 'timedOut'],
    ['a Node', '192.168.1.11', 'refused'],
  ])('BAD4 a slice that leads to %s is followed, and says how that ends', (_, address, outcome) => {
    const simulation = cluster([node('node-a'), pod('web'), client('visitor'), ...handWritten([address])]);
    const told = ask(simulation, podKey('web'), 'http://outside/');
    expect(told.end.outcome).toBe(outcome);
    expect(told.packetEnds.every(({ rule }) => rule !== null && rule.text !== '')).toBe(true);
  });

  it('BAD5 endpoints without a Node count everywhere, except under the policy Local', () => {
    const build = (spec: ServiceSpec) => {
      const [owner, slice] = handWritten(['10.244.1.2']) as [Service, KubernetesObject];
      return cluster([
        node('node-a'),
        pod('shop', 'shop', { nodeName: 'node-a' }),
        pod('web'),
        { ...owner, spec: { ...owner.spec, ...spec } } as Service,
        slice,
      ]);
    };
    expect(ask(build({}), podKey('web'), 'http://outside/').end.answeredBy).toBe(podKey('shop'));
    expect(
      ask(build({ internalTrafficPolicy: 'Local' }), podKey('web'), 'http://outside/').end,
    ).toMatchObject({
      outcome: 'timedOut',
      reason: 'NoLocalEndpoints',
    });
  });

  it('BAD6 a slice without ports leads nowhere: the Service has no endpoints', () => {
    const simulation = cluster([node('node-a'), pod('web'), ...handWritten(['10.244.1.2'], { ports: [] })]);
    expect(ask(simulation, podKey('web'), 'http://outside/').end).toMatchObject({
      outcome: 'refused',
      reason: 'NoReadyEndpoints',
    });
  });

  it('BAD7 a nodePort beats a Pod on the host network that listens on the same port', () => {
    const simulation = cluster([
      node('node-a'),
      pod('metrics', 'metrics', {
        hostNetwork: true,
        containers: [{ name: 'app', image: 'x', ports: [{ containerPort: 30080 }] }],
      }),
      pod('shop'),
      client('visitor'),
      service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
    ]);
    expect(ask(simulation, clientKey('visitor'), 'http://192.168.1.11:30080/').end.answeredBy).toBe(
      podKey('shop'),
    );
  });

  it('BAD8 an address that two slices list is one endpoint, as likely as any other', () => {
    const simulation = cluster([
      node('node-a'),
      pod('shop-1', 'shop'),
      pod('shop-2', 'shop'),
      pod('web'),
      service('shop'),
    ]);
    const [address] = [simulation.byKind.Pod.get(podKey('shop-1'))!.status!.podIP!];
    const [, slice] = handWritten([address!]) as [Service, EndpointSlice];
    create(simulation, {
      ...slice,
      metadata: { ...slice.metadata, labels: { 'kubernetes.io/service-name': 'shop' } },
    } as KubernetesObject);
    run(simulation, 5000);
    const counts = tally(
      Array.from({ length: 200 }, () => ask(simulation, podKey('web'), 'http://shop/').end.answeredBy),
    );
    expect(Math.abs((counts[podKey('shop-1')] ?? 0) - 100)).toBeLessThan(35);
  });

  it('BAD9 Traffic from nowhere, and Nodes whose podCIDRs overlap, go on without a crash', () => {
    const ranges = { podCIDR: '10.244.7.0/24', podCIDRs: ['10.244.7.0/24'] };
    const simulation = cluster([
      node('node-a', ranges),
      node('node-b', ranges),
      pod('a', 'shop', { nodeName: 'node-a' }),
      pod('b', 'shop', { nodeName: 'node-b' }),
      service('shop'),
      {
        apiVersion: 'kubehop.dev/v1alpha1',
        kind: 'Traffic',
        metadata: { name: 'ghost' },
        spec: { from: { kind: 'Pod', name: 'ghost' }, service: { name: 'shop' } },
      } as KubernetesObject,
      {
        apiVersion: 'kubehop.dev/v1alpha1',
        kind: 'Traffic',
        metadata: { name: 'real' },
        spec: { from: { kind: 'Pod', name: 'a' }, service: { name: 'shop' } },
      } as KubernetesObject,
    ]);
    const ends = run(simulation, 30_000).filter((event) => event.type === 'RequestEnd');
    expect(new Set(ends.map(({ traffic }) => traffic)).size).toBeGreaterThan(0);
    expect(ends.length).toBeGreaterThan(10);
  });
});
