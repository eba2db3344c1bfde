/** The lessons that come with the page: a small list, made at build time from their front matter, and each lesson's files when it is opened. */
import type { CourseEntry, Lesson, LessonHead, LessonProblem } from './lesson.ts';

/** Only the front matter: `commandLine/lessonHeads.ts` makes it from each file at build time. */
const heads = import.meta.glob<LessonHead>('./course/*/lesson*.md', {
  query: '?lessonHead',
  import: 'head',
  eager: true,
});
const texts = import.meta.glob<string>('./course/*/*.{md,yaml,sh}', { query: '?raw', import: 'default' });

/** In the order of the course. */
export const course: readonly CourseEntry[] = readCourse();

function readCourse(): CourseEntry[] {
  const parts = (path: string) => /\/course\/([^/]+)\/lesson(?:\.([\w-]+))?\.md$/.exec(path);
  const entries = Object.entries(heads).flatMap(([path, head]): CourseEntry[] => {
    const [, id = '', language] = parts(path) ?? [];
    if (language !== undefined) return [];
    const others = Object.entries(heads).flatMap(([other, { title, summary }]) => {
      const [, otherId, otherLanguage] = parts(other) ?? [];
      return otherId === id && otherLanguage !== undefined
        ? [[otherLanguage, { title, summary }] as const]
        : [];
    });
    const { tools: _, lockTools: __, ...rest } = head;
    return [{ ...rest, id, translations: Object.fromEntries(others) }];
  });
  return entries.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/** Title and summary in a language, else in English. */
export function entryTexts(entry: CourseEntry, language: string): { title: string; summary: string } {
  return entry.translations[language] ?? entry;
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
