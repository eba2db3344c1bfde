import { expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { routingData } from './cardData.ts';
import { cardLabel } from './cardLabel.ts';
import { wiresOf } from './relations.ts';
import { objectsOf, pod, shop } from './testCluster.ts';
import { worldOf } from './world.ts';

const ingress = kinds.Ingress.template('shop');
ingress.spec.ingressClassName = 'traefik';
const gateway = kinds.Gateway.template('gateway');
const route = kinds.HTTPRoute.template('shop');
const ingressClass = kinds.IngressClass.template('traefik');
const image = 'docker.io/traefik:v3.6';
const idle = pod('traefik', 'traefik', 'a', '10.244.1.20');
const traefik = { ...idle, spec: { ...idle.spec, containers: [{ name: 'traefik', image }] } };

function wires(relation: string, selected: readonly string[], ...objects: readonly KubernetesObject[]) {
  const world = worldOf(objectsOf(...objects));
  return wiresOf({ world, selection: new Set(selected) }, 'Concept')
    .filter((wire) => wire.relation === relation)
    .map(({ from, to, look }) => `${from}→${to} ${look}`)
    .sort();
}

test('an Ingress is tied to its Services, and a Gateway to its routes and those to theirs', () => {
  expect(wires('routes', [], ...shop(), ingress)).toEqual([
    `${objectKey(ingress)}→Service/default/shop dotted`,
  ]);
  expect(wires('routes', [], ...shop(), gateway, route)).toEqual([
    `${objectKey(gateway)}→${objectKey(route)} dotted`,
    `${objectKey(route)}→Service/default/shop dotted`,
  ]);
});

test('who serves an Ingress is shown with the selection only', () => {
  const objects = [...shop(), ingress, ingressClass, traefik];
  const wire = `${objectKey(ingress)}→Pod/default/traefik faint`;
  expect(wires('serves', [], ...objects)).toEqual([]);
  expect(wires('serves', [objectKey(ingress)], ...objects)).toEqual([wire]);
  expect(wires('serves', ['Pod/default/traefik'], ...objects)).toEqual([wire]);
  expect(wires('serves', [objectKey(ingress)], ...shop(), ingress, traefik)).toEqual([]);
});

test('their cards say for which hosts they are, or where they are reached', () => {
  const label = (object: typeof ingress | typeof gateway | typeof route) =>
    cardLabel('Routing', routingData(objectKey(object), object, null));
  expect(label(ingress)).toBe('Ingress shop, every host');
  const hosts = { ...route, spec: { ...route.spec, hostnames: ['a.example.com', 'b.example.com'] } };
  expect(label(hosts)).toBe('HTTPRoute shop, a.example.com +1');
  expect(label(gateway)).toBe('Gateway gateway, without an address');
  const reached = { ...gateway, status: { addresses: [{ value: '192.0.2.40' }] } };
  expect(label(reached)).toBe('Gateway gateway, 192.0.2.40');
});
