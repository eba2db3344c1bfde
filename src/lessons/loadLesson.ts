/** One lesson of the course, fetched only then; it needs no list of the others. The build has read it: see commandLine/lessonModules.ts. */
import type { Lesson, LessonProblem } from './lesson.ts';

export type LoadedLesson =
  | { readonly lesson: Lesson; readonly problems: readonly [] }
  | { readonly lesson: null; readonly problems: readonly LessonProblem[] };

const lessons = import.meta.glob<LoadedLesson>('./course/*/lesson*.md', {
  query: '?lesson',
  import: 'loaded',
});

/** Of all lessons there are. */
export function lessonIds(): string[] {
  return Object.keys(lessons).flatMap((path) => /\/course\/([^/]+)\/lesson\.md$/.exec(path)?.[1] ?? []);
}

/** The lesson in the language, else in English; rejects when there is none. */
export async function loadLesson(id: string, language: string): Promise<LoadedLesson> {
  const load = lessons[`./course/${id}/lesson.${language}.md`] ?? lessons[`./course/${id}/lesson.md`];
  if (load === undefined) throw new Error(`There is no lesson ${id}`);
  return load();
}
