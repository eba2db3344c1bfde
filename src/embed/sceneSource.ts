/** What kind of thing a scene's text is: an id, an address, a share code, or YAML. */
import type { GivenScene } from './contract.ts';
import { addressProblem } from './sceneAddress.ts';

export type SceneSource =
  | { readonly type: 'none' }
  | { readonly type: 'ready'; readonly id: string }
  | { readonly type: 'code'; readonly code: string }
  | { readonly type: 'address'; readonly url: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'refused'; readonly why: string };

/** As much as is fetched. */
const MOST_CHARACTERS = 500_000;

/** What the text of a scene is; `page` is the address of the page that it is written in. */
export function sourceOf({ scene, yaml }: GivenScene, page: string): SceneSource {
  const length = yaml?.length ?? scene?.length ?? 0;
  if (length > MOST_CHARACTERS)
    return { type: 'refused', why: `the scene has ${length} characters, more than ${MOST_CHARACTERS}` };
  if (yaml !== undefined) return { type: 'text', text: yaml };
  if (scene === null || scene === '') return { type: 'none' };
  if (/[\r\n]/.test(scene) || /^\w+:(?: |$)/.test(scene)) return { type: 'text', text: scene };
  if (/^[a-z0-9-]{1,64}$/.test(scene)) return { type: 'ready', id: scene };
  const code = /(?:^|#s=)(\d{1,4}\.[A-Za-z0-9_-]+)$/.exec(scene)?.[1];
  if (code !== undefined) return { type: 'code', code };
  const why = addressProblem(scene, page);
  return why === null ? { type: 'address', url: new URL(scene, page).href } : { type: 'refused', why };
}
