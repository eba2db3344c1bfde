/** A lesson for an embed: its player, its shell, and what is drawn around the scene. All of it comes only when a lesson is asked for. */
import type { ComponentType, ReactNode } from 'react';
import type { Lesson } from '../lessons/lesson.ts';
import { lessonIds } from '../lessons/loadLesson.ts';
import { findLesson, isLessonURL } from '../lessons/openLesson.ts';
import { createLessonPlayer } from '../lessons/player.ts';
import type { LessonPlayer } from '../lessons/playerState.ts';
import { sceneAtStep, sceneIdOf } from '../lessons/stage.ts';
import { currentLanguage } from '../messages/language.ts';
import { t } from '../messages/lessons.ts';
import { editDistance } from '../playground/closest.ts';
import { loadFeaturesFor } from '../playground/features.ts';
import { loadScrutiny, sharedParts } from '../playground/parts.ts';
import { asProven } from '../playground/provenScenes.ts';
import type { Scene } from '../simulation/scene.ts';
import type { SceneProblem } from './contract.ts';
import { LessonFrame } from './LessonFrame.tsx';
import { createLessonConsole, type LessonConsole } from './lessonConsole.ts';
import type { Make, Opened } from './openSource.ts';
import { addressProblem } from './sceneAddress.ts';

export interface EmbeddedLesson {
  /** As the page's author asked for it: an id of the course, or an address. */
  readonly asked: string;
  readonly player: LessonPlayer;
  readonly Frame: ComponentType<{ address: string; hasTitle: boolean; children: ReactNode }>;
  /** What is wrong with the step, if so. */
  goTo(step: string): Promise<readonly SceneProblem[]>;
  destroy(): void;
}

export async function openEmbeddedLesson(
  make: Make,
  asked: string,
  step: string | null,
): Promise<Opened | readonly SceneProblem[]> {
  const problem = unknownLesson(asked);
  if (problem !== null) return [problem];
  const language = currentLanguage();
  const { lesson, failure } = await findLesson(asked, language);
  if (lesson === null) return [{ message: failure ?? asked }];
  const problems = step === null ? [] : unknownStep(lesson, step);
  if (problems.length > 0) return problems;

  const scene = await sceneOf(lesson, step, !isLessonURL(asked));
  const playground = await make({ scene, id: sceneIdOf(lesson) });
  const player = createLessonPlayer(playground, { storage: null, language, isPrepared: true });
  await player.open(isLessonURL(asked) ? lesson : asked, step ?? undefined);
  return { playground, lesson: embed(asked, player, createLessonConsole(playground)) };
}

/** At the step. Of the course we know what the API server takes; what others wrote, and what commands made of it, is checked. */
async function sceneOf(lesson: Lesson, step: string | null, isOfCourse: boolean): Promise<Scene> {
  const scene = await sceneAtStep(
    lesson,
    Math.max(
      0,
      lesson.steps.findIndex(({ id }) => id === step),
    ),
  );
  if (isOfCourse && scene === lesson.start) {
    await loadFeaturesFor(sharedParts.features, scene.objects);
    return asProven(scene);
  }
  await loadScrutiny();
  return scene;
}

function embed(asked: string, player: LessonPlayer, shell: LessonConsole): EmbeddedLesson {
  return {
    asked,
    player,
    Frame: (props) => LessonFrame({ ...props, player, console: shell }),
    async goTo(id) {
      const { lesson } = player.store.getState();
      const problems = lesson === null ? [] : unknownStep(lesson, id);
      if (problems.length === 0) await player.goTo(id);
      return problems;
    },
    destroy() {
      shell.close();
      player.destroy();
    },
  };
}

const MOST_NAMES = 4;

function unknownLesson(asked: string): SceneProblem | null {
  if (isLessonURL(asked)) {
    const why = addressProblem(asked, document.baseURI, 'lesson');
    return why === null ? null : { message: why };
  }
  const ids = lessonIds();
  if (ids.includes(asked)) return null;
  const distances = new Map(ids.map((id) => [id, editDistance(asked, id)]));
  const near = ids.toSorted((a, b) => distances.get(a)! - distances.get(b)!).slice(0, MOST_NAMES);
  return { message: t('lesson.similar', { id: asked, names: near.join(', ') }) };
}

function unknownStep({ id, steps }: Lesson, step: string): SceneProblem[] {
  if (steps.some((each) => each.id === step)) return [];
  return [{ message: t('lesson.noStep', { id, step, steps: steps.map((each) => each.id).join(', ') }) }];
}
