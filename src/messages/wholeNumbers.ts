/**
 * Small whole numbers, said as `Intl` says them but without it: to open its tables takes a page some 20 ms, and most
 * messages hold no other numbers. All else is asked of it.
 */

/** From here on digits are grouped. */
const LEAST_GROUPED = 1000;

function isSmall(value: number): boolean {
  return Number.isInteger(value) && !Object.is(value, -0) && value >= 0 && value < LEAST_GROUPED;
}

/** Nothing but `format` is ever asked of it. */
export function numberFormat(
  locale?: Intl.LocalesArgument,
  options: Intl.NumberFormatOptions = {},
): Intl.NumberFormat {
  const isPlain = Object.keys(options).length === 0;
  const inFull = later(() => new Intl.NumberFormat(locale, options));
  const format = (value: number) => (isPlain && isSmall(value) ? String(value) : inFull().format(value));
  return { format } as Intl.NumberFormat;
}

/** Nothing but `select` is ever asked of them. Of the languages that the page speaks, only Chinese has one form for all. */
export function pluralRules(
  locale?: Intl.LocalesArgument,
  options: Intl.PluralRulesOptions = {},
): Intl.PluralRules {
  const isCardinal = (options.type ?? 'cardinal') === 'cardinal';
  const hasOneForm = String(locale).startsWith('zh');
  const inFull = later(() => new Intl.PluralRules(locale, options));
  const select = (value: number): Intl.LDMLPluralRule => {
    if (!isCardinal || !isSmall(value)) return inFull().select(value);
    return value === 1 && !hasOneForm ? 'one' : 'other';
  };
  return { select } as Intl.PluralRules;
}

function later<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
