/** Flags of a command line, read as pflag reads them: `-n x`, `-nx`, `--name=x`, `--name x`, `-it`, and `--` for what is not ours. */
import { KubectlError } from './client.ts';

export interface FlagRow {
  readonly short?: string;
  /** `strings` may be repeated and lists values between commas; `array` may be repeated only. */
  readonly type: 'bool' | 'string' | 'int' | 'duration' | 'strings' | 'array';
  readonly default?: string;
  /** What the flag means without `=value`. */
  readonly bare?: string;
  readonly help?: string;
}

export type FlagTable = Readonly<Record<string, FlagRow>>;

export interface Flags {
  /** Whether it was given at all. */
  has(name: string): boolean;
  text(name: string): string;
  /** All that were given. */
  all(name: string): readonly string[];
  isOn(name: string): boolean;
  int(name: string): number;
}

export interface ParsedArguments {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** What follows `--`; null when there is no `--`. */
  readonly rest: readonly string[] | null;
}

/** Something is wrong with the flags: kubectl then points at the verb's help. */
export class FlagError extends KubectlError {}

function check(shown: string, row: FlagRow, value: string): void {
  if (row.type === 'bool' && !/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
    throw new FlagError(
      `invalid argument ${JSON.stringify(value)} for ${shown} flag: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  if (row.type === 'int' && !/^[+-]?\d+$/.test(value))
    throw new FlagError(
      `invalid argument ${JSON.stringify(value)} for ${shown} flag: strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`,
    );
  if (row.type === 'duration' && !/^(?:[\d.]+(?:h|ms|m|s))+$|^0$/.test(value))
    throw new FlagError(
      `invalid argument ${JSON.stringify(value)} for ${shown} flag: time: invalid duration ${JSON.stringify(value)}`,
    );
}

/** `stopsAtFirst`: as for `kubectl exec`, everything after the first argument belongs to the command inside. */
export function parseFlags(words: readonly string[], table: FlagTable): ParsedArguments {
  const given = new Map<string, string[]>();
  const args: string[] = [];
  let rest: string[] | null = null;
  const byShort = new Map(
    Object.entries(table).flatMap(([name, { short }]) => (short ? [[short, name]] : [])),
  );
  const set = (name: string, row: FlagRow, value: string) => {
    const long = `"--${name}"`;
    check(row.short === undefined ? long : `"-${row.short}, --${name}"`, row, value);
    const before = given.get(name) ?? [];
    if (row.type === 'array') given.set(name, [...before, value]);
    else if (row.type === 'strings') given.set(name, [...before, ...value.split(',')]);
    else given.set(name, [value]);
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      rest = words.slice(at + 1);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word);
      continue;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const row = table[name];
      if (row === undefined) throw new FlagError(`unknown flag: --${name}`);
      if (equals >= 0) set(name, row, word.slice(equals + 1));
      else if (row.bare !== undefined || row.type === 'bool') set(name, row, row.bare ?? 'true');
      else if (at + 1 < words.length) set(name, row, words[++at]!);
      else throw new FlagError(`flag needs an argument: --${name}`);
      continue;
    }
    for (let letters = word.slice(1); letters !== ''; ) {
      const letter = letters[0]!;
      const name = byShort.get(letter);
      if (name === undefined) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
      const row = table[name]!;
      letters = letters.slice(1);
      if (letters.startsWith('=')) {
        set(name, row, letters.slice(1));
        letters = '';
      } else if (row.bare !== undefined || row.type === 'bool') set(name, row, row.bare ?? 'true');
      else if (letters !== '') {
        set(name, row, letters);
        letters = '';
      } else if (at + 1 < words.length) set(name, row, words[++at]!);
      else throw new FlagError(`flag needs an argument: '${letter}' in -${letter}`);
    }
  }
  const text = (name: string) => given.get(name)?.at(-1) ?? table[name]?.default ?? '';
  return {
    flags: {
      has: (name) => given.has(name),
      text,
      all: (name) => given.get(name) ?? (table[name]?.default ? [table[name].default] : []),
      isOn: (name) => /^(?:1|t|true)$/i.test(text(name)),
      int: (name) => Number(text(name)),
    },
    args,
    rest,
  };
}
