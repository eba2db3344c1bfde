/** From what an embed is asked for to a playground that shows it, or to what is wrong with it. */
import { t } from '../messages/liveEmbed.ts';
import { beginInSteps } from '../playground/beginInSteps.ts';
import { loadFeatures } from '../playground/features.ts';
import { SETTLED } from '../playground/moments.ts';
import { loadScrutiny, sharedParts } from '../playground/parts.ts';
import { createPlayground, type Playground, type PlaygroundOptions } from '../playground/playground.ts';
import { queryParameters } from '../queryParameters.ts';
import { DEFAULT_SCENE_ID, featuresOfScene, isSceneId, loadScene } from '../scenes/files.ts';
import type { Scene } from '../simulation/scene.ts';
import type { LiveOptions, SceneProblem } from './contract.ts';
import type { EmbeddedLesson } from './embeddedLesson.ts';
import { fetchScene } from './fetchScene.ts';
import { inPieces, nextTask } from './pieces.ts';
import type { SceneSource } from './sceneSource.ts';

export interface Opened {
  readonly playground: Playground;
  readonly lesson: EmbeddedLesson | null;
}

type Made = Opened | readonly SceneProblem[];
export type Make = (options: Omit<PlaygroundOptions, 'playing'>) => Promise<Playground>;

const NOTHING: Scene = { title: '', lookAt: '', seed: 1, view: 'Concept', objects: [], layout: {} };

export async function openSource(source: SceneSource, options: LiveOptions): Promise<Made> {
  const driver = options.test ? await import('../testing/driver.ts') : null;
  const make: Make = async (given) => {
    const simulation = await inPieces(beginInSteps(given));
    await nextTask();
    const playground = createPlayground({
      ...given,
      simulation,
      ...(driver === null ? {} : { frames: driver.frames }),
      playing: false,
    });
    driver?.attach(playground);
    if (options.speed !== null) void playground.dispatch({ type: 'setSpeed', speed: options.speed }, 'embed');
    return playground;
  };
  if (options.lesson !== null) return openLesson(options.lesson, options.step, make);
  const made = await openScene(source, options, make);
  if ('length' in made) return made;
  const view = options.view === null ? null : queryParameters.view.parse(options.view);
  if (view !== null) void made.playground.dispatch({ type: 'setView', view }, 'embed');
  return made;
}

async function openScene(source: SceneSource, options: LiveOptions, make: Make): Promise<Made> {
  switch (source.type) {
    case 'refused':
      return [{ message: source.why }];
    case 'text':
      return openText(source.text, make);
    case 'address': {
      const fetched = await fetchScene(source.url);
      if ('text' in fetched) return openText(fetched.text, make);
      return [{ message: t('sceneNotFetched', { url: source.url, why: fetched.why }) }];
    }
    case 'code':
      return openCode(source.code, make);
    default: {
      const id = source.type === 'ready' ? source.id : DEFAULT_SCENE_ID;
      if (!isSceneId(id)) return [{ message: t('noSuchScene', { id }) }];
      const [ready] = await Promise.all([
        loadScene(id),
        loadFeatures(sharedParts.features, featuresOfScene(id)),
      ]);
      const scene = options.seed === null ? ready : { ...ready, seed: options.seed };
      const start = { scene, id, moment: SETTLED };
      return { playground: await make(start), lesson: null };
    }
  }
}

async function openCode(code: string, make: Make): Promise<Made> {
  const [{ DamagedLink, readShareCode }] = await Promise.all([
    import('../playground/share.ts'),
    loadScrutiny(),
  ]);
  try {
    const { scene, id, view, isPaused: _isPaused, ...moment } = await readShareCode(code);
    const start = { scene: { ...scene, view }, ...(id === null ? {} : { id }), moment };
    return { playground: await make(start), lesson: null };
  } catch (error) {
    if (!(error instanceof DamagedLink)) throw error;
    return [{ message: t('linkNotOpened', { why: error.message }) }];
  }
}

/** Everything that is refused is told: a page's author wants to know. */
async function openText(text: string, make: Make): Promise<Made> {
  const { importText } = await import('../playground/sceneFile.ts');
  const playground = await make({ scene: NOTHING });
  const { lines } = await importText(playground, text, { createNamespaces: true, title: '' });
  const problems = lines
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ name, reason, line, column }) => ({
      message: `${name}: ${reason}`,
      line,
      ...(column === undefined ? {} : { column }),
    }));
  // What was read is where the scene begins, not a change to an empty one that could be taken back.
  const scene = playground.scene();
  playground.destroy();
  return problems.length === 0
    ? { playground: await make({ scene, moment: SETTLED }), lesson: null }
    : problems;
}

async function openLesson(asked: string, step: string | null, make: Make): Promise<Made> {
  const { openEmbeddedLesson } = await import('./embeddedLesson.ts');
  return openEmbeddedLesson(make, asked, step);
}
