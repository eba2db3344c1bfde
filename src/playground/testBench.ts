/** A playground for unit tests: some objects, a clock turned by hand, and short ways to ask what came out. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Command, Origin } from './commands.ts';
import { everyPart } from './everyPart.ts';
import { createPlayground, type Playground } from './playground.ts';
import type { PlaygroundState } from './state.ts';
import { type SteppedFrames, steppedFrames } from './steppedFrames.ts';

export interface TestBench {
  playground: Playground;
  frames: SteppedFrames;
  state(): PlaygroundState;
  object<T extends KubernetesObject>(key: ObjectKey): T;
  dispatch(commands: Command | readonly Command[], origin?: Origin): Promise<Status>;
  /** Dispatches and expects the API server to take it. */
  succeed(commands: Command | readonly Command[], origin?: Origin): Promise<void>;
}

function sceneOf(objects: KubernetesObject[]): Scene {
  return { title: 'Test', lookAt: '', seed: 1, view: 'Concept', objects, layout: {} };
}

export function testBench(scene: Scene | KubernetesObject[], playing = true): TestBench {
  const frames = steppedFrames();
  const playground = createPlayground({
    parts: everyPart,
    scene: Array.isArray(scene) ? sceneOf(scene) : scene,
    frames,
    playing,
  });
  const state = () => playground.store.getState();
  const dispatch: TestBench['dispatch'] = (commands, origin = 'canvas') =>
    playground.dispatch(commands, origin);
  return {
    playground,
    frames,
    state,
    object<T extends KubernetesObject>(key: ObjectKey): T {
      const object = state().objects.get(key);
      if (object === undefined) throw new Error(`${key} is not in the cluster`);
      return object as T;
    },
    dispatch,
    async succeed(commands, origin) {
      const status = await dispatch(commands, origin);
      if (status.status === 'Failure') throw new Error(status.message);
    },
  };
}
