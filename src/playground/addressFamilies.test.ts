import { expect, test } from 'vitest';
import type { Node } from '../kubernetes/node.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Scene } from '../simulation/scene.ts';
import { createSimulation } from '../simulation/simulation.ts';
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
