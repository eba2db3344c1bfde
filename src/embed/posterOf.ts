/** The still picture of a ready-made scene: files that the build draws beside the script, and a table of their titles. */
import { posters } from 'virtual:kubehop-posters';
import type { SceneSource } from './options.ts';
import type { ShownTheme } from './pageTheme.ts';

/** What an embed opens that names no scene. */
export const DEFAULT_POSTER = 'shop';

export function posterOf(
  source: SceneSource,
  theme: ShownTheme,
  home: string,
): { readonly src: string; readonly alt: string } | null {
  if (source.type !== 'none' && source.type !== 'ready') return null;
  const id = source.type === 'none' ? DEFAULT_POSTER : source.id;
  const alt = posters[id];
  return alt === undefined ? null : { src: new URL(`posters/${id}.${theme}.svg`, home).href, alt };
}
