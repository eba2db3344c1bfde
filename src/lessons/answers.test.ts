import { expect, test } from 'vitest';
import { answersOf } from './answers.ts';
import { course } from './course.ts';
import { predictionsOf } from './lesson.ts';
import { loadLesson } from './loadLesson.ts';

test('every question of a lesson has an answer among its choices', async () => {
  const [first] = course;
  const { lesson } = await loadLesson(first!.id, 'en');
  const answers = await answersOf(lesson!);
  const questions = lesson!.steps.flatMap(predictionsOf);
  expect(Object.keys(answers)).toEqual(questions.map(({ id }) => id));
  expect(questions.length).toBeGreaterThan(1);
  for (const { id, choices } of questions) expect(choices.map(({ value }) => value)).toContain(answers[id]);
});
