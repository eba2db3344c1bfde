/** The list of the lessons that come with the page, made at build time from their front matter; loadLesson.ts opens one. */
import type { CourseEntry, LessonHead } from './lesson.ts';

/** Only the front matter: `commandLine/lessonModules.ts` makes it from each file at build time. */
const heads = import.meta.glob<LessonHead>('./course/*/lesson*.md', {
  query: '?lessonHead',
  import: 'head',
  eager: true,
});
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
