/** Looks up the words of a lesson's English text in a dictionary, without code, names of its objects, and the words of the trade. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import dictionary from 'dictionary-en';
import type { Nodes } from 'mdast';
import nspell from 'nspell';
import type { LessonProblem, LessonText, Prose } from '../lessons/lesson.ts';
import { everyNode } from '../lessons/markdown.ts';

const WORDS = fileURLToPath(new URL('../lessons/words.txt', import.meta.url));

let speller: ReturnType<typeof nspell> | null = null;

function theSpeller(): ReturnType<typeof nspell> {
  if (speller !== null) return speller;
  speller = nspell(dictionary);
  for (const line of readFileSync(WORDS, 'utf8').split('\n')) {
    const word = line.replace(/#.*/, '').trim();
    if (word !== '') speller.add(word);
  }
  return speller;
}

/** `names`: what the scene calls its objects. */
export function misspelt(text: LessonText, file: string, names: ReadonlySet<string>): LessonProblem[] {
  const { head, steps } = text;
  const found: LessonProblem[] = [];
  const look = (line: number, field: string, plain: string) => {
    for (const word of wordsIn(plain))
      if (!names.has(word.toLowerCase()) && !isKnown(word))
        found.push({
          file,
          line,
          field,
          message: `"${word}" is in no dictionary${suggestion(word)}. A word of the trade belongs into src/lessons/words.txt.`,
        });
  };
  const lookAt = (line: number, field: string, { nodes }: Prose) => {
    for (const [at, plain] of textsOf(nodes)) look(line + at - 1, field, plain);
  };
  look(1, 'title', head.title);
  look(1, 'summary', head.summary);
  for (const step of steps) {
    const field = `steps.${step.id}`;
    look(step.line, field, step.title);
    for (const part of step.parts) {
      if (part.type === 'text') for (const [at, plain] of textsOf(part.text.nodes)) look(at, field, plain);
      else if (part.type === 'summary') lookAt(part.line, field, part.text);
      else if (part.type === 'goals')
        for (const { text: said = '' } of part.goals) look(part.line, field, said);
      else if (part.type === 'prediction') {
        const { question, why, choices } = part.prediction;
        for (const prose of [
          question,
          why,
          ...choices.flatMap((each) => [each.text, each.because ?? []]).flat(),
        ])
          look(part.line, field, [...textsOf(prose.nodes)].map(([, plain]) => plain).join(' '));
      }
    }
    for (const prose of [...step.hints, ...step.notes])
      look(step.line, field, [...textsOf(prose.nodes)].map(([, plain]) => plain).join(' '));
  }
  return found;
}

/** Text without code, with its line. */
function* textsOf(nodes: readonly Nodes[]): Generator<[number, string]> {
  for (const node of everyNode(nodes))
    if (node.type === 'text') yield [node.position?.start.line ?? 1, node.value];
}

/** Without addresses, paths, versions, abbreviations and names in camel case: those are names of things. */
function wordsIn(text: string): string[] {
  return text
    .split(/[\s()"“”„:;,!?…–—/]+/u)
    .map((word) => word.replace(/^['‘’.*]+|['‘’.*]+$/gu, ''))
    .filter(
      (word) =>
        /^\p{L}[\p{L}'’-]+$/u.test(word) && !/[a-z][A-Z]/.test(word) && !/^[A-Z]{2,}s?(?:['’]s)?$/.test(word),
    );
}

function isKnown(word: string): boolean {
  const spelling = theSpeller();
  const plain = word.replaceAll('’', "'");
  const bare = plain.replace(/'s$/, '');
  if (spelling.correct(plain) || spelling.correct(bare) || spelling.correct(bare.toLowerCase())) return true;
  return (
    bare.includes('-') &&
    bare
      .split('-')
      .every((part) => part === '' || spelling.correct(part) || spelling.correct(part.toLowerCase()))
  );
}

function suggestion(word: string): string {
  const [best] = theSpeller().suggest(word);
  return best === undefined ? '' : `; did you mean "${best}"`;
}
