/** For the build: the still pictures of the ready-made scenes, in both themes, as the canvas draws them. */
import { stillPicture } from '../canvas/picture/stillPicture.ts';
import { scenes } from '../scenes/index.ts';

/** File name → SVG. */
export async function drawPosters(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { id, load } of scenes)
    for (const [theme, svg] of Object.entries(stillPicture(await load()))) files[`${id}.${theme}.svg`] = svg;
  return files;
}

/** Id → title, for who hears the picture. */
export function posterTitles(): Record<string, string> {
  return Object.fromEntries(scenes.map(({ id, title }) => [id, title]));
}
