import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { cardsOf, keyOfLink } from './namedCards.ts';

function object(kind: string, name: string, owner?: string): [string, KubernetesObject] {
  const key = `${kind}/default/${name}`;
  const ownerReferences = owner === undefined ? [] : [{ uid: owner }];
  return [key, { apiVersion: 'v1', kind, metadata: { name, uid: key, ownerReferences } } as never];
}

test('a link names an object, in the default namespace unless it says another', () => {
  expect(keyOfLink('object:Pod/web-1')).toBe('Pod/default/web-1');
  expect(keyOfLink('object:Pod/team/web-1')).toBe('Pod/team/web-1');
  expect(keyOfLink('object:Node/node-a')).toBe('Node//node-a');
  expect(keyOfLink('https://kubernetes.io/')).toBeNull();
});

test('a workload means its Pods, too, also when its ReplicaSet comes after them', () => {
  const objects = new Map([
    object('Pod', 'shop-1', 'ReplicaSet/default/shop-x'),
    object('Pod', 'other'),
    object('ReplicaSet', 'shop-x', 'Deployment/default/shop'),
    object('Deployment', 'shop'),
    object('Pod', 'shop-2', 'ReplicaSet/default/shop-x'),
  ]);
  const cards = cardsOf('Deployment/default/shop', objects);
  expect(cards[0]).toBe('Deployment/default/shop');
  expect(cards).toContain('Pod/default/shop-1');
  expect(cards).toContain('Pod/default/shop-2');
  expect(cards).not.toContain('Pod/default/other');
  expect(cardsOf('Pod/default/other', objects)).toEqual(['Pod/default/other']);
});

test('what is not there is only its own name', () => {
  expect(cardsOf('Service/default/gone', new Map([object('Pod', 'a')]))).toEqual(['Service/default/gone']);
});
