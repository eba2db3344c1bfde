/** Options of a tool: `-s`, `-m 2`, `-m2`, `--max-time 2`, `-sS`. */

export interface Options {
  has(name: string): boolean;
  text(name: string): string;
  all(name: string): readonly string[];
  readonly rest: readonly string[];
  /** The first option that is not known. */
  readonly unknown: string | null;
}

/** `names` maps each spelling to the one name it has in the code; a value follows those in `withValue`. */
export function readOptions(
  args: readonly string[],
  names: Readonly<Record<string, string>>,
  withValue: readonly string[],
): Options {
  const found = new Map<string, string[]>();
  const rest: string[] = [];
  let unknown: string | null = null;
  const note = (name: string, value: string) => found.set(name, [...(found.get(name) ?? []), value]);
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    if (names[word] !== undefined) {
      const name = names[word];
      note(name, withValue.includes(name) ? (args[++at] ?? '') : '');
      continue;
    }
    if (word.startsWith('--')) {
      const [long = '', value = ''] = word.split(/=(.*)/s);
      const name = names[long];
      if (name === undefined) unknown ??= word;
      else note(name, value);
      continue;
    }
    for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
      const name = names[`-${letters[0]}`];
      if (name === undefined) {
        unknown ??= `-${letters[0]}`;
        break;
      }
      if (!withValue.includes(name)) note(name, '');
      else {
        note(name, letters.slice(1) || (args[++at] ?? ''));
        break;
      }
    }
  }
  return {
    has: (name) => found.has(name),
    text: (name) => found.get(name)?.at(-1) ?? '',
    all: (name) => found.get(name) ?? [],
    rest,
    unknown,
  };
}
