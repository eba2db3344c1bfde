/** The ready-made scenes, in the order of the gallery. The default scene is in the first load, the others come when opened. */
import { sceneFromObjects } from '../playground/sceneObjects.ts';
import type { Scene } from '../simulation/scene.ts';
import { documents } from './shop.yaml';

export interface SceneEntry {
  id: string;
  title: string;
  /** One line: what to look at. */
  lookAt: string;
  load(): Promise<Scene>;
}

export const DEFAULT_SCENE_ID = 'shop';

export const defaultScene: Scene = sceneFromObjects(documents);

export const scenes: readonly SceneEntry[] = [
  {
    id: 'shop',
    title: defaultScene.title,
    lookAt: defaultScene.lookAt,
    load: () => Promise.resolve(defaultScene),
  },
];
