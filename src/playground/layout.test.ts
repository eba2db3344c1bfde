import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inNamespace, kinds } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import {
  LOAD_BALANCER_CARD,
  nodeCardSize,
  OUTSIDE_CARD,
  SERVICE_CARD,
  WORKLOAD_CARD,
} from './cardGeometry.ts';
import { placeMissing, tidy } from './layout.ts';

function mapOf(objects: KubernetesObject[]) {
  return new Map(objects.map((object) => [objectKey(inNamespace(object)), inNamespace(object)]));
}

const sizes: Record<string, { width: number; height: number }> = {
  Service: SERVICE_CARD,
  Deployment: WORKLOAD_CARD,
  Client: OUTSIDE_CARD,
  OutsideServer: OUTSIDE_CARD,
  Node: nodeCardSize(0, 1),
};

/** Some of each, with as many as the numbers say. */
const clusters = fc
  .record({
    services: fc.nat(14),
    balancers: fc.nat(2),
    deployments: fc.nat(14),
    nodes: fc.nat(5),
    clients: fc.nat(4),
    servers: fc.nat(2),
  })
  .map(({ services, balancers, deployments, nodes, clients, servers }) => {
    const many = <T>(count: number, make: (name: string) => T) =>
      Array.from({ length: count }, (_, index) => make(`x-${index}`));
    return mapOf([
      ...many(nodes, kinds.Node.template),
      ...many(services, kinds.Service.template),
      ...many(balancers, (name): Service => {
        const service = kinds.Service.template(`lb-${name}`);
        return { ...service, spec: { ...service.spec, type: 'LoadBalancer' } };
      }),
      ...many(deployments, (name) => {
        const deployment = kinds.Deployment.template(name);
        return { ...deployment, spec: { ...deployment.spec, replicas: 0 } };
      }),
      ...many(clients, kinds.Client.template),
      ...many(servers, kinds.OutsideServer.template),
    ]);
  });

function overlaps(
  objects: ReadonlyMap<string, KubernetesObject>,
  layout: Readonly<Record<string, { x: number; y: number }>>,
) {
  const boxes = [...objects].map(([key, object]) => ({ key, ...layout[key]!, ...sizes[object.kind]! }));
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      )
      .map((b) => `${a.key} over ${b.key}`),
  );
}

describe('tidy', () => {
  test('gives every card a place of its own', () => {
    fc.assert(
      fc.property(clusters, (objects) => {
        const layout = tidy(objects);
        expect(Object.keys(layout).sort()).toEqual([...objects.keys()].sort());
        expect(overlaps(objects, layout)).toEqual([]);
      }),
    );
  });

  test('leaves room on the cluster’s edge for load balancers', () => {
    const balancer = kinds.Service.template('shop');
    balancer.spec.type = 'LoadBalancer';
    const objects = mapOf([balancer, kinds.Deployment.template('shop'), kinds.Node.template('node-a')]);
    const layout = tidy(objects);
    const edge = layout['Service/default/shop']!.x;
    expect(layout['Deployment.apps/default/shop']!.x).toBeGreaterThan(edge + LOAD_BALANCER_CARD.width / 4);
  });

  test('puts a Deployment near the Service that selects it', () => {
    const names = ['a', 'b', 'c'];
    const objects = mapOf([
      ...names.map(kinds.Service.template),
      ...[...names].reverse().map(kinds.Deployment.template),
    ]);
    const layout = tidy(objects);
    const xs = names.map((name) => layout[`Deployment.apps/default/${name}`]!.x);
    expect(xs).toEqual([...xs].sort((left, right) => left - right));
  });

  test('draws nothing of kube-system', () => {
    const service = kinds.Service.template('kube-dns');
    service.metadata.namespace = 'kube-system';
    expect(tidy(mapOf([service]))).toEqual({});
  });
});

describe('placing what is new', () => {
  test('moves nothing that stands, and covers nothing', () => {
    fc.assert(
      fc.property(clusters, clusters, (some, more) => {
        const before = tidy(some);
        const all = new Map([...some, ...more]);
        const after = placeMissing(all, before);
        for (const key of some.keys()) expect(after[key]).toEqual(before[key]);
        expect(overlaps(all, after)).toEqual([]);
      }),
    );
  });

  test('returns the same layout when nothing is missing', () => {
    const objects = mapOf([kinds.Node.template('node-a')]);
    const layout = tidy(objects);
    expect(placeMissing(objects, layout)).toBe(layout);
  });
});
