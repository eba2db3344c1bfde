/** What a kubectl line does, word by word: derived from the tables of verbs and flags. */
import type { Verb } from '../kubectl/call.ts';
import type { FlagRow } from '../kubectl/flags.ts';
import { globalFlags } from '../kubectl/runKubectl.ts';
import { verbs } from '../kubectl/verbs.ts';
import { readLine } from './words.ts';

export interface ExplainedWord {
  readonly text: string;
  readonly meaning: string;
}

export interface ExplainedLine {
  readonly summary: string;
  readonly words: readonly ExplainedWord[];
}

export function explainLine(line: string): ExplainedLine | null {
  const reading = readLine(line);
  if (!('pipelines' in reading)) return null;
  const command = reading.pipelines?.[0]?.commands.findLast(({ words }) => words[0] === 'kubectl');
  if (command === undefined) return null;
  const [, name = '', ...rest] = command.words;
  const verb = verbs[name];
  if (verb === undefined) return null;
  const below = verb.verbs?.[rest[0] ?? ''];
  const row = below ?? verb;
  const args = below === undefined ? rest : rest.slice(1);
  return {
    summary: `${row.short}.`,
    words: [
      { text: `kubectl ${name}${below === undefined ? '' : ` ${rest[0]}`}`, meaning: row.short },
      ...explainWords(args, row, name),
    ],
  };
}

function explainWords(args: readonly string[], verb: Verb, name: string): ExplainedWord[] {
  const flags: Readonly<Record<string, FlagRow>> = { ...globalFlags, ...verb.flags };
  const found: ExplainedWord[] = [];
  let place = 0;
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word === '--') {
      found.push({
        text: args.slice(at).join(' '),
        meaning: 'What follows is the command inside the container',
      });
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      found.push({ text: word, meaning: meaningOfArgument(word, place++, name) });
      continue;
    }
    const [given = '', attached] = word.split(/=(.*)/s);
    const [long, row] =
      Object.entries(flags).find(([each, { short }]) => given === `--${each}` || given === `-${short}`) ?? [];
    const takesNext =
      row !== undefined && row.type !== 'bool' && row.bare === undefined && attached === undefined;
    const value = takesNext ? args[++at] : attached;
    found.push({
      text: takesNext ? `${word} ${value ?? ''}` : word,
      meaning:
        row?.help ?? meanings[long ?? ''] ?? (long === undefined ? 'A flag' : long.replaceAll('-', ' ')),
    });
  }
  return found;
}

const meanings: Readonly<Record<string, string>> = {
  overwrite: 'Also change what has a value already',
  force: 'At once, without waiting for the process to end',
  'grace-period': 'Seconds that the process gets to end by itself',
  selector: 'Only objects with these labels',
  filename: 'Read the objects from here; - is what comes in',
  type: 'Which kind of patch, or which type of Service',
  output: 'How to print it',
  labels: 'Labels that it gets',
};

function meaningOfArgument(word: string, place: number, verb: string): string {
  if (/^[^=]+=/.test(word) && ['label', 'annotate', 'taint', 'set'].includes(verb))
    return 'Set this to this value';
  if (/-$/.test(word) && ['label', 'annotate', 'taint'].includes(verb)) return 'Take this away';
  if (word.includes('/')) return 'The object: its kind and name';
  if (['create', 'run'].includes(verb)) return 'The name of the new object';
  if (['cordon', 'uncordon', 'drain'].includes(verb)) return 'The Node';
  return place === 0 ? 'The kind of object' : 'Its name';
}
