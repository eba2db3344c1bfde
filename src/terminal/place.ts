/** Where the prompt stands: on one's own machine, on a Node, or inside a Pod's container. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/terminal.ts';
import type { PlaceKey } from '../simulation/events.ts';

export type ShellPlace =
  | { readonly type: 'laptop' }
  | { readonly type: 'Node' | 'Pod'; readonly key: PlaceKey };

export const LAPTOP: ShellPlace = { type: 'laptop' };

export function promptOf(place: ShellPlace): string {
  if (place.type === 'laptop') return '$ ';
  return place.type === 'Node' ? `root@${parseKey(place.key).name}:~# ` : '/ # ';
}

/** As the select and messages call it. */
export function nameOfPlace(place: ShellPlace): string {
  return place.type === 'laptop' ? t('laptop') : `${place.type} ${parseKey(place.key).name}`;
}

export function hostnameOf(place: ShellPlace): string {
  return place.type === 'laptop' ? 'laptop' : parseKey(place.key).name;
}
