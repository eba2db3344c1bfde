/** What a link or an embed opens: this very moment, or the scene as it is now from its start. */
import { t } from '../messages/sharing.ts';
import type { Playground } from '../playground/playground.ts';
import { type Shared, writeShareCode } from '../playground/share.ts';

export type Extent = 'moment' | 'start';

export const extents = [
  {
    value: 'moment',
    get label() {
      return t('thisMoment');
    },
  },
  {
    value: 'start',
    get label() {
      return t('fromTheStart');
    },
  },
] as const satisfies readonly { value: Extent; label: string }[];

export function sharedAs(extent: Extent, playground: Playground): Shared {
  const shared = playground.shared();
  if (extent === 'moment') return shared;
  return {
    ...shared,
    scene: playground.scene(),
    entries: [],
    at: 0,
    followed: null,
    isPaused: false,
  };
}

/** The id of a ready-made scene in which nothing was done yet, which stays short; else a share code. */
export async function sceneOfEmbed(extent: Extent, playground: Playground): Promise<string> {
  const { id, entries } = playground.shared();
  if (extent === 'start' && id !== null && entries.length === 0) return id;
  return writeShareCode(sharedAs(extent, playground));
}
