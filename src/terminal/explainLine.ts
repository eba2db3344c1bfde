/** What a kubectl line does, word by word: derived from the tables of verbs and flags. */
import type { Verb } from '../kubectl/call.ts';
import type { FlagRow } from '../kubectl/flags.ts';
import { globalFlags } from '../kubectl/runKubectl.ts';
import { verbs } from '../kubectl/verbs.ts';
import { t } from '../messages/terminal.ts';
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
        meaning: t('whatFollowsIsTheCommandInside'),
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
      meaning: row?.help ?? (long === undefined ? t('aFlag') : meaningOfFlag(long)),
    });
  }
  return found;
}

const explainedFlags = [
  'overwrite',
  'force',
  'grace-period',
  'selector',
  'filename',
  'type',
  'output',
  'labels',
] as const;

function meaningOfFlag(flag: string): string {
  const known = explainedFlags.find((each) => each === flag);
  return known === undefined ? flag.replaceAll('-', ' ') : t(`flag.${known}`);
}

function meaningOfArgument(word: string, place: number, verb: string): string {
  if (/^[^=]+=/.test(word) && ['label', 'annotate', 'taint', 'set'].includes(verb))
    return t('setThisToThisValue');
  if (/-$/.test(word) && ['label', 'annotate', 'taint'].includes(verb)) return t('takeThisAway');
  if (word.includes('/')) return t('theObjectItsKindAndName');
  if (['create', 'run'].includes(verb)) return t('theNameOfTheNewObject');
  if (['cordon', 'uncordon', 'drain'].includes(verb)) return t('theNode');
  return place === 0 ? t('theKindOfObject') : t('itsName');
}
