import { expect, test } from 'vitest';
import type { NetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { node, objectsOf, pod } from './testCluster.ts';
import { createToFlow, type FlowInput } from './toFlow.ts';

function policy(name: string, spec: NetworkPolicy['spec'], namespace = 'default'): NetworkPolicy {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}

const db = pod('db', 'db', 'a', '10.244.1.5');
const web = pod('web', 'web', 'a', '10.244.1.6');
const onDb = policy('on-db', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'] });
const onAll = policy('on-all', { podSelector: {}, policyTypes: ['Egress'] });

function flow(policies: readonly NetworkPolicy[], selection: readonly string[] = []) {
  const input: FlowInput = {
    objects: objectsOf(node('a', '192.168.1.11'), db, web, ...policies),
    layout: { 'Node//a': { x: 300, y: 200 }, [objectKey(onDb)]: { x: 300, y: 20 } },
    view: 'Concept',
    problems: new Map(),
    selection: [...selection],
    rules: {},
    spotlight: null,
    tabStop: null,
    editable: true,
  };
  return createToFlow()(input);
}

const labelOf = (drawn: ReturnType<typeof flow>, key: string) =>
  drawn.nodes.find(({ id }) => id === key)?.ariaLabel;

test('a Pod says for what how many policies isolate it', () => {
  expect(labelOf(flow([]), objectKey(db))).toBe('Pod db, 10.244.1.5, ready');
  const drawn = flow([onDb, onAll, policy('elsewhere', { podSelector: {} }, 'other')]);
  expect(labelOf(drawn, objectKey(db))).toBe(
    'Pod db, 10.244.1.5, ready, isolated for ingress and egress by 2 network policies',
  );
  expect(labelOf(drawn, objectKey(web))).toBe(
    'Pod web, 10.244.1.6, ready, isolated for egress by 1 network policy',
  );
});

test('a policy has a card, and wires to its Pods while one of them is selected', () => {
  expect(labelOf(flow([onDb]), objectKey(onDb))).toBe('NetworkPolicy on-db, ingress, selects 1 Pod');
  expect(flow([onDb]).edges).toEqual([]);
  for (const selected of [objectKey(onDb), objectKey(db)])
    expect(flow([onDb], [selected]).edges.map(({ source, target }) => [source, target])).toEqual([
      [objectKey(onDb), objectKey(db)],
    ]);
  const lit = flow([onDb], [objectKey(onDb)]).nodes.find(({ id }) => id === objectKey(db));
  expect(lit?.data).toMatchObject({ isHighlighted: true });
});
