/** Opens the scene that the address asks for, or the default one. */
import { createPlayground, type Playground } from './playground/playground.ts';
import type { QueryParameters } from './queryParameters.ts';
import { DEFAULT_SCENE_ID, defaultScene, scenes } from './scenes/index.ts';
import type { Scene } from './simulation/scene.ts';

async function sceneFor(id: string | null): Promise<{ scene: Scene; id: string }> {
  const entry = scenes.find((candidate) => candidate.id === id);
  return entry === undefined
    ? { scene: defaultScene, id: DEFAULT_SCENE_ID }
    : { scene: await entry.load(), id: entry.id };
}

export async function openPlayground(parameters: QueryParameters): Promise<Playground> {
  const { scene, id } = await sceneFor(parameters.scene);
  const driver = parameters.test ? await import('./testing/driver.ts') : null;
  const playground = createPlayground({
    scene: {
      ...scene,
      ...(parameters.view === null ? {} : { view: parameters.view }),
      ...(parameters.seed === null ? {} : { seed: parameters.seed }),
    },
    id,
    playing: parameters.autoplay ?? true,
    ...(driver === null ? {} : { frames: driver.frames }),
  });
  driver?.attach(playground);
  if (parameters.speed !== null) {
    void playground.dispatch({ type: 'setSpeed', speed: parameters.speed }, 'app');
  }
  return playground;
}
