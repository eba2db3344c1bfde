import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeFor } from '../lessons/completion.ts';
import { readLessonFiles } from '../lessons/readLesson.ts';
import { writeLessonFile } from '../lessons/writeLesson.ts';
import { readLessonAt } from './lessonFiles.ts';
import { answer } from './lessonReport.ts';
import { ruleProblems } from './lessonRules.ts';
import { misspelt } from './spelling.ts';

const WHOLE = fileURLToPath(new URL('../lessons/testdata/whole', import.meta.url));
const { files } = readLessonAt(WHOLE)!;
const lesson = readLessonFiles(files, { id: 'whole' }).lesson!;

function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kubehop-lesson-')), 'door.md');
  writeFileSync(file, text);
  return file;
}

describe('npm run -s lesson', () => {
  it('prints each answer with the facts that contradict the others', async () => {
    const { exitCode, output, errors } = await answer([
      written(
        writeLessonFile(lesson)
          .replace('## What', '## More\n\nA fourth step.\n\n## What')
          .replace('## More', '## More {#more}'),
      ),
    ]);
    expect(errors).toBe('');
    expect(exitCode).toBe(0);
    expect(output.split('\n')).toEqual(
      expect.arrayContaining([
        '✓ door',
        '    closed / closed-door: refused',
        '        not answered: step 2: node-a refuses it (PortNotListening)',
        '1 lesson, 0 problems',
      ]),
    );
  });

  it('names file, line and field of what is wrong, and exits with 1', async () => {
    const { exitCode, output, errors } = await answer([
      written(writeLessonFile(lesson).replace('ask: outcome', 'ask: fate')),
      '--quiet',
    ]);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/door\.md:\d+: steps\.closed\.predict\.ask: must be one of outcome, /);
    expect(output).toMatch(/^1 lesson, \d problems$/);
  });

  it.each([
    [[], 'Usage: '],
    [['--everything'], "Unknown option '--everything'"],
    [['no-such-folder'], 'no-such-folder is no lesson'],
  ])('%j is bad input', async (args, message) => {
    const { exitCode, errors } = await answer(args);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });

  it('--verify reads a code, also of a lesson that is not of the course', async () => {
    const kept = {
      predictions: { 'closed-door': 'refused', 'which-source': 'Client/visitor' },
      hints: 1,
      solution: false,
    };
    const code = codeFor(lesson, kept, 'Ada');
    const { exitCode, output } = await answer(['--verify', code, '--name', 'ada', WHOLE]);
    expect(exitCode).toBe(0);
    expect(output).toContain('A door for visitors (whole), for ada');
    expect(output).toContain('closed-door: refused (right)');
    expect(output).toContain('which-source: Client/visitor (wrong: Node/node-a)');
    expect(output).toContain('1 of 2 predicted rightly, 1 hint, without the solution, seed 3');
    expect((await answer(['--verify', code])).errors).toContain('The checksum is wrong');
    expect((await answer(['--verify', code, '--name', 'Ada'])).errors).toContain('a lesson that is not here');
    expect((await answer(['--verify', 'hello'])).errors).toContain('no completion code');
  });
});

describe('spelling', () => {
  const found = (text: string) => {
    const { text: read } = readLessonFiles({
      'lesson.md': files[join(WHOLE, 'lesson.md')]!.replace('Make it a NodePort.', text),
    });
    return misspelt(read, 'lesson.md', new Set(['zweb'])).map(
      ({ line, message }) => `${line} ${message.split(' ')[0]}`,
    );
  };

  it('finds a slip, with its line', () => {
    expect(found('Make it\na NodePrt now.\n\nAnd teh other.')).toEqual(['45 "teh"']);
    expect(found('The Servcie answers.')).toEqual(['42 "Servcie"']);
  });

  it.each([
    'It’s the visitor’s own.',
    'The `zzyzx` and [demo](object:Service/zzyzx).',
    'DNS, TLS and externalTrafficPolicy',
    'zweb is an object here.',
    'A well-known, on-call colour.',
    'Kubernetes balances at 10.96.0.1:80, 3x.',
  ])('takes %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('the rules of the course', () => {
  const course = [
    { id: 'whole', order: 1 },
    { id: 'later', order: 2 },
    { id: 'twin', order: 1 },
  ];
  const problems = (head: object, steps = lesson.steps) =>
    ruleProblems('whole', { head: { ...lesson.head, ...head }, steps }, 'lesson.md', course)
      .filter(({ field }) => field !== 'order')
      .map(({ field, message }) => `${field} ${message}`);

  it.each([
    [{ prerequisites: ['later'] }, 'prerequisites "later" comes later (order 2).'],
    [{ prerequisites: ['nothing'] }, 'prerequisites there is no lesson "nothing".'],
    [
      { documentation: 'https://example.com/' },
      'documentation https://example.com/ is no official documentation',
    ],
    [{ documentation: 'https://kubernetes.io.example.com/' }, 'is no official documentation'],
    [{ documentation: 'http://kubernetes.io/docs/' }, 'is no official documentation'],
    [{ minutes: 1 }, 'minutes are 1; reading takes 2'],
    [{ minutes: 60 }, 'minutes are 60'],
    [{ kind: 'challenge' }, undefined],
    [{}, 'steps has 3 steps; a lesson has 4 to 7.'],
  ])('%j', (head, problem) => {
    if (problem === undefined) expect(problems(head)).toEqual([]);
    else expect(problems(head).join('\n')).toContain(problem);
  });

  it('two lessons have not the same place', () => {
    const [twin] = ruleProblems('whole', lesson, 'lesson.md', course).filter(
      ({ field }) => field === 'order',
    );
    expect(twin!.message).toBe('"twin" has the same order, 1.');
  });

  it('goals come with three hints, and the last step with a summary', () => {
    const steps = lesson.steps.slice(0, 2).map((step) => ({ ...step, hints: step.hints.slice(1) }));
    expect(problems({ kind: 'challenge' }, steps)).toEqual([
      'steps.open the last step has a summary.',
      'steps.open has goals and 2 hints; there are three.',
    ]);
  });
});
