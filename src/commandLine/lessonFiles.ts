/** Lessons on disk: a folder with its files, or one file. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const COURSE_FOLDER = fileURLToPath(new URL('../lessons/course', import.meta.url));

export interface LessonFiles {
  readonly id: string;
  /** Name → text. */
  readonly files: Readonly<Record<string, string>>;
  /** The languages beside English. */
  readonly languages: readonly string[];
}

export function courseFolders(): string[] {
  return readdirSync(COURSE_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(COURSE_FOLDER, entry.name))
    .filter((folder) => existsSync(join(folder, 'lesson.md')))
    .sort();
}

/** Null when there is nothing. */
export function readLessonAt(path: string): LessonFiles | null {
  if (!existsSync(path)) return null;
  if (statSync(path).isFile())
    return { id: idOf(path), files: { [path]: readFileSync(path, 'utf8') }, languages: [] };
  const names = readdirSync(path).filter((name) =>
    /^(?:lesson(?:\.[\w-]+)?\.md|start\.yaml|solution\.sh)$/.test(name),
  );
  if (!names.includes('lesson.md')) return null;
  return {
    id: basename(path),
    files: Object.fromEntries(
      names.map((name) => [join(path, name), readFileSync(join(path, name), 'utf8')]),
    ),
    languages: names.flatMap((name) => /^lesson\.([\w-]+)\.md$/.exec(name)?.[1] ?? []),
  };
}

function idOf(file: string): string {
  const name = basename(file).replace(/\.md$/, '');
  return name === 'lesson' ? basename(dirname(file)) : name;
}
