/** The cluster of a lesson: what is loaded at a step, and the person's own scene, which waits meanwhile. */
import type { Status } from '../kubernetes/status.ts';
import {
  LESSON_AUTOSAVE_KEY,
  LESSON_SCENE,
  readAutosave,
  type SaveStorage,
  saveOwnScene,
} from '../playground/autosave.ts';
import { userObjects } from '../playground/ownership.ts';
import type { Playground } from '../playground/playground.ts';
import { cloneSimulation } from '../simulation/engine.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { goalsOf, type Lesson, type Show } from './lesson.ts';
import { keyNamed } from './references.ts';

export interface Own {
  readonly scene: Scene;
  readonly id: string | null;
}

/** As it is known to the page while it is open: autosave keeps such a scene apart. */
export function sceneIdOf({ id }: Pick<Lesson, 'id'>): string {
  return `${LESSON_SCENE}${id}`;
}

export function isLessonScene(id: string | null): boolean {
  return id?.startsWith(LESSON_SCENE) === true;
}

/** The person's own scene; null when another lesson is open. */
export function ownScene(playground: Playground): Own | null {
  const { id } = playground.store.getState().scene;
  return isLessonScene(id) ? null : { scene: playground.scene(), id };
}

export function openScene(
  playground: Playground,
  lesson: Lesson,
  scene: Scene,
  own: Own | null,
  storage: SaveStorage | null,
): Promise<Status> {
  if (own !== null) saveOwnScene(storage, own, playground);
  return playground.dispatch({ type: 'loadScene', scene, id: sceneIdOf(lesson) }, 'lesson');
}

/** The person's own scene as it was saved last. */
export function savedScene(storage: SaveStorage | null): Own | null {
  const kept = readAutosave(storage);
  return kept.type === 'saved' ? kept.saved : null;
}

/** View and selection, as a step wants them. */
export function setUp(playground: Playground, { view, select }: Show): void {
  if (view !== undefined) void playground.dispatch({ type: 'setView', view }, 'lesson');
  const key = select === undefined ? null : keyNamed(select);
  if (key !== null && playground.store.getState().objects.has(key))
    void playground.dispatch({ type: 'select', keys: [key] }, 'lesson');
}

/** The lesson's cluster as it was when the page was closed; null when another was open. */
export function sceneLeft(lesson: Lesson, storage: SaveStorage | null): Scene | null {
  const kept = readAutosave(storage, LESSON_AUTOSAVE_KEY);
  return kept.type === 'saved' && kept.saved.id === sceneIdOf(lesson) ? kept.saved.scene : null;
}

/** The lines of the solution from one step up to another, without that. */
export function solutionBetween(lesson: Lesson, from: number, to: number): string[] {
  const ids = lesson.steps.slice(from, to).map(({ id }) => id);
  return lesson.solution
    .filter(({ step }) => ids.includes(step) || (step === '' && from === 0))
    .flatMap(({ lines }) => lines);
}

/** The same, without what was reached by the learner. */
export function solutionOfOpenSteps(
  lesson: Lesson,
  states: readonly { readonly areGoalsReached: boolean }[],
  from: number,
  to: number,
): string[] {
  return lesson.steps
    .slice(from, to)
    .map((step, at) => ({ step, index: from + at }))
    .filter(({ step, index }) => goalsOf(step).length > 0 && states[index]?.areGoalsReached !== true)
    .flatMap(({ index }) => solutionBetween(lesson, index, index + 1));
}

/** The scene after the solutions of the steps before. */
export async function sceneAtStep(lesson: Lesson, step: number): Promise<Scene> {
  const lines = solutionBetween(lesson, 0, step);
  if (lines.length === 0) return lesson.start;
  return sceneAfter(lesson.start, await simulationOf(lesson.start), lines);
}

/** With all that a scene may ask for, which an embed need not have. */
export async function simulationOf(scene: Scene): Promise<Simulation> {
  const { createSimulation } = await import('../simulation/simulation.ts');
  return createSimulation(scene);
}

/** `simulation` stays as it is. */
export async function sceneAfter(
  scene: Scene,
  simulation: Simulation,
  lines: readonly string[],
): Promise<Scene> {
  if (lines.length === 0) return scene;
  const { runLines } = await import('./runLines.ts');
  const copy = cloneSimulation(simulation);
  await runLines(copy, lines);
  return { ...scene, objects: [...userObjects(copy).values()] };
}
