import compile from 'icu-minify/compile';
import { describe, expect, it } from 'vitest';
import { scenes } from '../scenes/index.ts';
import { catalogues as firstGerman } from './de/first.ts';
import { catalogues as restGerman } from './de/rest.ts';
import { catalogues as firstSpanish } from './es/first.ts';
import { catalogues as restSpanish } from './es/rest.ts';
import { disguise } from './pseudo.ts';
import { catalogues as firstChinese } from './zh-CN/first.ts';
import { catalogues as restChinese } from './zh-CN/rest.ts';

/** Folder → key → message, as the build compiles them. */
type Compiled = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const english: Compiled = Object.fromEntries(
  Object.entries(
    import.meta.glob<Record<string, unknown>>('./en/*.json', { eager: true, import: 'default' }),
  ).map(([path, messages]) => [path.slice('./en/'.length, -'.json'.length), messages]),
);
const languages: Readonly<Record<string, Compiled>> = {
  de: { ...firstGerman, ...restGerman },
  es: { ...firstSpanish, ...restSpanish },
  'zh-CN': { ...firstChinese, ...restChinese },
};
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** `count:plural`, `name`, `code:tag`; what the branches of a choice hold counts too. */
function argumentsOf(message: unknown, found = new Set<string>()): Set<string> {
  if (!Array.isArray(message)) return found;
  for (const node of message) {
    if (!Array.isArray(node)) continue;
    const [name, type, ...rest] = node as [string, unknown, ...unknown[]];
    if (typeof type === 'number' && type >= 1 && type <= 3) {
      found.add(`${name}:${type === 1 ? 'select' : 'plural'}`);
      for (const branch of Object.values(rest[0] as Record<string, unknown>)) argumentsOf(branch, found);
    } else if (type === undefined || typeof type === 'number') {
      found.add(type === 0 ? `${name}:tag` : name);
    } else {
      found.add(`${name}:tag`);
      argumentsOf([type, ...rest], found);
    }
  }
  return found;
}

/** Names alone: whether a figure is in a plural is a language's own affair. */
const names = (message: unknown) =>
  [...new Set([...argumentsOf(message)].map((each) => each.replace(/:(?:plural|select)$/, '')))].sort();

function isPluralOf(branches: Record<string, unknown>, language: string): boolean {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return Object.keys(branches).every(
    (name) => name.startsWith('=') || wanted.includes(name as Intl.LDMLPluralRule),
  );
}

function plurals(message: unknown): Record<string, unknown>[] {
  if (!Array.isArray(message)) return [];
  return message.flatMap((node): Record<string, unknown>[] => {
    if (!Array.isArray(node)) return [];
    const [, type, options] = node as [string, unknown, unknown];
    if (typeof type !== 'number' || type < 1 || type > 2) return plurals(node);
    const branches = options as Record<string, unknown>;
    return [...(type === 2 ? [branches] : []), ...Object.values(branches).flatMap(plurals)];
  });
}

describe.each(Object.entries(languages))('%s', (language, catalogue) => {
  it.each(Object.keys(english))('says all of %s, and nothing else', (folder) => {
    expect(Object.keys(catalogue[folder] ?? {}).sort()).toEqual(Object.keys(english[folder]!).sort());
  });

  it.each(Object.keys(english))('has the arguments of the English in %s', (folder) => {
    for (const [key, message] of Object.entries(catalogue[folder] ?? {}))
      expect({ key, names: names(message) }).toEqual({ key, names: names(english[folder]![key]) });
  });

  it('has the plural forms of its own grammar', () => {
    const wrong = Object.values(catalogue).flatMap((messages) =>
      Object.entries(messages).filter(([, message]) =>
        plurals(message).some((branches) => !isPluralOf(branches, language)),
      ),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it('knows the scenes by the texts of their YAML', async () => {
    const texts = await Promise.all(
      scenes.map(async (entry) => {
        const { title, lookAt } = await entry.load();
        return [title, lookAt];
      }),
    );
    expect(Object.keys(catalogue.scenes ?? {}).sort()).toEqual([...new Set(texts.flat())].sort());
  });
});

it('no catalogue is without a module, and no module without a catalogue', () => {
  const modules = Object.entries(sources)
    .filter(([path]) => path.startsWith('./') && !path.slice(2).includes('/'))
    .flatMap(([, text]) => [...text.matchAll(/from '\.\/en\/(\w+)\.json'/g)].map((match) => match[1]));
  expect(modules.sort()).toEqual(Object.keys(english).sort());
});

it('whoever says something gives all that the message names', () => {
  const missing: string[] = [];
  for (const [path, text] of Object.entries(sources)) {
    const folder =
      /import \{(?:[^}]*,)? *t *(?:,[^}]*)?\} from '(?:\.\.\/)*(?:\.\/)?messages\/(\w+)\.ts'/.exec(text)?.[1];
    if (folder === undefined || path === './messages.ts') continue;
    for (const { key, given } of callsIn(text)) {
      const message = english[folder]![key];
      const wanted = names(message).map((name) => name.replace(/:tag$/, ''));
      const lacks = message === undefined ? ['a message'] : wanted.filter((name) => !given.includes(name));
      if (lacks.length > 0) missing.push(`${path}: ${key} lacks ${lacks.join(', ')}`);
    }
  }
  expect(missing).toEqual([]);
});

it('a pseudo-language keeps arguments, choices and tags', () => {
  const message = compile(
    '{count, plural, one {# Pod of <b>{name}</b>} other {# Pods}}, {kind, select, a {x} other {y}}',
  );
  expect(argumentsOf(disguise(message))).toEqual(argumentsOf(message));
});

/** Calls with a key that is written out, and with arguments that are: what is put together is left to the compiler. */
function callsIn(text: string): { key: string; given: string[] }[] {
  const calls = [...text.matchAll(/\bt(?:\.rich)?\(\s*'([^']+)'\s*(\)|,\s*\)|,\s*\{)/g)];
  return calls.flatMap((match) => {
    const key = match[1]!;
    if (!match[2]!.endsWith('{')) return [{ key, given: [] }];
    const given = topLevelNames(text, match.index + match[0].length);
    return given === null ? [] : [{ key, given }];
  });
}

/** Of an object literal from behind its `{`; null when something is spread into it. */
function topLevelNames(text: string, from: number): string[] | null {
  const found: string[] = [];
  let depth = 0;
  let part = '';
  for (let at = from; at < text.length; at++) {
    const letter = text[at]!;
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
    if (depth < 0 || (depth === 0 && letter === ',')) {
      if (part.trim().startsWith('...')) return null;
      const name = /^\s*(\w+)/.exec(part)?.[1];
      if (name !== undefined) found.push(name);
      part = '';
      if (depth < 0) break;
    } else part += letter;
  }
  return found;
}
