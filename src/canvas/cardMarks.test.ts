import { expect, test } from 'vitest';
import { choiceAt, marksOf } from './cardMarks.ts';

const question = {
  text: 'Which Pod answers?',
  cards: ['Pod/default/shop-a', 'Pod/default/shop-b'],
  chosen: ['Pod/default/shop-b'],
  choose() {},
};

test('a card that is asked about and pointed at says both', () => {
  const marks = marksOf({ cards: ['Pod/default/shop-a', 'Node//node-a'], question });
  expect(marks.get('Pod/default/shop-a')).toBe('kh-choice kh-pointed');
  expect(marks.get('Pod/default/shop-b')).toBe('kh-choice kh-chosen');
  expect(marks.get('Node//node-a')).toBe('kh-pointed');
  expect(marks.get('Service/default/shop')).toBeUndefined();
});

test('a load balancer answers for itself, else for its Service', () => {
  const asked = (cards: string[]) => ({ cards: [], question: { ...question, cards } });
  const balancer = ['LoadBalancer/default/shop', 'Service/default/shop'] as const;
  expect(choiceAt(asked(['Service/default/shop']), ...balancer)).toBe('Service/default/shop');
  expect(choiceAt(asked([...balancer]), ...balancer)).toBe('LoadBalancer/default/shop');
  expect(choiceAt(asked(['Node//node-a']), ...balancer)).toBeNull();
  expect(choiceAt({ cards: [], question: null }, ...balancer)).toBeNull();
});
