/** The scene that the address asks for, else what was there before the reload, else the default one. */
import type { QueryParameters } from './queryParameters.ts';
import { DEFAULT_SCENE_ID, defaultScene, scenes } from './scenes/index.ts';
import type { Scene } from './simulation/scene.ts';

export interface SceneToOpen {
  scene: Scene;
  /** Which of the ready-made scenes it is, or began as. */
  id: string | null;
}

const usual: SceneToOpen = { scene: defaultScene, id: DEFAULT_SCENE_ID };

export async function sceneToOpen(
  { scene: asked, view, seed }: QueryParameters,
  before: SceneToOpen | null,
): Promise<SceneToOpen> {
  const entry = scenes.find((candidate) => candidate.id === asked);
  const { scene, id } = entry === undefined ? (before ?? usual) : { scene: await entry.load(), id: entry.id };
  return {
    scene: { ...scene, ...(view === null ? {} : { view }), ...(seed === null ? {} : { seed }) },
    id,
  };
}
