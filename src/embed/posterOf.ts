/** The still picture of a ready-made scene or a lesson: files that the build draws beside the script, and a table of the scenes' titles. */
import { posters } from 'virtual:kubehop-posters';
import type { GivenScene } from './contract.ts';
import type { ShownTheme } from './pageTheme.ts';

/** What an embed opens that names no scene. */
const DEFAULT_POSTER = 'shop';

interface Poster {
  readonly src: string;
  readonly alt: string;
}

export function posterOf(
  { scene, yaml }: GivenScene,
  lesson: string | null,
  theme: ShownTheme,
  home: string,
): Poster | null {
  if (yaml !== undefined) return null;
  const id = lesson === null ? (scene ?? DEFAULT_POSTER) : `lesson-${lesson}`;
  const alt = lesson === null ? titleOf(id) : nameOf(lesson);
  return alt === null ? null : { src: `${home}posters/${id}.${theme}.svg`, alt };
}

function titleOf(id: string): string | null {
  return Object.hasOwn(posters, id) ? posters[id]! : null;
}

/** The titles of all lessons would be more than the rest of the script may be. An address has no picture here. */
function nameOf(lesson: string): string | null {
  return lesson.includes(':') ? null : lesson.replaceAll('-', ' ');
}
