/**
 * Everything that people read, in the language of the page.
 *
 * A folder's texts are in `en/<folder>.json`, ICU MessageFormat, compiled at build time; `<folder>.ts` beside this file gives its `t`:
 *
 *     import { t } from '../messages/inspector.ts';
 *     t('followed.title')                     // a wrong key does not compile
 *     t('pods', { count: 3 })                 // "pods": "{count, plural, one {# Pod} other {# Pods}}"
 *     rich(t.rich('hint', { code: (text) => <code>{text}</code> }))   // "hint": "Set <code>spec.ports</code>"; rich() is in ui/rich.ts
 *
 * Call `t` while something is drawn or done, never while a module loads: the language can change. Tables therefore have getters:
 * `{ get label() { return t('label'); } }`. Whole sentences only, never glued from pieces; no sentence case by code.
 */
import format, { type CompiledMessage, type FormatOptions } from 'icu-minify/format';
import { currentLocale, messageOf, needFolder } from './language.ts';
import { numberFormat, pluralRules } from './wholeNumbers.ts';

export type Values = Readonly<Record<string, string | number>>;
type Part<T> = string | T;
export type RichValues<T> = Readonly<Record<string, string | number | ((parts: Part<T>[]) => T)>>;

export interface Translate<Key extends string> {
  (key: Key, values?: Values): string;
  /** With what stands for the message's tags; the parts in their order. */
  rich<T>(key: Key, values: RichValues<T>): Part<T>[];
}

const formatters: FormatOptions['formatters'] = {
  getNumberFormat: remembered(numberFormat),
  getPluralRules: remembered(pluralRules),
  getDateTimeFormat: remembered((...given) => new Intl.DateTimeFormat(...given)),
};

/** `english` is what the build made of the folder's catalogue: keys as they are written, messages compiled. */
export function messagesOf<Key extends string>(
  folder: string,
  english: Readonly<Record<Key, unknown>>,
): Translate<Key> {
  needFolder(folder);
  const compiled = (key: Key) => messageOf(folder, key, english[key] as CompiledMessage);
  const t = (key: Key, values?: Values) =>
    String(format(compiled(key), currentLocale(), values, { formatters }));
  return Object.assign(t, {
    rich<T>(key: Key, values: RichValues<T>): Part<T>[] {
      const parts = format<T>(compiled(key), currentLocale(), values, { formatters });
      return Array.isArray(parts) ? parts : [parts];
    },
  });
}

/** Without a sentence around it. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return formatters.getNumberFormat(currentLocale(), options).format(value);
}

/** Intl's objects are dear to make. */
function remembered<Given extends readonly unknown[], T>(make: (...given: Given) => T) {
  const made = new Map<string, T>();
  return (...given: Given): T => {
    const key = JSON.stringify(given);
    const found = made.get(key) ?? make(...given);
    made.set(key, found);
    return found;
  };
}
