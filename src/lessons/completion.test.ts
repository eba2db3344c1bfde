import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Completion, completionCode, verifyCode } from './completion.ts';
import { type Lesson, predictionsOf } from './lesson.ts';
import { readLessonFiles } from './readLesson.ts';

const files = import.meta.glob<string>('./testdata/whole/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const named = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.replace(/^.*\//, ''), text]),
);
const lesson: Lesson = readLessonFiles(named, { id: 'door' }).lesson!;
const other: Lesson = { ...lesson, id: 'window' };
const done: Completion = {
  seed: 4_000_000_007,
  predictions: { 'closed-door': 'refused', 'which-source': 'Client/visitor' },
  hints: 2,
  solution: true,
};

describe('a completion code', () => {
  it('says the lesson, the seed and what was chosen, without any network', () => {
    const code = completionCode(lesson, done);
    expect(code).toMatch(/^KH1(?:-[0-9A-HJKMNP-TV-Z]{1,5})+$/);
    expect(code.length).toBeLessThan(45);
    expect(verifyCode(code, [other, lesson])).toEqual({
      type: 'right',
      lesson: 'door',
      isSameVersion: true,
      completion: done,
    });
  });

  it('is read however it is typed', () => {
    const code = completionCode(lesson, done);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l').replace('khl', 'kh1')} `;
    expect(verifyCode(typed, [lesson]).type).toBe('right');
  });

  it('comes again from the same, and differs with whatever was done differently', () => {
    const codes = [
      done,
      { ...done, seed: 1 },
      { ...done, hints: 3 },
      { ...done, solution: false },
      { ...done, predictions: { ...done.predictions, 'closed-door': 'answered' } },
      { ...done, predictions: {} },
    ].map((each) => completionCode(lesson, each));
    expect(new Set(codes).size).toBe(codes.length);
    expect(completionCode(lesson, done)).toBe(codes[0]);
  });

  it('made with a name holds for that name only', () => {
    const code = completionCode(lesson, done, 'Ada  Example');
    expect(verifyCode(code, [lesson], 'ada example').type).toBe('right');
    expect(verifyCode(code, [lesson], 'Bob Example')).toEqual({ type: 'wrong', why: 'checksum' });
    expect(verifyCode(code, [lesson])).toEqual({ type: 'wrong', why: 'checksum' });
  });

  it('of another version of the lesson is known as that, and of no lesson here too', () => {
    const code = completionCode(lesson, done);
    expect(verifyCode(code, [{ ...lesson, version: '00000000' }])).toEqual({
      type: 'right',
      lesson: 'door',
      isSameVersion: false,
      completion: null,
    });
    expect(verifyCode(code, [other])).toEqual({ type: 'unknownLesson' });
  });

  it.each(['', 'KH1', 'KH1-', 'hello', 'KH1-!!!!', 'KH2-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE'])(
    '%j is none',
    (text) => {
      expect(verifyCode(text, [lesson])).toEqual({ type: 'wrong', why: 'noCode' });
    },
  );

  it('with one wrong letter is found out', () => {
    const code = completionCode(lesson, done);
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    // The last letter is filled up with bits that say nothing.
    fc.assert(
      fc.property(fc.nat(code.length - 6), fc.constantFrom(...letters), (at, letter) => {
        const place = at + 4;
        const wrong = `${code.slice(0, place)}${letter}${code.slice(place + 1)}`;
        fc.pre(code[place] !== '-' && wrong !== code);
        expect(verifyCode(wrong, [lesson]).type).toBe('wrong');
      }),
    );
  });

  it('keeps what was chosen at each question, whatever it was', () => {
    const asked = lesson.steps.flatMap(predictionsOf);
    const choices = fc.tuple(
      ...asked.map(({ choices: all }) => fc.constantFrom(...all.map(({ value }) => value))),
    );
    fc.assert(
      fc.property(choices, fc.nat(0xffffffff), fc.nat(127), fc.boolean(), (chosen, seed, hints, solution) => {
        const predictions = Object.fromEntries(asked.map(({ id }, at) => [id, chosen[at]!]));
        const completion = { seed, hints, solution, predictions };
        const verdict = verifyCode(completionCode(lesson, completion), [lesson]);
        expect(verdict).toMatchObject({ type: 'right', completion });
      }),
    );
  });
});
