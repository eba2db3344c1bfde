/** The still picture of a ready-made scene: files that the build draws beside the script, and a table of their titles. */
import { posters } from 'virtual:kubehop-posters';
import type { GivenScene } from './contract.ts';
import type { ShownTheme } from './pageTheme.ts';

/** What an embed opens that names no scene. */
const DEFAULT_POSTER = 'shop';

interface Poster {
  readonly src: string;
  readonly alt: string;
}

export function posterOf({ scene, yaml }: GivenScene, theme: ShownTheme, home: string): Poster | null {
  const id = scene ?? DEFAULT_POSTER;
  const alt = yaml === undefined && Object.hasOwn(posters, id) ? posters[id] : undefined;
  return alt === undefined ? null : { src: `${home}posters/${id}.${theme}.svg`, alt };
}
