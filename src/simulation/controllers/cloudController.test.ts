import { describe, expect, it } from 'vitest';
import type { CloudProvider } from '../../kubernetes/cloudProvider.ts';
import type { Service } from '../../kubernetes/service.ts';
import {
  cloudProvider,
  cluster,
  clusterEvents,
  create,
  edit,
  node,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import type { Simulation } from '../state.ts';

const balanced = (name: string, spec: Service['spec'] = {}) =>
  service(name, { type: 'LoadBalancer', ...spec });

function ingressOf(simulation: Simulation, name: string) {
  return serviceNamed(simulation, name).status?.loadBalancer?.ingress;
}

describe('the cloud controller', () => {
  it('CC1 leaves a LoadBalancer pending when there is no cloud', () => {
    const simulation = cluster([node('node-a'), balanced('shop')]);
    expect(run(simulation, 3_600_000)).toEqual([]);
    expect(serviceNamed(simulation, 'shop').status).toEqual({ loadBalancer: {} });
  });

  it('CC2 gives an address after the provisioning time, with events before and after', () => {
    const simulation = cluster([node('node-a'), cloudProvider({ provisioningSeconds: 4 })]);
    create(simulation, balanced('shop'));
    const before = run(simulation, 4000);
    expect(clusterEvents(before).map((event) => event.eventReason)).toEqual(['EnsuringLoadBalancer']);
    expect(ingressOf(simulation, 'shop')).toBeUndefined();
    const after = run(simulation, 400);
    expect(clusterEvents(after)).toMatchObject([
      {
        component: 'service-controller',
        eventReason: 'EnsuredLoadBalancer',
        message: 'Ensured load balancer',
      },
    ]);
    expect(ingressOf(simulation, 'shop')).toEqual([{ ip: '192.0.2.40', ipMode: 'VIP' }]);
  });

  it('CC2 gives each Service the lowest free address of the pool, or the one that it asks for', () => {
    const simulation = cluster([
      node('node-a'),
      cloudProvider(),
      balanced('a'),
      balanced('b', { loadBalancerIP: '192.0.2.99' }),
      balanced('c'),
    ]);
    expect(['a', 'b', 'c'].map((name) => ingressOf(simulation, name)?.[0]?.ip)).toEqual([
      '192.0.2.40',
      '192.0.2.99',
      '192.0.2.41',
    ]);
    remove(simulation, 'Service/default/a');
    create(simulation, balanced('d'));
    run(simulation, 10_000);
    expect(ingressOf(simulation, 'd')?.[0]?.ip).toBe('192.0.2.40');
  });

  it('CC2 serves Services that were there before the cloud', () => {
    const simulation = cluster([node('node-a'), balanced('shop')]);
    create(simulation, cloudProvider({ addressPool: '198.51.100.128/28' }));
    run(simulation, 10_000);
    expect(ingressOf(simulation, 'shop')?.[0]?.ip).toBe('198.51.100.129');
  });

  it('CC2 warns when there is no node to send to', () => {
    const simulation = cluster([cloudProvider(), balanced('shop')]);
    const warnings = simulation.events.filter(
      (event) => event.type === 'ClusterEvent' && event.component === 'service-controller',
    );
    expect(warnings).toMatchObject([
      { eventReason: 'UnAvailableLoadBalancer', message: 'There are no available nodes for LoadBalancer' },
    ]);
  });

  it('CC2 takes the address back when the type changes', () => {
    const simulation = cluster([node('node-a'), cloudProvider(), balanced('shop')]);
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      spec: { ...object.spec, type: 'NodePort' },
    }));
    run(simulation, 10_000);
    expect(serviceNamed(simulation, 'shop').status).toEqual({ loadBalancer: {} });
  });

  it('CC3 warns when the pool is exhausted, and goes on when an address comes back', () => {
    const simulation = cluster([
      node('node-a'),
      cloudProvider({ addressPool: '192.0.2.8/30' }),
      balanced('a'),
      balanced('b'),
    ]);
    create(simulation, balanced('d'));
    const warnings = clusterEvents(run(simulation, 10_000)).filter((event) => event.severity === 'Warning');
    expect(warnings).toMatchObject([
      {
        about: 'Service/default/d',
        eventReason: 'SyncLoadBalancerFailed',
        message:
          'Error syncing load balancer: failed to ensure load balancer: no address is left in the pool 192.0.2.8/30',
      },
    ]);
    remove(simulation, 'Service/default/b');
    run(simulation, 10_000);
    expect(ingressOf(simulation, 'd')).toHaveLength(1);
  });

  it('CC4 leaves a Service with a class of its own alone', () => {
    const simulation = cluster([
      node('node-a'),
      cloudProvider(),
      balanced('shop', { loadBalancerClass: 'example.com/lb' }),
    ]);
    expect(run(simulation, 60_000)).toEqual([]);
    expect(ingressOf(simulation, 'shop')).toBeUndefined();
  });

  it('CC4 a provider of that class implements it, and leaves Services without a class alone', () => {
    const simulation = cluster([
      node('node-a'),
      cloudProvider({ loadBalancerClass: 'example.com/lb' }),
      balanced('shop', { loadBalancerClass: 'example.com/lb' }),
      balanced('plain'),
    ]);
    expect(ingressOf(simulation, 'shop')).toMatchObject([{ ip: '192.0.2.40' }]);
    expect(ingressOf(simulation, 'plain')).toBeUndefined();
  });

  it('CC5 says in the status how its load balancers work, also when that changes', () => {
    const simulation = cluster([node('node-a'), cloudProvider({ ipMode: 'Proxy' }), balanced('shop')]);
    expect(ingressOf(simulation, 'shop')).toEqual([{ ip: '192.0.2.40', ipMode: 'Proxy' }]);
    edit<CloudProvider>(simulation, 'CloudProvider.kubehop.dev//cloud', (object) => ({
      ...object,
      spec: { ...object.spec, ipMode: 'VIP' },
    }));
    run(simulation, 1000);
    expect(ingressOf(simulation, 'shop')).toEqual([{ ip: '192.0.2.40', ipMode: 'VIP' }]);
  });
});
