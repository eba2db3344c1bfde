/** StatefulSets, DaemonSets, Jobs and ReplicationControllers in the hands of a user: as Deployments are. */
import { describe, expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { isWorkload } from '../kubernetes/workload.ts';
import { paletteItems } from './paletteItems.ts';
import { ofKind } from './queries.ts';
import { exportText, importText } from './sceneFile.ts';
import { testBench } from './testBench.ts';

const nodes = [kinds.Node.template('node-a'), kinds.Node.template('node-b')];

async function benchWith(...objects: KubernetesObject[]) {
  const bench = testBench([...nodes, ...objects]);
  bench.frames.advance(1000);
  return bench;
}

const podNames = (objects: ReadonlyMap<string, KubernetesObject>): string[] =>
  ofKind(objects, 'Pod')
    .filter(({ metadata }) => metadata.namespace === 'default')
    .map(({ metadata }) => metadata.name);

describe.each(['StatefulSet', 'DaemonSet', 'Job'] as const)('a %s from the palette', (id) => {
  const place = paletteItems.find((item) => item.id === id)!.place;

  test('makes Pods, is undone with them, and comes back', async () => {
    const { state, succeed, frames } = await benchWith();
    await succeed(place(state(), { x: 10, y: 20 }), 'palette');
    frames.advance(20_000);
    const made = podNames(state().objects).length;
    expect(made).toBeGreaterThan(0);
    await succeed({ type: 'undo' });
    frames.advance(20_000);
    expect(podNames(state().objects)).toEqual([]);
    expect([...state().objects.values()].filter(isWorkload).filter(({ kind }) => kind === id)).toEqual([]);
    await succeed({ type: 'redo' });
    frames.advance(20_000);
    expect(podNames(state().objects)).toHaveLength(made);
  });

  test('is exported as a person would have written it, without what its controller makes', async () => {
    const { state, succeed, frames, playground } = await benchWith();
    await succeed(place(state()), 'palette');
    frames.advance(20_000);
    const text = await exportText(playground);
    expect(text).toContain(`kind: ${id}`);
    for (const word of ['ControllerRevision', 'controller-uid', 'kind: Pod', 'kubernetes.io/hostname'])
      expect(text).not.toContain(word);
    const again = testBench([]);
    const { lines } = await importText(again.playground, text);
    expect(lines.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
  });
});

describe('a wire', () => {
  const set = kinds.StatefulSet.template('db');
  const setKey = 'StatefulSet.apps/default/db';

  test('from a Service to a StatefulSet, or to one of its Pods, makes the Service select it', async () => {
    const shop: Service = {
      ...kinds.Service.template('shop'),
      spec: { ports: [{ port: 80, targetPort: 8080 }] },
    };
    for (const to of [setKey, 'Pod/default/db-1']) {
      const { succeed, object } = await benchWith(set, shop);
      await succeed({ type: 'connect', from: 'Service/default/shop', to });
      expect(object<Service>('Service/default/shop').spec.selector).toEqual({ app: 'db' });
    }
  });

  test('from one of its Pods is Traffic of the StatefulSet', async () => {
    const { succeed, state } = await benchWith(set, kinds.Service.template('shop'));
    await succeed({ type: 'connect', from: 'Pod/default/db-1', to: 'Service/default/shop' });
    const [traffic] = ofKind(state().objects, 'Traffic') as Traffic[];
    expect(traffic?.spec.from).toEqual({ kind: 'StatefulSet', namespace: 'default', name: 'db' });
    expect(state().problems.get(`Traffic.kubehop.dev//${traffic?.metadata.name}`) ?? []).not.toContainEqual(
      expect.objectContaining({ field: 'spec.from' }),
    );
  });

  test('does not change the template of a Job, and says why', async () => {
    const job = kinds.Job.template('report');
    const shop: Service = {
      ...kinds.Service.template('shop'),
      spec: { selector: { app: 'report', tier: 'web' }, ports: [{ port: 80 }] },
    };
    const tier: Pod = {
      ...kinds.Pod.template('x'),
      metadata: { name: 'x', namespace: 'default', labels: { app: 'report', tier: 'web' } },
    };
    const { dispatch } = await benchWith(job, shop, tier);
    const { message } = await dispatch({
      type: 'connect',
      from: 'Service/default/shop',
      to: 'Job.batch/default/report',
    });
    expect(message).toBe(
      "Service shop selects app=report,tier=web, and the template of Job report is immutable. Change the Service's selector instead.",
    );
  });
});

test('a copy of a ReplicationController keeps Pods of its own', async () => {
  const { succeed, object, frames } = await benchWith(kinds.ReplicationController.template('web'));
  await succeed({ type: 'duplicate', keys: ['ReplicationController/default/web'] });
  frames.advance(10_000);
  expect(object('ReplicationController/default/web-2')).toMatchObject({
    spec: { selector: { app: 'web-2' }, template: { metadata: { labels: { app: 'web-2' } } } },
    status: { readyReplicas: 3 },
  });
});
