/**
 * For the builds: `lesson.md?lessonHead` is only the front matter, so that the list of lessons is small; `lesson.md?lesson` is
 * the whole lesson with its start and its solution as the page needs it, so that no parser of Markdown or YAML is loaded for it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Plugin, runnerImport } from 'vite';
import { parse } from 'yaml';
import { messageCatalogues } from './sourcePlugins.ts';

export function lessonModules(): Plugin {
  return {
    name: 'kubehop:lesson-modules',
    load: {
      filter: { id: /\/lesson(\.[\w-]+)?\.md\?lesson(?:Head)?$/ },
      async handler(id) {
        const [file = '', query] = id.split('?');
        const code =
          query === 'lessonHead'
            ? `export const head = ${JSON.stringify(await headOf(file))};`
            : `export const loaded = JSON.parse(${JSON.stringify(await lessonOf(file))});`;
        for (const each of query === 'lessonHead' ? [basename(file)] : await filesBeside(file))
          this.addWatchFile(join(dirname(file), each));
        return { code, map: null, moduleType: 'js' };
      },
    },
  };
}

async function headOf(file: string) {
  const text = await readFile(file, 'utf8');
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
  const { title, kind, order, minutes, prerequisites, kubernetes, summary, documentation } = readHead(front);
  return {
    title,
    kind,
    order,
    minutes,
    prerequisites: prerequisites ?? [],
    kubernetes,
    summary,
    documentation,
  };
}

/** What is wrong with it is told by `npm run -s lesson`; the page only leaves out what it cannot read. */
function readHead(front: string): Record<string, unknown> {
  try {
    return (parse(front) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

type Reading = typeof import('../lessons/readLesson.ts');

let reading: Promise<Reading> | null = null;

/** Not imported above: all builds and tests would wait for it, and few open a lesson. */
function readerOfLessons(): Promise<Reading> {
  reading ??= runnerImport<Reading>('/src/lessons/readLesson.ts', {
    configFile: false,
    logLevel: 'error',
    plugins: [messageCatalogues()],
  }).then(({ module }) => module);
  return reading;
}

/** In the language of the file. Where a word stood in the text is of no use in the page. */
async function lessonOf(file: string): Promise<string> {
  const names = await filesBeside(file);
  const texts = await Promise.all(names.map((name) => readFile(join(dirname(file), name), 'utf8')));
  const language = /\.([\w-]+)\.md$/.exec(file)?.[1] ?? 'en';
  const { readLessonFiles } = await readerOfLessons();
  const { lesson, problems } = readLessonFiles(
    Object.fromEntries(names.map((name, index) => [name, texts[index]!])),
    { id: basename(dirname(file)), language },
  );
  const withoutPlaces = (key: string, value: unknown) =>
    key === 'position' && isPlaceInText(value) ? undefined : value;
  return JSON.stringify({ lesson, problems: lesson === null ? problems : [] }, withoutPlaces);
}

async function filesBeside(file: string): Promise<string[]> {
  return (await readdir(dirname(file))).filter((name) => /\.(?:md|yaml|sh)$/.test(name)).sort();
}

function isPlaceInText(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}
