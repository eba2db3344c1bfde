/** For the build: the still pictures of the ready-made scenes and of where lessons begin, in both themes, as the canvas draws them. */
import { stillPicture } from '../canvas/picture/stillPicture.ts';
import { lessonIds, loadLesson } from '../lessons/loadLesson.ts';
import { scenes } from '../scenes/index.ts';
import type { Scene } from '../simulation/scene.ts';

/** File name → SVG. */
export async function drawPosters(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const draw = (id: string, scene: Scene) => {
    for (const [theme, svg] of Object.entries(stillPicture(scene))) files[`${id}.${theme}.svg`] = svg;
  };
  for (const { id, load } of scenes) draw(id, await load());
  for (const id of lessonIds()) {
    const { lesson } = await loadLesson(id, 'en');
    if (lesson !== null) draw(`lesson-${id}`, lesson.start);
  }
  return files;
}

/** Id → title, for who hears the picture. */
export function posterTitles(): Record<string, string> {
  return Object.fromEntries(scenes.map(({ id, title }) => [id, title]));
}
