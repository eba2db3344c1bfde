import { expect, test } from 'vitest';
import { offeredLanguages } from './language.ts';
import { numberFormat, pluralRules } from './wholeNumbers.ts';

const numbers = [...Array(1200).keys(), -1, -0, 0.5, 1.5, 21.25, 1_000_000, 12_345_678];

test.each(offeredLanguages)('numbers in %s are said as the platform says them', (language) => {
  const rules = new Intl.PluralRules(language);
  const format = new Intl.NumberFormat(language);
  for (const number of numbers) {
    expect(pluralRules(language).select(number)).toBe(rules.select(number));
    expect(numberFormat(language).format(number)).toBe(format.format(number));
  }
});

test('what else is asked for is the platform’s', () => {
  expect(numberFormat('de', { style: 'percent' }).format(1)).toBe(
    new Intl.NumberFormat('de', { style: 'percent' }).format(1),
  );
  expect(pluralRules('en', { type: 'ordinal' }).select(2)).toBe('two');
});
