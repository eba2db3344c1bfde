import { describe, expect, it } from 'vitest';
import type { CloudProvider } from '../../kubernetes/cloudProvider.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { Pod } from '../../kubernetes/pod.ts';
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
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, pathOf, podKey, tally, traffic } from '../../testing/requests.ts';
import { write } from '../apiServer.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';
import { sendRequest } from './request.ts';
import { emptyServiceTable } from './serviceTable.ts';

function balanced(spec: ServiceSpec = {}) {
  const simulation = cluster([
    node('node-a'),
    node('node-b'),
    node('node-c'),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    client('visitor'),
    cloudProvider({ provisioningSeconds: 1 }),
    service('shop', { type: 'LoadBalancer', ...spec }),
  ]);
  run(simulation, 5000);
  return simulation;
}

const visit = (simulation: Simulation, url = 'http://192.0.2.40/') =>
  ask(simulation, clientKey('visitor'), url);

function nodesPicked(simulation: Simulation, count: number): Record<string, number> {
  return tally(Array.from({ length: count }, () => visit(simulation).hops[1]?.to ?? null));
}

function setReady(simulation: Simulation, name: string, status: 'True' | 'False'): void {
  const object = simulation.byKind.Node.get(`Node//${name}`)!;
  const changed: Node = { ...object, status: { ...object.status, conditions: [{ type: 'Ready', status }] } };
  write(simulation, { verb: 'update', object: changed, subresource: 'status' }, 'nodeLifecycle');
}

describe('the load balancer', () => {
  it('LB1 gives each connection to a healthy node at random', () => {
    const counts = nodesPicked(balanced(), 90);
    expect(Object.keys(counts).sort()).toEqual(['Node//node-a', 'Node//node-b', 'Node//node-c']);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(15);
  });

  it('LB4 LB5 sends nothing to nodes that are not Ready, and drops when none is left', () => {
    const simulation = balanced();
    setReady(simulation, 'node-a', 'False');
    setReady(simulation, 'node-b', 'False');
    run(simulation, 11_000);
    expect(Object.keys(nodesPicked(simulation, 10))).toEqual(['Node//node-c']);
    setReady(simulation, 'node-c', 'False');
    run(simulation, 11_000);
    expect(visit(simulation).end).toMatchObject({ outcome: 'timedOut', reason: 'NoHealthyNode' });
    setReady(simulation, 'node-b', 'True');
    run(simulation, 5000);
    expect(visit(simulation).end.outcome).toBe('answered');
  });

  it('LB3 with the Local policy a node is healthy while it has a ready endpoint of its own', () => {
    const simulation = balanced({ externalTrafficPolicy: 'Local' });
    expect(Object.keys(nodesPicked(simulation, 20)).sort()).toEqual(['Node//node-a', 'Node//node-b']);
    edit<Pod>(simulation, podKey('shop-a'), (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
    }));
    run(simulation, 12_000);
    expect(Object.keys(nodesPicked(simulation, 10))).toEqual(['Node//node-b']);
  });

  it('LB11 a node whose last Pod is gone gets connections, which are lost, until enough checks in a row have failed', () => {
    const simulation = balanced({ externalTrafficPolicy: 'Local' });
    remove(simulation, podKey('shop-a'), 0);
    const ends: { at: number; reason: string; outcome: string }[] = [];
    const goneAt = simulation.now;
    for (let n = 0; n < 60; n++) {
      sendRequest(simulation, { from: clientKey('visitor'), url: 'http://192.0.2.40/' });
      for (const event of run(simulation, 500))
        if (event.type === 'RequestEnd')
          ends.push({ at: event.startedAt - goneAt, reason: event.reason, outcome: event.outcome });
    }
    const lost = ends.filter(({ reason }) => reason === 'NoLocalEndpoints');
    expect(lost.length).toBeGreaterThan(2);
    // Two checks, five seconds apart, and the way there.
    expect(Math.max(...lost.map(({ at }) => at))).toBeLessThanOrEqual(10_500);
    expect(ends.filter(({ at }) => at > 10_500).every(({ outcome }) => outcome === 'answered')).toBe(true);
  });

  it('KP19 the health check NodePort answers 200 where there is a ready endpoint, else 503', () => {
    const simulation = balanced({ externalTrafficPolicy: 'Local' });
    const port = serviceNamed(simulation, 'shop').spec.healthCheckNodePort;
    expect(port).toBeGreaterThanOrEqual(30_000);
    const statuses = ['192.168.1.11', '192.168.1.13'].map((address) => {
      const told = visit(simulation, `http://${address}:${port}/healthz`);
      expect(told.end.outcome).toBe('answered');
      return told.packetEnds.find((end) => end.reason === 'NodeAnswers')!.details;
    });
    expect(statuses).toMatchObject([
      { status: 200, localEndpoints: 1 },
      { status: 503, localEndpoints: 0 },
    ]);
  });

  it('LB6 drops what comes to a port without a listener', () => {
    expect(visit(balanced(), 'http://192.0.2.40:81/').end).toMatchObject({
      outcome: 'timedOut',
      reason: 'PortNotBalanced',
    });
  });

  it('LB8 with the Cluster policy a Service without endpoints is refused by the node, not by the balancer', () => {
    const told = visit(balanced({ selector: { app: 'nobody' } }));
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'NoReadyEndpoints' });
  });

  it('LB12 a node that serves again gets connections after the first check that succeeds', () => {
    const simulation = balanced({ externalTrafficPolicy: 'Local' });
    const picks = () => Object.keys(nodesPicked(cloneSimulation(simulation), 12));
    expect(picks()).not.toContain('Node//node-c');
    create(simulation, pod('shop-c', 'shop', { nodeName: 'node-c' }));
    run(simulation, 10_000);
    expect(picks()).toContain('Node//node-c');
  });

  it('LB10 a node that does not know the address yet drops what the balancer gives it', () => {
    const simulation = balanced();
    const node = simulation.network.nodes.get('Node//node-a')!;
    setReady(simulation, 'node-b', 'False');
    setReady(simulation, 'node-c', 'False');
    run(simulation, 11_000);
    simulation.network.nodes.get('Node//node-a')!.rules = { ...node.rules, table: emptyServiceTable('IPv4') };
    const told = visit(simulation);
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'NoServiceRule' });
    expect(told.hops).toHaveLength(2);
  });

  it('LB9 goes with its Service, and its address then leads nowhere', () => {
    const simulation = balanced();
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      spec: { ...object.spec, type: 'ClusterIP' },
    }));
    run(simulation, 5000);
    expect(simulation.network.places.has('LoadBalancer/default/shop')).toBe(false);
    expect(visit(simulation).end).toMatchObject({ outcome: 'timedOut', reason: 'NoRoute' });
  });
});

describe('a load balancer that is a proxy', () => {
  const BALANCER = '192.0.2.40';

  function proxied(spec: ServiceSpec = {}, cloud: CloudProvider['spec'] = {}) {
    const simulation = cluster([
      node('node-a'),
      node('node-b'),
      pod('shop-a', 'shop', { nodeName: 'node-a' }),
      pod('web', 'web', { nodeName: 'node-b' }),
      client('visitor'),
      cloudProvider({ provisioningSeconds: 1, ipMode: 'Proxy', ...cloud }),
      service('shop', {
        type: 'LoadBalancer',
        ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
        ...spec,
      }),
    ]);
    expect(simulation.refused).toEqual([]);
    run(simulation, 5000);
    return simulation;
  }

  it('LB13 opens a connection of its own to the nodePort, and the answer comes back through it', () => {
    const simulation = proxied({ externalTrafficPolicy: 'Local' });
    expect(serviceNamed(simulation, 'shop').status?.loadBalancer?.ingress).toEqual([
      { ip: BALANCER, ipMode: 'Proxy' },
    ]);
    const told = visit(simulation);
    expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: BALANCER });
    const relayed = told.hops.find(({ reason }) => reason === 'ConnectionRelayed')!;
    expect(relayed.after).toMatchObject({
      source: BALANCER,
      destination: '192.168.1.11',
      destinationPort: 30080,
    });
    expect(pathOf(told, 'reply')).toEqual(pathOf(told, 'request').toReversed());
    expect(told.hops.at(-1)!.after).toMatchObject({
      source: BALANCER,
      sourcePort: 80,
      destination: '203.0.113.7',
    });
  });

  it('LB13 under the Cluster policy the Pod sees the node that the balancer has asked', () => {
    const seen = new Set(Array.from({ length: 12 }, () => visit(proxied()).end.sourceSeen));
    for (const source of seen) expect(['192.168.1.11', '192.168.1.12']).toContain(source);
  });

  it('LB14 Pods go out to it too, for kube-proxy writes no rule for its address', () => {
    const told = ask(proxied(), podKey('web'), `http://${BALANCER}/`);
    expect(told.end.outcome).toBe('answered');
    expect(pathOf(told, 'request').slice(0, 3)).toEqual([
      podKey('web'),
      'Node//node-b',
      'LoadBalancer/default/shop',
    ]);
    expect(told.hops[1]!.after.source).toBe('192.168.1.12');
  });

  it('LB15 cannot deliver without node ports, which one that passes packets on does not need', () => {
    const spec: ServiceSpec = {
      allocateLoadBalancerNodePorts: false,
      ports: [{ port: 80, targetPort: 8080 }],
    };
    const simulation = proxied(spec);
    expect(serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort).toBeUndefined();
    expect(visit(simulation).end).toMatchObject({ outcome: 'refused', reason: 'NoNodePort' });
    const passing = proxied(spec, { ipMode: 'VIP' });
    expect(visit(passing).end).toMatchObject({ outcome: 'answered', answeredBy: podKey('shop-a') });
  });

  it('LB16 resets a connection that it cannot pass on, and one that is refused behind it', () => {
    const refused = proxied({ ports: [{ port: 80, targetPort: 9999, nodePort: 30080 }] });
    const told = visit(refused);
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'PortNotListening' });
    expect(told.hops.at(-1)!.after.protocol).toBe('TCP');
    const empty = visit(proxied({ selector: { app: 'nobody' }, externalTrafficPolicy: 'Local' }));
    expect(empty.end).toMatchObject({ outcome: 'refused', reason: 'NoHealthyNode' });
  });

  it('LB17 asks the source ranges itself', () => {
    const simulation = proxied({ loadBalancerSourceRanges: ['198.51.100.0/24'] });
    expect(visit(simulation).end).toMatchObject({ outcome: 'timedOut', reason: 'SourceRangeRefused' });
    const open = proxied({ loadBalancerSourceRanges: ['203.0.113.0/24'] });
    expect(visit(open).end.outcome).toBe('answered');
  });

  it('LB18 keeps a connection that is kept alive on its node and Pod', () => {
    const simulation = proxied();
    create(simulation, pod('shop-b', 'shop', { nodeName: 'node-b' }));
    create(
      simulation,
      traffic('steady', {
        from: { kind: 'Client', name: 'visitor' },
        url: `http://${BALANCER}/`,
        connection: 'HTTP2',
        requestsPerSecond: 1,
      }),
    );
    const ends = run(simulation, 60_000).filter((event) => event.type === 'RequestEnd');
    expect(ends.length).toBeGreaterThan(20);
    expect(new Set(ends.map(({ answeredBy }) => answeredBy)).size).toBe(1);
  });
});
