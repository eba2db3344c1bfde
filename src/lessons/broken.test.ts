/** Lessons that are wrong, each with the line that says so: the file's own comment `expect:`. */
import { expect, test } from 'vitest';
import { problemLine } from './lesson.ts';
import { readLessonFiles } from './readLesson.ts';

const files = import.meta.glob<string>('./testdata/broken/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const cases = Object.entries(files).map(([path, text]) => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  text,
  expected: /expect: (.*?)(?: -->)?$/m.exec(text)?.[1],
}));

test('there are at least twenty', () => {
  expect(cases.length).toBeGreaterThanOrEqual(20);
});

test.each(cases)('$name is refused with file, line and field', ({ name, text, expected }) => {
  const { lesson, problems } = readLessonFiles({ [name]: text });
  expect(lesson).toBeNull();
  expect(problems.map(problemLine)[0]).toBe(`${name}:${expected}`);
});
