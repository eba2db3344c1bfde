import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import {
  cloudProvider,
  cluster,
  deployment,
  edit,
  node,
  remove,
  run,
  service,
} from '../../testing/cluster.ts';
import type { Simulation } from '../state.ts';

const INGRESS = 'Ingress.networking.k8s.io/default/web';

const traefik = (): KubernetesObject[] => [
  deployment('traefik', 2, {
    template: {
      metadata: { labels: { app: 'traefik' } },
      spec: {
        containers: [{ name: 'traefik', image: 'traefik:v3.6', ports: [{ containerPort: 8000 }] }],
      },
    },
  }),
  service('traefik', { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8000 }] }),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'traefik' },
    spec: { controller: 'traefik.io/ingress-controller' },
  } as KubernetesObject,
];

const web = (ingressClassName: string): KubernetesObject =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'default' },
    spec: { ingressClassName, defaultBackend: { service: { name: 'shop', port: { number: 80 } } } },
  }) as KubernetesObject;

const published = (simulation: Simulation) =>
  simulation.byKind.Ingress.get(INGRESS)?.status?.loadBalancer?.ingress;

describe('ingress controller', () => {
  it('IG8 publishes the address of the load balancer in front of the controller', () => {
    const simulation = cluster([node('node-a'), cloudProvider(), ...traefik(), web('traefik')]);
    expect(published(simulation)).toEqual([{ ip: '192.0.2.40' }]);
    remove(simulation, 'Service/default/traefik');
    run(simulation, 5000);
    expect(published(simulation)).toBeUndefined();
  });

  it('IG8 writes nothing for classes without a controller, and as long as none of its Pods is ready', () => {
    const nobody = cluster([node('node-a'), cloudProvider(), ...traefik(), web('nginx')]);
    expect(published(nobody)).toBeUndefined();
    const simulation = cluster([cloudProvider(), ...traefik(), web('traefik')]);
    expect(published(simulation)).toBeUndefined();
    edit(simulation, INGRESS, (ingress) => ({ ...ingress }));
    run(simulation, 5000);
    expect(published(simulation)).toBeUndefined();
  });
});
