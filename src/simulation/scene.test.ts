import { describe, expect, it } from 'vitest';
import { POSITION_ANNOTATION } from '../kubernetes/kubehop.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { client, cluster, deployment, node, pod, service } from '../testing/cluster.ts';
import { asWritten, isUserOwned, objectsFromScene, type Scene, sceneFromObjects } from './scene.ts';

const knative = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'x', uid: '1', annotations: null },
  status: { a: 1 },
} as unknown as KubernetesObject;

const scene: Scene = {
  title: 'The shop',
  lookAt: 'Watch it.',
  seed: 7,
  view: 'PacketPath',
  objects: [node('node-a'), service('shop'), deployment('shop', 2), client('visitor'), knative],
  layout: { 'Service/default/shop': { x: 40, y: -8 }, 'Node//node-a': { x: 0, y: 100 } },
};

describe('a scene', () => {
  it('SN1 written as objects reads back the same', () => {
    const objects = objectsFromScene(scene);
    expect(objects[0]).toEqual({
      apiVersion: 'kubehop.dev/v1alpha1',
      kind: 'Scene',
      metadata: { name: 'scene' },
      spec: { title: 'The shop', lookAt: 'Watch it.', seed: 7, view: 'PacketPath' },
    });
    expect(objects[2]!.metadata.annotations).toEqual({ [POSITION_ANNOTATION]: '40,-8' });
    expect(sceneFromObjects(objects)).toEqual(scene);
  });

  it('SN1 has a title and a seed when the file says nothing', () => {
    const { title, seed, view, lookAt } = sceneFromObjects([service('shop')]);
    expect({ title, seed, view, lookAt }).toEqual({
      title: 'Untitled',
      seed: 1,
      view: 'Concept',
      lookAt: '',
    });
  });

  it('SN1 places an object that names no namespace, and keeps its other annotations', () => {
    const { namespace: _, ...metadata } = service('shop').metadata;
    const annotations = { [POSITION_ANNOTATION]: ' 1.5 , 2 ', team: 'web' };
    const { layout, objects } = sceneFromObjects([
      { ...service('shop'), metadata: { ...metadata, annotations } } as KubernetesObject,
    ]);
    expect(layout).toEqual({ 'Service/default/shop': { x: 1.5, y: 2 } });
    expect(objects[0]!.metadata.annotations).toEqual({ team: 'web' });
  });

  it('SN1 leaves an annotation alone that is no position', () => {
    const annotations = { [POSITION_ANNOTATION]: 'here' };
    const { layout, objects } = sceneFromObjects([service('shop', {}, { annotations })]);
    expect(layout).toEqual({});
    expect(objects[0]!.metadata.annotations).toEqual(annotations);
  });

  it('SN2 of a running cluster has what people made, and comes up the same again', () => {
    const simulation = cluster([
      node('node-a'),
      node('node-b'),
      service('shop'),
      deployment('shop', 3),
      pod('bare'),
      knative,
    ]);
    const owned = [...simulation.objects.values()].filter(isUserOwned);
    expect(owned.map((object) => `${object.kind} ${object.metadata.name}`)).toEqual([
      'Node node-a',
      'Node node-b',
      'Service shop',
      'Deployment shop',
      'Pod bare',
      'Service x',
    ]);
    const again = cluster(sceneFromObjects([...simulation.objects.values()].filter(isUserOwned)).objects);
    expect([...again.objects.keys()].sort()).toEqual([...simulation.objects.keys()].sort());
    const endpoints = (of: typeof again) =>
      [...of.byKind.EndpointSlice.values()].map((slice) => slice.endpoints);
    expect(endpoints(again)).toEqual(endpoints(simulation));
  });

  it('SN2 of a dump leaves out what its controllers make again', () => {
    const simulation = cluster([node('node-a'), service('shop'), deployment('shop', 2)]);
    const dump = [...simulation.objects.values()].filter((object) => object.metadata.namespace === 'default');
    const kinds = sceneFromObjects(dump).objects.map((object) => object.kind);
    expect(kinds).toEqual(['Service', 'Deployment']);
    const pods = sceneFromObjects(dump.filter((object) => object.kind === 'Pod')).objects;
    expect(pods).toHaveLength(2);
    expect(pods[0]!.metadata.ownerReferences).toBeUndefined();
  });

  it('SN2 keeps a Node’s address and nothing else that only the server writes', () => {
    const simulation = cluster([node('node-a')]);
    const written = asWritten(simulation.objects.get('Node//node-a')!);
    expect(written).toMatchObject({
      metadata: { name: 'node-a' },
      status: { addresses: [{ address: '192.168.1.11' }, {}] },
    });
    expect(Object.keys(written.metadata)).toEqual(['name']);
    expect(Object.keys((written as unknown as { status: object }).status)).toEqual(['addresses']);
    expect(asWritten(knative)).toBe(knative);
  });
});
