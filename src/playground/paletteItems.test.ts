import { describe, expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { OutsideServer } from '../kubernetes/outsideServer.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { type PaletteItemId, paletteItems } from './paletteItems.ts';
import { testBench } from './testBench.ts';

function bench(...objects: KubernetesObject[]) {
  const b = testBench(objects);
  return {
    ...b,
    /** Places the item and returns what was made. */
    async place<T extends KubernetesObject>(id: PaletteItemId, over?: string): Promise<T> {
      const item = paletteItems.find((candidate) => candidate.id === id)!;
      await b.succeed(item.place(b.state(), { x: 300, y: 300 }, over), 'palette');
      return b.object<T>(b.state().selection[0]!);
    },
  };
}

test.each(paletteItems)(
  '$id can be placed again and again, and always stands where it was dropped',
  async ({ id }) => {
    const b = bench();
    const names = new Set<string>();
    for (let count = 0; count < 3; count++) {
      const made = await b.place(id);
      names.add(made.metadata.name);
      expect(b.state().layout[b.state().selection[0]!]).toEqual({ x: 300, y: 300 });
    }
    expect(names.size).toBe(3);
  },
);

test.each(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Headless'] as const)(
  '%s is that form',
  async (id) => {
    expect(serviceForm(await bench().place<Service>(id))).toBe(id);
  },
);

describe('a Node, a Pod and a Service from an empty canvas', () => {
  test('belong together', async () => {
    const b = bench();
    const node = await b.place('Node');
    const pod = await b.place<Pod>('Pod', `Node//${node.metadata.name}`);
    const service = await b.place<Service>('ClusterIP');
    expect(pod.spec.nodeName).toBe('node-a');
    expect(service.spec.selector).toEqual(pod.metadata.labels);
    b.frames.advance(10_000);
    expect([...b.state().problems]).toEqual([]);
  });

  test('have short commands that equal them', async () => {
    const b = bench();
    await b.place('Pod', 'Node//node-a');
    await b.place('NodePort');
    await b.place('Deployment');
    const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
    expect(b.state().commandLines.map(({ line }) => line)).toEqual([
      `kubectl run shop --image=${image} --port=8080 --labels=app=shop`,
      'kubectl expose pod shop --port=80 --target-port=8080 --type=NodePort',
      `kubectl create deployment shop --image=${image} --port=8080 --replicas=3`,
    ]);
  });
});

describe('a Service', () => {
  test('selects what no other Service selects', async () => {
    const b = bench(kinds.Pod.template('a'), kinds.Pod.template('b'));
    expect((await b.place<Service>('ClusterIP')).spec.selector).toEqual({ app: 'a' });
    expect((await b.place<Service>('ClusterIP')).spec.selector).toEqual({ app: 'b' });
  });

  test('selects what it is dropped on, with its port', async () => {
    const pod = kinds.Pod.template('b');
    pod.spec.containers[0]!.ports = [{ containerPort: 9000 }];
    const b = bench(kinds.Pod.template('a'), pod);
    const service = await b.place<Service>('ClusterIP', 'Pod/default/b');
    expect(service.spec).toMatchObject({ selector: { app: 'b' }, ports: [{ port: 80, targetPort: 9000 }] });
  });
});

test('a Pod becomes the application that a Service waits for', async () => {
  const b = bench(kinds.Service.template('cart'));
  expect((await b.place<Pod>('Pod')).metadata.labels).toEqual({ app: 'cart' });
});

test('an outside server takes the name that an ExternalName points to', async () => {
  const alias = {
    ...kinds.Service.template('mail'),
    spec: { type: 'ExternalName', externalName: 'mail.example.com' },
  } as Service;
  const b = bench(alias);
  expect((await b.place<OutsideServer>('OutsideServer')).spec.hostname).toBe('mail.example.com');
});
