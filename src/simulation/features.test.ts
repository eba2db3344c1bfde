import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { write } from './apiServer.ts';
import { advance, cloneSimulation, startSimulation } from './engine.ts';
import { everyFeature } from './everyFeature.ts';
import { FEATURE_NAMES, type FeatureName, type Features, featuresFor, noFeatures } from './features.ts';
import { type Scene, sceneFromObjects } from './scene.ts';
import { scrutiny } from './scrutiny.ts';

const files = {
  ...import.meta.glob<KubernetesObject[]>('../scenes/*.yaml', { import: 'documents', eager: true }),
  ...import.meta.glob<KubernetesObject[]>('../lessons/course/*/start.yaml', {
    import: 'documents',
    eager: true,
  }),
};
const scenes: readonly [string, Scene][] = Object.entries(files).map(([path, documents]) => [
  path.replace(/^.*\/(?:scenes|course)\/(.*?)(?:\/start)?\.yaml$/, '$1'),
  sceneFromObjects(documents),
]);
const sceneOf = (name: string) => scenes.find(([each]) => each === name)![1];

function onlyFeatures(names: readonly FeatureName[]): Features {
  return { ...noFeatures(), ...Object.fromEntries(names.map((name) => [name, everyFeature[name]])) };
}

test.each(scenes)('%s happens the same with only the features that it asks for', (_name, scene) => {
  const run = (features: Features) => {
    const simulation = startSimulation(scene, { scrutiny, features });
    const events = [simulation.events, advance(simulation, 15_000)];
    const copy = cloneSimulation(simulation);
    return { events: [...events, advance(copy, 30_000)], objects: [...copy.objects.values()] };
  };
  expect(run(onlyFeatures(featuresFor(scene.objects)))).toEqual(run(everyFeature));
});

test.each(scenes.filter(([, { objects }]) => !featuresFor(objects).includes('changes')))(
  '%s stays as it is, however long it runs',
  (_name, scene) => {
    const features = onlyFeatures(featuresFor(scene.objects));
    const simulation = startSimulation(scene, { scrutiny, features });
    const before = [...simulation.objects.values()];
    advance(simulation, 600_000);
    expect([...simulation.objects.values()]).toEqual(before);
  },
);

test('no feature is asked for by many scenes, and by the default one none', () => {
  const asked = scenes.map(([, { objects }]) => featuresFor(objects));
  for (const name of FEATURE_NAMES) {
    const share = asked.filter((names) => names.includes(name)).length / asked.length;
    expect(share, name).toBeLessThan(0.3);
  }
  expect(featuresFor(sceneOf('shop').objects)).toEqual([]);
  expect(featuresFor(sceneOf('network-policy').objects)).toEqual(['networkPolicies']);
});

test('a scene does not begin without what it asks for', () => {
  const equipment = { scrutiny, features: noFeatures() };
  expect(() => startSimulation(sceneOf('network-policy'), equipment)).toThrow('networkPolicies');
});

test('nobody can write what asks for a feature that is not there', () => {
  const simulation = startSimulation(sceneOf('shop'), { scrutiny, features: noFeatures() });
  const policy = sceneOf('network-policy').objects.find(({ kind }) => kind === 'NetworkPolicy')!;
  expect(() => write(simulation, { verb: 'create', object: policy }, 'user')).toThrow('networkPolicies');
  Object.assign(simulation.features, everyFeature);
  expect(write(simulation, { verb: 'create', object: policy }, 'user').status.status).toBe('Success');
});
