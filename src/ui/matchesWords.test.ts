import { expect, it } from 'vitest';
import { matchesWords } from './matchesWords.ts';

it.each([
  ['', true],
  ['step', true],
  ['hop ne', true],
  ['NEXT step', true],
  ['ext', false],
  ['step back', false],
])('finds "Step to the next hop" by "%s": %s', (query, found) => {
  expect(matchesWords(query, 'Step to the next hop')).toBe(found);
});

it('keeps addresses whole', () => {
  expect(matchesWords('10.244.1', 'Pod shop 10.244.1.5')).toBe(true);
  expect(matchesWords('import export', 'Import / export')).toBe(true);
});
