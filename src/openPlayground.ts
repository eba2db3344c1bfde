/** Opens the scene that the address asks for, else what was there before the reload, else the default one. */
import { createPlayground, type Playground } from './playground/playground.ts';
import type { QueryParameters } from './queryParameters.ts';
import { DEFAULT_SCENE_ID, defaultScene, scenes } from './scenes/index.ts';
import type { Scene } from './simulation/scene.ts';

export interface Opening {
  scene: Scene;
  /** Which of the ready-made scenes it is. */
  id: string | null;
}

const opening: Opening = { scene: defaultScene, id: DEFAULT_SCENE_ID };

export async function openPlayground(
  parameters: QueryParameters,
  before: Opening = opening,
): Promise<Playground> {
  const entry = scenes.find((candidate) => candidate.id === parameters.scene);
  const { scene, id } = entry === undefined ? before : { scene: await entry.load(), id: entry.id };
  const driver = parameters.test === true ? await import('./testing/driver.ts') : null;
  const playground = createPlayground({
    scene: {
      ...scene,
      ...(parameters.view === null ? {} : { view: parameters.view }),
      ...(parameters.seed === null ? {} : { seed: parameters.seed }),
    },
    ...(id === null ? {} : { id }),
    playing: parameters.autoplay ?? true,
    ...(driver === null ? {} : { frames: driver.frames }),
  });
  driver?.attach(playground);
  if (parameters.speed !== null) {
    void playground.dispatch({ type: 'setSpeed', speed: parameters.speed }, 'app');
  }
  return playground;
}
