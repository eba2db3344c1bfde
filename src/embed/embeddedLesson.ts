/** A lesson for an embed: its player, its shell, and what is drawn around the scene. All of it comes only when a lesson is asked for. */
import type { ComponentType, ReactNode } from 'react';
import type { Lesson } from '../lessons/lesson.ts';
import { lessonIds } from '../lessons/loadLesson.ts';
import { isLessonURL } from '../lessons/openLesson.ts';
import { createLessonPlayer } from '../lessons/player.ts';
import type { LessonPlayer } from '../lessons/playerState.ts';
import { currentLanguage } from '../messages/language.ts';
import { t } from '../messages/lessons.ts';
import { editDistance } from '../playground/closest.ts';
import type { Playground } from '../playground/playground.ts';
import type { SceneProblem } from './contract.ts';
import { LessonFrame } from './LessonFrame.tsx';
import { createLessonConsole } from './lessonConsole.ts';
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
  playground: Playground,
  asked: string,
  step: string | null,
): Promise<EmbeddedLesson | readonly SceneProblem[]> {
  const problem = unknownLesson(asked);
  if (problem !== null) return [problem];
  const player = createLessonPlayer(playground, { storage: null, language: currentLanguage() });
  const isOpen = await player.open(asked, step ?? undefined);
  const { lesson, failure } = player.store.getState();
  const problems =
    !isOpen || lesson === null
      ? [{ message: failure ?? asked }]
      : step === null
        ? []
        : unknownStep(lesson, step);
  if (problems.length > 0) {
    player.destroy();
    return problems;
  }
  const shell = createLessonConsole(playground);
  return {
    asked,
    player,
    Frame: (props) => LessonFrame({ ...props, player, console: shell }),
    async goTo(id) {
      const now = player.store.getState().lesson;
      const wrong = now === null ? [] : unknownStep(now, id);
      if (wrong.length === 0) await player.goTo(id);
      return wrong;
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
