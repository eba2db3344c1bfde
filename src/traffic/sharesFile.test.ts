import { expect, it } from 'vitest';
import { service } from '../testing/cluster.ts';
import { shareLines } from './sharesFile.ts';
import type { ShownShares } from './shownShares.ts';

it('shares are taken away with what theory expects of those who should have one', () => {
  const place = (name: string, count: number, isExpected: boolean, deviation: string | null) => ({
    place: `Pod/default/${name}`,
    count,
    share: count / 100,
    isExpected,
    deviation,
  });
  const shown: ShownShares = {
    service: service('shop'),
    name: 'shop',
    color: 'var(--cluster-ip)',
    answered: 100,
    ready: 2,
    shares: [place('a', 70, true, '10 % more than chance explains'), place('gone', 30, false, null)],
    expected: { share: 0.5, band: { low: 0.402, high: 0.598 }, sentence: '', because: 'chance' },
  };
  const [head, ...rows] = shareLines([shown]);
  expect(head).toHaveLength(8);
  expect(rows).toEqual([
    ['shop', 'a', 70, 0.7, 0.5, 0.402, 0.598, '10 % more than chance explains'],
    ['shop', 'gone', 30, 0.3, '', '', '', ''],
  ]);
  expect(shareLines([{ ...shown, expected: null }])[1]).toEqual([
    'shop',
    'a',
    70,
    0.7,
    '',
    '',
    '',
    '10 % more than chance explains',
  ]);
});
