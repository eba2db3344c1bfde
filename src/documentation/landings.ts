/** What has a page of its own for whoever gets a link to it: each ready-made scene, and each lesson of the course. */
import { readFileSync } from 'node:fs';
import { course } from '../lessons/course.ts';
import type { CourseEntry, Lesson } from '../lessons/lesson.ts';
import { loadLesson } from '../lessons/loadLesson.ts';
import { type SceneEntry, scenes } from '../scenes/index.ts';
import type { EmbedOptions } from '../sharing/embedOptions.ts';
import type { Scene } from '../simulation/scene.ts';

interface Common {
  readonly id: string;
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  /** In the view in which it is opened. */
  readonly scene: Scene;
  /** What its embed is told. */
  readonly options: EmbedOptions;
}

export type Landing = Common &
  (
    | { readonly folder: 'scenes'; readonly label: 'Scene'; readonly yaml: string }
    | {
        readonly folder: 'lessons';
        readonly label: 'Lesson' | 'Challenge';
        readonly entry: CourseEntry;
        readonly lesson: Lesson;
      }
  );

export type Folder = Landing['folder'];

const SCENE_HEIGHT = 520;
const LESSON_HEIGHT = 600;

export async function landingOfScene({ id, title, lookAt, load }: SceneEntry): Promise<Landing> {
  return {
    folder: 'scenes',
    label: 'Scene',
    id,
    title,
    summary: lookAt,
    scene: await load(),
    options: { scene: id, height: SCENE_HEIGHT },
    yaml: readFileSync(`src/scenes/${id}.yaml`, 'utf8'),
  };
}

export async function landingOfLesson(entry: CourseEntry): Promise<Landing> {
  const { id, title, summary, kind } = entry;
  const { lesson } = await loadLesson(id, 'en');
  if (lesson === null) throw new Error(`The lesson ${id} cannot be read.`);
  const { start } = lesson;
  return {
    folder: 'lessons',
    label: kind === 'challenge' ? 'Challenge' : 'Lesson',
    id,
    title,
    summary,
    scene: { ...start, view: lesson.steps[0]?.show.view ?? start.view },
    options: { lesson: id, height: LESSON_HEIGHT },
    entry,
    lesson,
  };
}

/** One after the other: each is a cluster that has run for a while. */
export async function* landings(): AsyncGenerator<Landing> {
  for (const entry of scenes) yield await landingOfScene(entry);
  for (const entry of course) yield await landingOfLesson(entry);
}

/** From the root of the site, without an ending. */
export function pathOf({ folder, id }: { folder: Folder; id: string }): string {
  return `${folder}/${id}`;
}
