import { expect, test } from 'vitest';
import type { Node } from '../kubernetes/node.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { scenes } from '../scenes/index.ts';
import type { Scene } from '../simulation/scene.ts';
import { advance, createSimulation } from '../simulation/simulation.ts';
import { client, node, service } from '../testing/cluster.ts';
import { isDualStack, withFamilies } from './addressFamilies.ts';

const base: Scene = { title: 'Two', lookAt: '', seed: 1, view: 'Concept', layout: {}, objects: [] };

/** The scene as it would be saved after it has run. */
function run(scene: Scene): Scene {
  const simulation = createSimulation(scene);
  expect(simulation.refused).toEqual([]);
  const objects = scene.objects.map(({ kind, metadata }) =>
    [...simulation.objects.values()].find(
      (object) => object.kind === kind && object.metadata.name === metadata.name,
    ),
  );
  return { ...scene, objects: objects.flatMap((object) => object ?? []) };
}

const find = (scene: Scene, kind: string) => scene.objects.find((object) => object.kind === kind)!;

/** How each Traffic of the scene ended in half a minute, and whether anything came by IPv6. */
function play(scene: Scene) {
  const ends = advance(createSimulation(scene), 30_000).filter((event) => event.type === 'RequestEnd');
  return {
    outcomes: [...new Set(ends.map(({ traffic, reason }) => `${traffic} ${reason}`))].sort(),
    hasIPv6: ends.some(({ sourceSeen }) => sourceSeen?.includes(':')),
  };
}

const preferDual = (object: KubernetesObject): KubernetesObject => {
  if (object.kind !== 'Service' || object.apiVersion !== 'v1') return object;
  const { spec } = object as Service;
  return spec.type === 'ExternalName'
    ? object
    : ({ ...object, spec: { ...spec, ipFamilyPolicy: 'PreferDualStack' } } as Service);
};

test.each(scenes)('what happens in $id happens with two families too', async ({ load }) => {
  const scene = await load();
  const dual = withFamilies(scene, true);
  const { outcomes, hasIPv6 } = play({ ...dual, objects: dual.objects.map(preferDual) });
  expect(outcomes).toEqual(play(withFamilies(scene, false)).outcomes);
  // A gateway's Service belongs to its controller, which asks for one family.
  expect(hasIPv6).toBe(outcomes.length > 0 && !scene.objects.some(({ kind }) => kind === 'Gateway'));
});

test('a scene becomes dual-stack and IPv4 again, whatever its objects got meanwhile', () => {
  const scene = run({ ...base, objects: [node('node-a'), client('visitor'), service('shop')] });
  const dual = run(withFamilies(scene, true));
  expect(isDualStack(new Map(createSimulation(dual).objects))).toBe(true);
  expect((find(dual, 'Node') as Node).spec?.podCIDRs).toEqual(['10.244.1.0/24', 'fd00:10:244:1::/64']);
  expect((find(dual, 'Service') as Service).spec).toMatchObject({
    ipFamilyPolicy: 'SingleStack',
    ipFamilies: ['IPv4'],
  });
  const demanding = find(dual, 'Service') as Service;
  demanding.spec = { ...demanding.spec, ipFamilyPolicy: 'RequireDualStack' };
  const back = run(withFamilies(dual, false));
  expect(JSON.stringify(back)).not.toMatch(/fd00|2001:db8|ServiceCIDR/);
  expect((find(back, 'Service') as Service).spec).toMatchObject({
    ipFamilyPolicy: 'PreferDualStack',
    clusterIPs: [(find(scene, 'Service') as Service).spec.clusterIP],
  });
});
