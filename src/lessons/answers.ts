/** What comes out of every question of a lesson, without anybody doing it: for paper, slides and whoever teaches. */
import { createSimulation } from '../simulation/simulation.ts';
import { settledCopy } from './copyOfCluster.ts';
import { type Lesson, predictionsOf } from './lesson.ts';
import { comesAfterGoals, outcomeOf, tryPrediction } from './predictions.ts';
import { sceneAtStep } from './stage.ts';

/** The value of the choice that fits, by the question's id; null where none does. */
export type Answers = Readonly<Record<string, string | null>>;

export async function answersOf(lesson: Lesson): Promise<Answers> {
  const answers: Record<string, string | null> = {};
  for (const [index, step] of lesson.steps.entries())
    for (const question of predictionsOf(step)) {
      const scene = await sceneAtStep(lesson, comesAfterGoals(step, question.id) ? index + 1 : index);
      const outcome = outcomeOf(await tryPrediction(settledCopy(createSimulation(scene)), question));
      answers[question.id] = typeof outcome === 'string' ? null : outcome.right;
    }
  return answers;
}
