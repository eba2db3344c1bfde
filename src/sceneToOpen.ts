/** The scene that the address asks for, else what was there before the reload, else the default one. */
import type { QueryParameters } from './queryParameters.ts';
import { DEFAULT_SCENE_ID, defaultScene, scenes } from './scenes/index.ts';
import type { Scene } from './simulation/scene.ts';

export interface SceneToOpen {
  scene: Scene;
  /** Which of the ready-made scenes it is, or began as. */
  id: string | null;
  /** What Reset brings back, when it is another than the scene that opens. */
  resetTo?: Scene;
}

const usual: SceneToOpen = { scene: defaultScene, id: DEFAULT_SCENE_ID };

export async function sceneToOpen(
  { scene: asked, view, seed }: QueryParameters,
  before: SceneToOpen | null,
): Promise<SceneToOpen> {
  const told = { ...(view === null ? {} : { view }), ...(seed === null ? {} : { seed }) };
  const entry = scenes.find((candidate) => candidate.id === asked);
  if (entry !== undefined) return { scene: { ...(await entry.load()), ...told }, id: entry.id };
  const { scene, id } = before ?? usual;
  const origin = before === null ? undefined : await scenes.find((candidate) => candidate.id === id)?.load();
  return { scene: { ...scene, ...told }, id, ...(origin === undefined ? {} : { resetTo: origin }) };
}
