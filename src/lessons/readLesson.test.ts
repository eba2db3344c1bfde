import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lesson, type LessonText, predictionsOf, problemLine } from './lesson.ts';
import { plainText } from './markdown.ts';
import { readLessonFiles } from './readLesson.ts';
import { writeLesson, writeLessonFile } from './writeLesson.ts';

const read = (glob: Record<string, string>) =>
  Object.fromEntries(Object.entries(glob).map(([path, text]) => [path.replace(/^.*\/([^/]+)$/, '$1'), text]));
const whole = read(
  import.meta.glob<string>('./testdata/whole/*', { query: '?raw', import: 'default', eager: true }),
);
const course = import.meta.glob<string>('./course/*/*', { query: '?raw', import: 'default', eager: true });

function lessonOf(files: Readonly<Record<string, string>>, language = 'en'): Lesson {
  const { lesson, problems } = readLessonFiles(files, { id: 'door', language });
  expect(problems.map(problemLine)).toEqual([]);
  return lesson!;
}

/** Without where things stand in the file. */
function content({ head, steps }: LessonText): unknown {
  return JSON.parse(
    JSON.stringify({ head, steps }, (key, value: unknown) =>
      key === 'line' || key === 'nodes' || key === 'position' ? undefined : value,
    ),
  );
}

describe('a lesson in its folder', () => {
  it('has steps with parts in their order, hints, notes, a start and a solution', () => {
    const { head, steps, start, solution } = lessonOf(whole);
    expect(head).toMatchObject({ title: 'A door for visitors', prerequisites: [], tools: ['Service'] });
    expect(steps.map(({ id, parts }) => [id, ...parts.map(({ type }) => type)])).toEqual([
      ['closed', 'text', 'prediction'],
      ['open', 'text', 'goals', 'prediction'],
      ['summary', 'run', 'summary'],
    ]);
    expect(steps[0]!.show).toEqual({
      view: 'PacketPath',
      select: 'Service/demo',
      open: 'terminal',
      follow: 'Client/visitor',
    });
    expect(steps[1]!.hints.map(({ strength }) => strength)).toEqual([1, 2, 3]);
    expect(steps[1]!.hints[2]!.nodes.map(({ type }) => type)).toEqual(['paragraph', 'code']);
    expect(steps[1]!.notes).toHaveLength(1);
    expect(start).toMatchObject({ title: 'A door for visitors', seed: 3 });
    expect(solution).toEqual([
      {
        step: 'open',
        lines: [expect.stringContaining('kubectl patch'), 'curl -s http://192.168.1.11:30080/'],
      },
    ]);
  });

  it('a line of the solution may go on over several, as a heredoc does', () => {
    const solution =
      '# step: open\nkubectl apply -f - <<EOF\n# step: not one\nkind: Pod\nEOF\nkubectl get \\\n  pods\n';
    expect(lessonOf({ ...whole, 'solution.sh': solution }).solution[0]!.lines).toEqual([
      'kubectl apply -f - <<EOF\n# step: not one\nkind: Pod\nEOF',
      'kubectl get pods',
    ]);
  });

  it('a solution for a step that is not there is a problem of that file', () => {
    const { problems } = readLessonFiles({ ...whole, 'solution.sh': '\n# step: close\nkubectl get pods\n' });
    expect(problems.map(problemLine)).toEqual(['solution.sh:2: solution: there is no step "close".']);
  });
});

describe('a translation', () => {
  it('has other texts and the English data', () => {
    const english = lessonOf(whole);
    const german = lessonOf(whole, 'de');
    expect(german.language).toBe('de');
    expect(german.version).toBe(english.version);
    expect(german.head).toEqual({
      ...english.head,
      title: 'Eine Tür für Besucher',
      summary: 'Ein NodePort öffnet einen Port auf jedem Node.',
    });
    const [question] = predictionsOf(german.steps[0]!);
    const [original] = predictionsOf(english.steps[0]!);
    expect(question!.question.source).toBe('Was sieht `visitor`?');
    expect(question!.request).toEqual(original!.request);
    expect(question!.choices.map(({ value }) => value)).toEqual(['answered', 'refused']);
    expect(german.steps[0]!.show).toEqual(english.steps[0]!.show);
    expect(german.steps[2]!.parts.map(({ type }) => type)).toEqual(['run', 'summary']);
  });

  it('where there is none the lesson is English', () => {
    expect(lessonOf(whole, 'es').language).toBe('en');
  });

  it.each([
    [
      'other data',
      'ask: status',
      'question: Was sieht',
      'steps.closed.predict.ask: differs from the English lesson: only texts may.',
    ],
    ['other steps', '', '## Mach sie auf {#open}\n', '1: steps: has 2 steps, the English lesson 3.'],
    ['another id', '{#auf}', '{#open}', 'steps: has the id "auf", in English "open".'],
  ])('with %s is refused', (_name, to, from, message) => {
    const german = whole['lesson.de.md']!.replace(from, to === 'ask: status' ? `${to}\n${from}` : to);
    const { problems, lesson } = readLessonFiles({ ...whole, 'lesson.de.md': german }, { language: 'de' });
    expect(lesson).toBeNull();
    expect(problems.map(problemLine).join('\n')).toContain(message);
    expect(problems.every(({ file }) => file === 'lesson.de.md')).toBe(true);
  });

  it('without a hint or with one more is refused', () => {
    const german = whole['lesson.de.md']!.replace('```hint\nEs nimmt `NodePort`.\n```\n', '');
    const { problems } = readLessonFiles({ ...whole, 'lesson.de.md': german }, { language: 'de' });
    expect(problems.map(problemLine).join('\n')).toContain('hint: is missing here');
  });
});

describe('a lesson that is written and read again is the same', () => {
  const ids = [...new Set(Object.keys(course).map((path) => path.split('/')[2]!))];
  const lessons = ids.flatMap((id) => {
    const files = read(
      Object.fromEntries(Object.entries(course).filter(([path]) => path.split('/')[2] === id)),
    );
    const { lesson } = readLessonFiles(files, { id });
    return lesson === null ? [] : [lesson];
  });
  const all = [lessonOf(whole), ...lessons];

  it('as a folder', () => {
    for (const lesson of all) {
      const again = lessonOf(writeLesson(lesson));
      expect(content(again)).toEqual(content(lesson));
      expect([again.start, again.solution, again.version]).toEqual([
        lesson.start,
        lesson.solution,
        lesson.version,
      ]);
    }
  });

  it('as one file', () => {
    for (const lesson of all) {
      const again = lessonOf({ 'any-name.md': writeLessonFile(lesson) });
      expect(content(again)).toEqual(content(lesson));
      expect(again.start).toEqual(lesson.start);
      const bySteps = [...lesson.solution].sort(
        (a, b) => stepIndex(lesson, a.step) - stepIndex(lesson, b.step),
      );
      expect(again.solution).toEqual(bySteps);
    }
  });
});

function stepIndex({ steps }: Lesson, id: string): number {
  return steps.findIndex((step) => step.id === id);
}

describe("somebody's lesson", () => {
  it('HTML in it is text', () => {
    const file = whole['lesson.md']!.replace(
      'Make it a NodePort.',
      'Make it <b onclick="x()">a NodePort</b>.\n\n<script>alert(1)</script>',
    );
    const { steps } = lessonOf({ ...whole, 'lesson.md': file });
    const [part] = steps[1]!.parts;
    const nodes = part?.type === 'text' ? part.text.nodes : [];
    expect(nodes.map(({ type }) => type)).toEqual(['paragraph', 'paragraph']);
    expect(plainText(nodes)).toContain('<script>alert(1)</script>');
  });

  it('that is too large is not read', () => {
    const large = { ...whole, 'lesson.md': `${whole['lesson.md']}${'word '.repeat(50_000)}` };
    expect(readLessonFiles(large).problems.map(({ message }) => message)).toContain(
      'is longer than 200000 characters.',
    );
    const pods = `${whole['start.yaml']}${'---\napiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n'.repeat(400)}`;
    expect(readLessonFiles({ ...whole, 'start.yaml': pods }).lesson).toBeNull();
  });

  it('a YAML bomb is refused in words', () => {
    const bomb = `a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]`;
    const file = whole['lesson.md']!.replace('order: 1', `order: 1\n${bomb}`);
    expect(readLessonFiles({ ...whole, 'lesson.md': file }).lesson).toBeNull();
  });

  it('whatever is in the files, reading them ends with a lesson or with problems', () => {
    const names = Object.keys(whole);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(4000),
        fc.nat(60),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 12 }),
          fc.constantFrom('```', '---', '{', '[', '&a', '*a', '"', '\n', '{#x}', '- '),
        ),
        (name, at, length, text) => {
          const changed = `${whole[name]!.slice(0, at)}${text}${whole[name]!.slice(at + length)}`;
          const { lesson, problems } = readLessonFiles({ ...whole, [name]: changed }, { language: 'de' });
          expect(lesson === null).toBe(problems.length > 0);
        },
      ),
      { numRuns: 120 },
    );
  });
});
