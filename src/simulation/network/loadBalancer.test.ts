import { describe, expect, it } from 'vitest';
import type { Node } from '../../kubernetes/node.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../../kubernetes/service.ts';
import {
  client,
  cloudProvider,
  cluster,
  edit,
  node,
  pod,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, tally } from '../../testing/requests.ts';
import { write } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
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
    expect(Object.keys(nodesPicked(simulation, 10))).toEqual(['Node//node-c']);
    setReady(simulation, 'node-c', 'False');
    expect(visit(simulation).end).toMatchObject({ outcome: 'timedOut', reason: 'NoHealthyNode' });
    setReady(simulation, 'node-b', 'True');
    expect(visit(simulation).end.outcome).toBe('answered');
  });

  it('LB3 with the Local policy a node is healthy while it has a ready endpoint of its own', () => {
    const simulation = balanced({ externalTrafficPolicy: 'Local' });
    expect(Object.keys(nodesPicked(simulation, 20)).sort()).toEqual(['Node//node-a', 'Node//node-b']);
    edit<Pod>(simulation, podKey('shop-a'), (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
    }));
    run(simulation, 5000);
    expect(Object.keys(nodesPicked(simulation, 10))).toEqual(['Node//node-b']);
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

  it('LB10 a node that does not know the address yet drops what the balancer gives it', () => {
    const simulation = balanced();
    const node = simulation.network.nodes.get('Node//node-a')!;
    setReady(simulation, 'node-b', 'False');
    setReady(simulation, 'node-c', 'False');
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
