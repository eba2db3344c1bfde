/** One lesson of the course from its files, which are fetched only then; it needs no list of the others. */
import type { Lesson, LessonProblem } from './lesson.ts';

const texts = import.meta.glob<string>('./course/*/*.{md,yaml,sh}', { query: '?raw', import: 'default' });

/** Of all lessons there are. */
export function lessonIds(): string[] {
  return Object.keys(texts).flatMap((path) => /\/course\/([^/]+)\/lesson\.md$/.exec(path)?.[1] ?? []);
}

export type LoadedLesson =
  | { readonly lesson: Lesson; readonly problems: readonly [] }
  | { readonly lesson: null; readonly problems: readonly LessonProblem[] };

/** The lesson in the language, else in English. */
export async function loadLesson(id: string, language: string): Promise<LoadedLesson> {
  const wanted = ['lesson.md', `lesson.${language}.md`, 'start.yaml', 'solution.sh'];
  const loaded = await Promise.all(
    wanted.map(async (name) => {
      const load = texts[`./course/${id}/${name}`];
      return load === undefined ? [] : [[name, await load()] as const];
    }),
  );
  const { readLessonFiles } = await import('./readLesson.ts');
  const { lesson, problems } = readLessonFiles(Object.fromEntries(loaded.flat()), { id, language });
  return lesson === null ? { lesson, problems } : { lesson, problems: [] };
}
