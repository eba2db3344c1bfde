import { expect, test } from 'vitest';
import { shortName } from './PodName.tsx';

test('a name that fits stays whole', () => {
  expect(shortName('shop-7x2', 12)).toBe('shop-7x2');
});

test('a replica keeps the name of its Deployment and the end that tells it apart', () => {
  expect(shortName('web-7d9c5b8f6-x7k2p', 12)).toBe('web…x7k2p');
  expect(shortName('recommendation-7d9c5b8f6-x7k2p', 12)).toBe('recomm…x7k2p');
  expect(shortName('coredns-999f76c5c-h9kfb', 30)).toBe('coredns-999f76c5c-h9kfb');
});

test('any other long name keeps both ends', () => {
  expect(shortName('a-database-with-a-long-name', 12)).toBe('a-data…-name');
});
