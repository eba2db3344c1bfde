/** The scene that the address asks for, else what was there before the reload, else the default one. */
import type { Moment } from './playground/moments.ts';
import { DamagedLink, readShareCode } from './playground/share.ts';
import type { QueryParameters } from './queryParameters.ts';
import { DEFAULT_SCENE_ID, defaultScene, scenes } from './scenes/index.ts';
import type { Scene } from './simulation/scene.ts';

export interface SceneToOpen {
  scene: Scene;
  /** Which of the ready-made scenes it is, or began as. */
  id: string | null;
  /** What Reset brings back, when it is another than the scene that opens. */
  resetTo?: Scene;
  /** What a link says beside the scene. */
  moment?: Moment;
  isPaused?: boolean;
  /** Why the link of the address could not be opened. */
  damaged?: string;
}

const usual: SceneToOpen = { scene: defaultScene, id: DEFAULT_SCENE_ID };

/** What the hash of an address holds: `#s=` and the code of a shared playground. */
export function shareCodeOf(hash: string): string | null {
  return /^#s=(.*)$/.exec(hash)?.[1] ?? null;
}

/** The shared playground of a link; when that is damaged, what else there is, and why. */
export async function sharedToOpen(
  code: string,
  otherwise: () => Promise<SceneToOpen>,
): Promise<SceneToOpen> {
  try {
    const { scene, id, view, isPaused, ...moment } = await readShareCode(code);
    return { scene: { ...scene, view }, id, isPaused, moment };
  } catch (error) {
    if (!(error instanceof DamagedLink)) throw error;
    return { ...(await otherwise()), damaged: error.message };
  }
}

export async function sceneToOpen(
  { scene: asked, view, seed }: Pick<QueryParameters, 'scene' | 'view' | 'seed'>,
  before: SceneToOpen | null,
): Promise<SceneToOpen> {
  const told = { ...(view === null ? {} : { view }), ...(seed === null ? {} : { seed }) };
  const entry = scenes.find((candidate) => candidate.id === asked);
  if (entry !== undefined) return { scene: { ...(await entry.load()), ...told }, id: entry.id };
  const { scene, id } = before ?? usual;
  const origin = before === null ? undefined : await scenes.find((candidate) => candidate.id === id)?.load();
  return { scene: { ...scene, ...told }, id, ...(origin === undefined ? {} : { resetTo: origin }) };
}
