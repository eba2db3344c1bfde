/**
 * The code that a learner hands in for a finished lesson: `KH1-…`, some thirty letters and digits that can be read aloud.
 *
 * It says which lesson in which version was finished, with which seed, what was chosen first at each question, how many hints were taken
 * and whether the solution was shown; `verify` reads that again without any network, from the lessons themselves. A checksum finds
 * slips of the hand, and with a learner's name in it a code that was made for somebody else.
 *
 * What it proves: that a page like this one made it, for that name, from these answers. What it does not prove: who sat there, or that
 * anybody did. There is no secret in a page that everybody can read, so whoever can program can make such a code without doing the lesson.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Lesson, type LessonText, predictionsOf } from './lesson.ts';

const PREFIX = 'KH1';
/** Crockford's base 32: without letters that look like digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 5;
const LESSON_BYTES = 3;
const VERSION_BYTES = 3;
const CHECK_BYTES = 4;
/** Nothing was chosen, or something that is no choice (any more). */
const NO_CHOICE = 15;
const MOST_HINTS = 127;

export interface Completion {
  readonly seed: number;
  /** What was chosen first, by question. */
  readonly predictions: Readonly<Record<string, string>>;
  readonly hints: number;
  readonly solution: boolean;
}

type Known = Pick<Lesson, 'id' | 'version' | 'steps'>;

export function completionCode(
  lesson: Known,
  { seed, predictions, hints, solution }: Completion,
  learner = '',
): string {
  const asked = lesson.steps.flatMap(predictionsOf);
  const chosen = asked.map(({ id, choices }) => {
    const index = choices.findIndex(({ value }) => value === predictions[id]);
    return index < 0 ? NO_CHOICE : index;
  });
  const halves = chosen.length % 2 === 0 ? chosen : [...chosen, NO_CHOICE];
  const content = [
    ...hashOf(`lesson ${lesson.id}`, LESSON_BYTES),
    ...hashOf(`version ${lesson.id} ${lesson.version}`, VERSION_BYTES),
    ...[24, 16, 8, 0].map((shift) => (seed >>> shift) & 0xff),
    (Math.min(hints, MOST_HINTS) << 1) | Number(solution),
    ...halves.flatMap((choice, at) => (at % 2 === 0 ? [(choice << 4) | halves[at + 1]!] : [])),
  ];
  const text = toBase32([...content, ...checkOf(content, learner)]);
  const groups = text.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [];
  return [PREFIX, ...groups].join('-');
}

/** From what is kept of a lesson. */
export function codeFor(lesson: Lesson, kept: Omit<Completion, 'seed'>, learner = ''): string {
  const { predictions, hints, solution } = kept;
  return completionCode(lesson, { seed: lesson.start.seed, predictions, hints, solution }, learner);
}

export type Verdict =
  /** Slips of the hand, another learner's name, or no code at all. */
  | { readonly type: 'wrong'; readonly why: 'noCode' | 'checksum' }
  /** The checksum is right, but it is none of these lessons. */
  | { readonly type: 'unknownLesson' }
  | {
      readonly type: 'right';
      readonly lesson: string;
      /** Whether the lesson is still as it was; else what was chosen cannot be told. */
      readonly isSameVersion: boolean;
      readonly completion: Completion | null;
    };

export function verifyCode(code: string, lessons: readonly Known[], learner = ''): Verdict {
  const bytes = readCode(code);
  if (bytes === null || bytes.length < LESSON_BYTES + VERSION_BYTES + 5 + CHECK_BYTES)
    return { type: 'wrong', why: 'noCode' };
  const content = bytes.slice(0, -CHECK_BYTES);
  if (!isSame(checkOf(content, learner), bytes.slice(-CHECK_BYTES)))
    return { type: 'wrong', why: 'checksum' };
  const lesson = lessons.find(({ id }) => startsWith(content, hashOf(`lesson ${id}`, LESSON_BYTES)));
  if (lesson === undefined) return { type: 'unknownLesson' };
  const rest = content.slice(LESSON_BYTES);
  if (!startsWith(rest, hashOf(`version ${lesson.id} ${lesson.version}`, VERSION_BYTES)))
    return { type: 'right', lesson: lesson.id, isSameVersion: false, completion: null };
  const [a = 0, b = 0, c = 0, d = 0, help = 0, ...choices] = rest.slice(VERSION_BYTES);
  return {
    type: 'right',
    lesson: lesson.id,
    isSameVersion: true,
    completion: {
      seed: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0,
      hints: help >> 1,
      solution: (help & 1) === 1,
      predictions: predictionsIn(choices, lesson),
    },
  };
}

function predictionsIn(
  bytes: readonly number[],
  { steps }: Pick<LessonText, 'steps'>,
): Record<string, string> {
  const chosen = bytes.flatMap((byte) => [byte >> 4, byte & 15]);
  const pairs = steps
    .flatMap(predictionsOf)
    .map(({ id, choices }, at) => [id, choices[chosen[at] ?? NO_CHOICE]?.value] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function hashOf(text: string, bytes: number): number[] {
  return [...sha256(utf8ToBytes(text)).slice(0, bytes)];
}

/** Names are compared as people write them: without case and surplus blanks. */
function checkOf(content: readonly number[], learner: string): number[] {
  const name = learner.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return hashOf(`${PREFIX} ${content.join(',')} ${name}`, CHECK_BYTES);
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && startsWith(a, b);
}

function startsWith(bytes: readonly number[], beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}

function toBase32(bytes: readonly number[]): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31];
}

/** However it was typed: small letters, blanks, O for 0. Null when it is no code. */
function readCode(code: string): number[] | null {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!plain.startsWith(PREFIX)) return null;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of plain.slice(PREFIX.length).replaceAll('O', '0').replaceAll(/[IL]/g, '1')) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}
