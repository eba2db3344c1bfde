/**
 * Finds a lesson by what an address says: an id of the course, or the URL of somebody's lesson. That is only ever text: it is fetched
 * without credentials, where its server allows it (CORS), up to a size, and read as any lesson is.
 */
import { t } from '../messages/lessons.ts';
import { type Lesson, problemLine } from './lesson.ts';
import type { LoadedLesson } from './loadLesson.ts';

export interface FoundLesson {
  readonly lesson: Lesson | null;
  /** Why there is none, in words. */
  readonly failure: string | null;
}

export type LoadLesson = (id: string, language: string) => Promise<LoadedLesson>;
export type FetchText = (
  url: string,
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

export const LONGEST_FETCH = 1_000_000;

async function loadFromCourse(id: string, language: string): Promise<LoadedLesson> {
  return (await import('./loadLesson.ts')).loadLesson(id, language);
}

export function isLessonURL(which: string): boolean {
  return /^https?:\/\//i.test(which);
}

export async function findLesson(
  which: string,
  language: string,
  load: LoadLesson = loadFromCourse,
  fetchText: FetchText = fetchPlainly,
): Promise<FoundLesson> {
  if (isLessonURL(which)) return fetchLesson(which, language, fetchText);
  try {
    return found(await load(which, language));
  } catch {
    return { lesson: null, failure: t('lesson.unknown', { id: which }) };
  }
}

function found({ lesson, problems }: LoadedLesson): FoundLesson {
  const [problem] = problems;
  return {
    lesson,
    failure: problem === undefined ? null : t('lesson.unreadable', { problem: problemLine(problem) }),
  };
}

/** `…/lesson.md` or a folder: then start.yaml and solution.sh lie beside it, unless the file itself holds a start. */
async function fetchLesson(url: string, language: string, fetchText: FetchText): Promise<FoundLesson> {
  const main = url.endsWith('/') ? `${url}lesson.md` : url;
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const get = async (address: string): Promise<string> => {
    const response = await fetchText(address);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    if (text.length > LONGEST_FETCH) throw new Error(`> ${LONGEST_FETCH / 1000} kB`);
    return text;
  };
  try {
    const text = await get(main);
    const files: Record<string, string> = { [main]: text };
    if (!/^`{3,}yaml start\s*$/m.test(text)) {
      const beside = ['start.yaml', 'solution.sh', ...(language === 'en' ? [] : [`lesson.${language}.md`])];
      // What is missing is told when the lesson is read.
      for (const name of beside)
        await get(`${folder}${name}`).then(
          (other) => {
            files[`${folder}${name}`] = other;
          },
          () => {},
        );
    }
    const { readLessonFiles } = await import('./readLesson.ts');
    const { lesson, problems } = readLessonFiles(files, { language });
    return found(lesson === null ? { lesson, problems } : { lesson, problems: [] });
  } catch (error) {
    // All that a browser tells of a server that does not answer, or not us.
    if (error instanceof TypeError)
      return { lesson: null, failure: t('lesson.unreachable', { address: url }) };
    const reason = error instanceof Error ? error.message : String(error);
    return { lesson: null, failure: t('lesson.noAnswer', { address: url, reason }) };
  }
}

/** As a page that asks for text and nothing else, and is not led elsewhere; what is too long is not read to its end. */
async function fetchPlainly(url: string): ReturnType<FetchText> {
  const response = await fetch(url, {
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(15_000),
  });
  return { ok: response.ok, status: response.status, text: () => boundedText(response) };
}

async function boundedText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > LONGEST_FETCH) {
      await reader.cancel();
      return text;
    }
  }
}
