/** What may stand behind a pipe: grep, head, tail, wc, sort, uniq, cat. Text in, text out; as GNU's tools. */

export interface Filtered {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

type Filter = (args: readonly string[], input: string) => Filtered;

const said = (stdout: string, exitCode = 0): Filtered => ({ stdout, stderr: '', exitCode });
const refused = (stderr: string, exitCode = 2): Filtered => ({ stdout: '', stderr: `${stderr}\n`, exitCode });

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** Letters of short options and the values of those that take one. */
function options(args: readonly string[], withValue: string) {
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    const number = /^-(\d+)$/.exec(word);
    if (number !== null) flags.set('n', number[1]!);
    else if (!/^-[A-Za-z]/.test(word)) rest.push(word);
    else
      for (let letters = word.slice(1); letters !== ''; letters = letters.slice(1)) {
        const letter = letters[0]!;
        if (!withValue.includes(letter)) flags.set(letter, '');
        else {
          flags.set(letter, letters.slice(1) || (args[++at] ?? ''));
          break;
        }
      }
  }
  return { flags, rest };
}

/** A basic regular expression, in which `+ ? | ( ) { }` are letters unless escaped, as JavaScript writes it. */
function fromBasic(pattern: string): string {
  return pattern.replaceAll(/\\?[+?|(){}]/g, (match) =>
    match.startsWith('\\') ? match.slice(1) : `\\${match}`,
  );
}

/** Patterns that could take for ever are not run: no group that repeats and is repeated. */
function isRunaway(pattern: string): boolean {
  return pattern.length > 500 || /\([^)]*[+*}][^)]*\)\s*[+*{]/.test(pattern);
}

const grep: Filter = (args, input) => {
  const { flags, rest } = options(args, 'eABCm');
  const pattern = flags.get('e') ?? rest[0];
  if (pattern === undefined) return refused('Usage: grep [OPTION]... PATTERNS [FILE]...');
  const files = flags.has('e') ? rest : rest.slice(1);
  if (files.some((file) => file !== '-')) return refused(`grep: ${files[0]}: No such file or directory`);
  const source = flags.has('F')
    ? pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    : flags.has('E') || flags.has('P')
      ? pattern
      : fromBasic(pattern);
  if (isRunaway(source)) return refused('grep: this pattern is too expensive to try');
  let expression: RegExp;
  try {
    const whole = flags.has('w') ? `\\b(?:${source})\\b` : flags.has('x') ? `^(?:${source})$` : source;
    expression = new RegExp(whole, flags.has('i') ? 'i' : '');
  } catch {
    return refused(`grep: Invalid regular expression`);
  }
  const lines = linesOf(input);
  const isHit = lines.map((line) => expression.test(line) !== flags.has('v'));
  const hits = isHit.filter(Boolean).length;
  if (flags.has('q')) return said('', hits > 0 ? 0 : 1);
  if (flags.has('c')) return said(`${hits}\n`, hits > 0 ? 0 : 1);
  const before = Number(flags.get('B') ?? flags.get('C') ?? 0);
  const after = Number(flags.get('A') ?? flags.get('C') ?? 0);
  const shown = lines.flatMap((line, index) => {
    const isNear = isHit.slice(Math.max(0, index - after), index + before + 1).some(Boolean);
    if (!isNear) return [];
    if (flags.has('o'))
      return isHit[index] ? (line.match(new RegExp(expression, `${expression.flags}g`)) ?? []) : [];
    return [flags.has('n') ? `${index + 1}${isHit[index] ? ':' : '-'}${line}` : line];
  });
  const most = flags.get('m');
  return said(joined(most === undefined ? shown : shown.slice(0, Number(most))), hits > 0 ? 0 : 1);
};

const head: Filter = (args, input) => {
  const { flags } = options(args, 'nc');
  if (flags.has('c')) return said(input.slice(0, Number(flags.get('c'))));
  const count = Number(flags.get('n') ?? 10);
  if (!Number.isInteger(count)) return refused(`head: invalid number of lines: ‘${flags.get('n')}’`, 1);
  return said(joined(count < 0 ? linesOf(input).slice(0, count) : linesOf(input).slice(0, count)));
};

const tail: Filter = (args, input) => {
  const { flags } = options(args, 'nc');
  const wanted = flags.get('n') ?? '10';
  const lines = linesOf(input);
  if (wanted.startsWith('+')) return said(joined(lines.slice(Math.max(0, Number(wanted) - 1))));
  const count = Math.abs(Number(wanted));
  if (!Number.isInteger(count)) return refused(`tail: invalid number of lines: ‘${wanted}’`, 1);
  return said(joined(count === 0 ? [] : lines.slice(-count)));
};

const wc: Filter = (args, input) => {
  const { flags } = options(args, '');
  const wanted = counters.filter(([letter]) => flags.size === 0 || flags.has(letter));
  const counts = wanted.map(([, count]) => String(count(input)));
  return said(`${counts.length === 1 ? counts[0] : counts.map((count) => count.padStart(7)).join(' ')}\n`);
};

function countNewlines(input: string): number {
  let count = 0;
  for (let at = input.indexOf('\n'); at >= 0; at = input.indexOf('\n', at + 1)) count += 1;
  return count;
}

const counters: readonly (readonly [letter: string, count: (input: string) => number])[] = [
  ['l', countNewlines],
  ['w', (input) => input.match(/\S+/g)?.length ?? 0],
  ['c', (input) => new TextEncoder().encode(input).length],
];

const sort: Filter = (args, input) => {
  const { flags } = options(args, 'kt');
  const column = Number.parseInt(flags.get('k') ?? '0', 10);
  const separator = flags.get('t');
  const keyOf = (line: string) =>
    column < 1
      ? line
      : ((separator === undefined ? line.trim().split(/\s+/) : line.split(separator))[column - 1] ?? '');
  const numberOf = (line: string) => Number.parseFloat(keyOf(line)) || 0;
  const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = linesOf(input).sort((a, b) =>
    flags.has('n')
      ? numberOf(a) - numberOf(b) || compareText(a, b)
      : compareText(keyOf(a), keyOf(b)) || compareText(a, b),
  );
  if (flags.has('r')) sorted.reverse();
  return said(joined(flags.has('u') ? [...new Set(sorted)] : sorted));
};

const uniq: Filter = (args, input) => {
  const { flags } = options(args, '');
  const runs: { line: string; count: number }[] = [];
  for (const line of linesOf(input)) {
    const last = runs.at(-1);
    if (last?.line === line) last.count += 1;
    else runs.push({ line, count: 1 });
  }
  const kept = flags.has('d') ? runs.filter(({ count }) => count > 1) : runs;
  return said(
    joined(kept.map(({ line, count }) => (flags.has('c') ? `${String(count).padStart(7)} ${line}` : line))),
  );
};

export const filters: Readonly<Record<string, Filter>> = { grep, head, tail, wc, sort, uniq };
