import { expect, test } from 'vitest';
import type { CourseEntry } from '../lessons/lesson.ts';
import { type LessonProgress, NOTHING_DONE } from '../lessons/progress.ts';
import { markOf, nextToDo } from './learning.ts';

const entries = ['one', 'two', 'three'].map((id) => ({ id }) as CourseEntry);
const with_ = (lessons: Record<string, Partial<LessonProgress>>) => ({
  lessons: Object.fromEntries(
    Object.entries(lessons).map(([id, change]) => [id, { ...NOTHING_DONE, ...change }]),
  ),
});

test('a lesson is begun with its first answer or step, and done when it was finished', () => {
  const progress = with_({
    one: { isFinished: true, done: ['a'] },
    two: { predictions: { source: 'x' } },
    three: {},
  });
  expect(entries.map(({ id }) => markOf(progress, id))).toEqual(['done', 'begun', 'new']);
  expect(markOf(progress, 'toString')).toBe('new');
});

test('one goes on with what was begun, else with the first that is not done', () => {
  const done = { isFinished: true };
  expect(nextToDo(entries, with_({}))?.id).toBe('one');
  expect(nextToDo(entries, with_({ one: done, three: { done: ['a'] } }))?.id).toBe('three');
  expect(nextToDo(entries, with_({ one: done }))?.id).toBe('two');
  expect(nextToDo(entries, with_({ one: done, two: done, three: done }))).toBeNull();
});
