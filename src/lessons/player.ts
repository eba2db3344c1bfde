/**
 * A lesson being done: which step, what was predicted, which goals hold. It knows no view; the page subscribes to `store` and calls the
 * commands. The lesson's cluster takes the place of the person's own scene, which comes back when the lesson is left.
 *
 *     const player = createLessonPlayer(playground, { storage, language: 'en' });
 *     await player.open('node-port');            // or a step: open('node-port', 'path'), or a lesson that was read from a file
 *     player.choose('seen-by-pod', '192.168.1.12');
 *     await player.check('seen-by-pod');         // store: predictions['seen-by-pod'].outcome, with the trace that shows it
 */
import { createStore } from 'zustand/vanilla';
import type { Status } from '../kubernetes/status.ts';
import { t } from '../messages/lessons.ts';
import { pageStorage } from '../playground/autosave.ts';
import type { Playground } from '../playground/playground.ts';
import { cloneSimulation } from '../simulation/engine.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { watchChanges } from './changes.ts';
import { codeFor } from './completion.ts';
import { requestSpec, settledCopy } from './copyOfCluster.ts';
import { type Evidence, endedSince, isPlace, reachBackTo } from './evidence.ts';
import {
  goalsOf,
  indexOfStep,
  isOnlyRead,
  type Lesson,
  type Prediction,
  predictionNamed,
  predictionsOf,
  type Step,
} from './lesson.ts';
import { findLesson, isLessonURL } from './openLesson.ts';
import {
  CLOSED,
  FRESH_PREDICTION,
  FRESH_STEP,
  goalStates,
  type LessonPlayer,
  type PlayerOptions,
  type PlayerState,
  type PredictionState,
  type StepState,
} from './playerState.ts';
import { comesAfterGoals, outcomeOf, tryPrediction } from './predictions.ts';
import { keepProgress, type LessonProgress, progressOfVersion } from './progress.ts';
import type { Objects } from './references.ts';
import {
  type Own,
  openScene,
  ownScene,
  savedScene,
  sceneAfter,
  sceneAtStep,
  sceneIdOf,
  sceneLeft,
  setUp,
  simulationOf,
  solutionBetween,
  solutionOfOpenSteps,
} from './stage.ts';
import { takingTurns } from './turns.ts';

/** How a step began. */
interface Beginning {
  readonly scene: Scene;
  readonly objects: Objects;
  readonly simulation: Simulation;
}

export type { GoalState, LessonPlayer, PlayerState } from './playerState.ts';

export function createLessonPlayer(
  playground: Playground,
  {
    storage = pageStorage(),
    progress = keepProgress(storage),
    language: firstLanguage = 'en',
    load,
    seed,
    isPrepared = false,
  }: PlayerOptions = {},
): LessonPlayer {
  const store = createStore<PlayerState>(() => CLOSED);
  const beginnings = new Map<number, Beginning>();
  let language = firstLanguage;
  let own: Own | null = null;
  /** Comes from the course, and can be loaded in another language. */
  let isOfCourse = false;
  /** Whose next request is to be followed. */
  let toFollow: string | null = null;
  let isOpening = false;
  let arrivedAt: Step | null = null;
  const inTurn = takingTurns();

  const state = () => store.getState();
  const stepNow = (): Step | null => state().lesson?.steps[state().step] ?? null;

  async function open(which: string | Lesson, stepId?: string): Promise<boolean> {
    store.setState({ isLoading: true, failure: null });
    const { lesson: given, failure } =
      typeof which === 'string' ? await findLesson(which, language, load) : { lesson: which, failure: null };
    if (given === null) {
      store.setState({ isLoading: false, failure });
      return false;
    }
    const lesson = seed === undefined ? given : { ...given, start: { ...given.start, seed } };
    const step = Math.max(0, indexOfStep(lesson, stepId));
    const left =
      stepId === undefined || progressIn(lesson).step !== stepId ? null : sceneLeft(lesson, storage);
    const before = ownScene(playground) ?? own;
    const isShown = isPrepared && playground.store.getState().scene.id === sceneIdOf(lesson);
    const scene = isShown ? lesson.start : await sceneAtStep(lesson, step);
    const status = isShown ? null : await show(lesson, left ?? scene, ownScene(playground));
    if (status?.status === 'Failure') {
      store.setState({ isLoading: false, failure: t('lesson.refused', { message: status.message }) });
      return false;
    }
    isPrepared = false;
    own = before;
    isOfCourse = typeof which === 'string' && !isLessonURL(which);
    beginnings.clear();
    arrivedAt = null;
    const kept = progressIn(lesson);
    store.setState({
      ...CLOSED,
      lesson,
      step,
      furthest: step,
      steps: lesson.steps.map(({ id }) => ({ ...FRESH_STEP, isDone: kept.done.includes(id) })),
      isFinished: kept.isFinished,
    });
    // Who comes back to a step goes on there; it began as it always does.
    if (left !== null) begin(step, scene, await simulationOf(scene));
    arrive();
    if (left !== null) await answerAgain(lesson, step, kept);
    return true;
  }

  /** What was answered before the page was closed is shown with its trace again. */
  async function answerAgain(lesson: Lesson, step: number, { predictions }: LessonProgress): Promise<void> {
    for (const { id, choices } of predictionsOf(lesson.steps[step]!)) {
      const picked = choices.find(({ value }) => value === predictions[id])?.value;
      if (picked === undefined || state().lesson !== lesson) continue;
      changePrediction(id, { picked });
      await check(id);
    }
  }

  function begin(index: number, scene: Scene, simulation: Simulation): void {
    beginnings.set(index, { scene, simulation, objects: new Map(simulation.objects) });
  }

  async function show(lesson: Lesson, scene: Scene, instead: Own | null = null): Promise<Status> {
    isOpening = true;
    const status = await openScene(playground, lesson, scene, instead, storage);
    isOpening = false;
    return status;
  }

  const progressIn = (lesson: Lesson) => progressOfVersion(progress, lesson);

  function keep(change: Partial<LessonProgress>): void {
    const { lesson } = state();
    if (lesson !== null) progress.set(lesson.id, { ...progressIn(lesson), ...change });
  }

  /** The step that is shown now is shown for the first time since the cluster is as it is. */
  function arrive(): void {
    const step = stepNow();
    if (step === null) return;
    const { step: index } = state();
    if (!beginnings.has(index)) {
      begin(index, playground.scene(), playground.inspect(cloneSimulation));
      changes.beginNow();
    }
    if (arrivedAt !== step) {
      arrivedAt = step;
      keep({ step: step.id });
      setUp(playground, step.show);
      toFollow = step.show.follow ?? null;
    }
    evaluate();
    if (index === (state().lesson?.steps.length ?? 0) - 1 && isOnlyRead(step)) finishStep(index);
  }

  function evaluate(): void {
    const step = stepNow();
    const { step: index, goals: shown } = state();
    const beginning = beginnings.get(index);
    if (step === null || beginning === undefined) return;
    const goals = goalsOf(step);
    if (goals.length === 0) {
      if (shown.length > 0) store.setState({ goals: [] });
      return;
    }
    changes.judged();
    const { objects, requests } = playground.store.getState();
    const evidence: Evidence = {
      objects,
      before: beginning.objects,
      requests: endedSince(requests, changes.changedAt),
      isWhole: reachBackTo(requests, changes.changedAt),
    };
    const found = goalStates(goals, evidence, shown);
    if (found !== shown) store.setState({ goals: found });
    if (found.every(({ isMet }) => isMet) && state().steps[index]?.areGoalsReached === false) {
      changeStep(index, { areGoalsReached: true });
      seeWhetherDone(index);
    }
  }

  function changeStep(index: number, change: Partial<StepState>): void {
    const steps = state().steps.map((each, at) => (at === index ? { ...each, ...change } : each));
    store.setState({ steps });
  }

  function seeWhetherDone(index: number): void {
    const { lesson, steps, predictions } = state();
    const step = lesson?.steps[index];
    if (step === undefined || isOnlyRead(step)) return;
    const isAnswered = predictionsOf(step).every(({ id }) => predictions[id]?.outcome != null);
    const isReached = goalsOf(step).length === 0 || steps[index]?.areGoalsReached === true;
    if (isAnswered && isReached) finishStep(index);
  }

  function finishStep(index: number): void {
    const { lesson, steps } = state();
    const step = lesson?.steps[index];
    if (lesson === null || step === undefined) return;
    if (steps[index]?.isDone !== true) changeStep(index, { isDone: true });
    const done = lesson.steps.flatMap(({ id }, at) => (state().steps[at]?.isDone === true ? [id] : []));
    const kept = progressIn(lesson);
    const isFinished = done.length === lesson.steps.length || kept.isFinished;
    keep({ done, isFinished, ...(isFinished ? { code: codeFor(lesson, kept) } : {}) });
    if (isFinished !== state().isFinished) store.setState({ isFinished });
  }

  async function goToIndex(index: number): Promise<void> {
    const { lesson, step: from, furthest, steps } = state();
    if (lesson === null || lesson.steps[index] === undefined || index === from) return;
    if (index <= furthest) {
      store.setState({ step: index });
      evaluate();
      return;
    }
    const lines = solutionOfOpenSteps(lesson, steps, furthest, index);
    if (lines.length > 0) {
      const scene = await sceneAfter(playground.scene(), playground.inspect(cloneSimulation), lines);
      await show(lesson, scene);
    }
    store.setState({ step: index, furthest: index, goals: [] });
    arrive();
  }

  function changePrediction(id: string, change: Partial<PredictionState>): void {
    const { predictions } = state();
    store.setState({
      predictions: { ...predictions, [id]: { ...FRESH_PREDICTION, ...predictions[id], ...change } },
    });
  }

  async function check(id: string): Promise<void> {
    const found = predictionNamed(state().lesson, id);
    const { lesson, predictions } = state();
    const { picked = null, outcome = null, isChecking = false } = predictions[id] ?? {};
    if (lesson === null || found === null || picked === null || outcome !== null || isChecking) return;
    changePrediction(id, { isChecking: true, failure: null });
    const result = outcomeOf(await tryPrediction(clusterFor(found), found.prediction));
    if (state().lesson?.id !== lesson.id) return;
    if (typeof result === 'string') {
      changePrediction(id, { isChecking: false, failure: result });
      return;
    }
    changePrediction(id, { isChecking: false, outcome: result });
    const kept = progressIn(lesson);
    // The first answer counts; who does a lesson again has seen it.
    if (!Object.hasOwn(kept.predictions, id))
      keep({
        predictions: { ...kept.predictions, [id]: picked },
        right: picked === result.right ? [...kept.right, id] : kept.right,
      });
    seeWhetherDone(found.step);
  }

  /** The cluster that a question is about: as it was when its step began, or as it is below the step's goals. */
  function clusterFor({ step, prediction }: { step: number; prediction: Prediction }): Simulation {
    const beginning = beginnings.get(step);
    const isOfNow = comesAfterGoals(state().lesson!.steps[step]!, prediction.id) || beginning === undefined;
    return settledCopy(isOfNow ? playground.inspect((now) => now) : beginning.simulation);
  }

  function followWhoIsWanted(event: SimulationEvent): void {
    if (event.type !== 'RequestStart' || toFollow === null || event.parent !== undefined) return;
    if (!isPlace(playground.store.getState().objects, event.from, toFollow)) return;
    toFollow = null;
    void playground.dispatch({ type: 'follow', requestId: event.requestId }, 'lesson');
  }

  const changes = watchChanges(playground, () => !isOpening && evaluate(), followWhoIsWanted);
  const stopStore = playground.store.subscribe((now, before) => {
    const { lesson } = state();
    if (lesson === null || isOpening) return;
    if (now.scene.id !== sceneIdOf(lesson)) {
      // Another scene was opened, or the lesson's was undone: that is what is wanted now.
      own = null;
      store.setState(CLOSED);
      // When objects change, the events say who did it: that comes next.
    } else if (now.objects === before.objects && (now.requests !== before.requests || changes.areGoalsStale))
      evaluate();
  });

  return {
    store,
    progress,
    open: inTurn(open),
    next: inTurn(async () => {
      const { lesson, step } = state();
      const now = stepNow();
      if (lesson === null || now === null) return;
      if (isOnlyRead(now)) finishStep(step);
      await goToIndex(step + 1);
    }),
    back: inTurn(() => goToIndex(state().step - 1)),
    goTo: inTurn((id) => goToIndex(indexOfStep(state().lesson, id))),
    choose(id, value) {
      const found = predictionNamed(state().lesson, id);
      const isOpen = state().predictions[id]?.outcome == null;
      if (isOpen && found?.prediction.choices.some((choice) => choice.value === value) === true)
        changePrediction(id, { picked: value });
    },
    check,
    watch(id) {
      const request = predictionNamed(state().lesson, id)?.prediction.request ?? null;
      if (request !== null)
        void playground.dispatch({ type: 'send', request: requestSpec(request), follow: true }, 'lesson');
    },
    showHint() {
      const step = stepNow();
      const { step: index, steps, lesson } = state();
      const shown = steps[index]?.hintsShown ?? 0;
      if (lesson === null || step === null || shown >= step.hints.length) return;
      changeStep(index, { hintsShown: shown + 1 });
      keep({ hints: progressIn(lesson).hints + 1 });
    },
    showSolution() {
      changeStep(state().step, { isSolutionShown: true });
      keep({ solution: true });
    },
    solution() {
      const { lesson, step } = state();
      return lesson === null ? [] : solutionBetween(lesson, step, step + 1);
    },
    restartStep: inTurn(async () => {
      const { lesson, step } = state();
      const beginning = beginnings.get(step);
      if (lesson === null || beginning === undefined) return;
      await show(lesson, beginning.scene);
      beginnings.delete(step);
      arrivedAt = null;
      const questions = predictionsOf(lesson.steps[step]!).map(({ id }) => [id, FRESH_PREDICTION]);
      store.setState({ predictions: { ...state().predictions, ...Object.fromEntries(questions) } });
      changeStep(step, { areGoalsReached: false });
      arrive();
    }),
    speak: inTurn(async (wanted) => {
      language = wanted;
      const { lesson } = state();
      if (lesson === null || !isOfCourse || lesson.language === wanted) return;
      const { lesson: other } = await findLesson(lesson.id, language, load);
      if (other === null || state().lesson?.id !== other.id) return;
      store.setState({ lesson: other, goals: [] });
      evaluate();
    }),
    code(learnerName) {
      const { lesson, isFinished } = state();
      return lesson === null || !isFinished ? null : codeFor(lesson, progressIn(lesson), learnerName);
    },
    leave: inTurn(async () => {
      const { lesson } = state();
      if (lesson === null) return;
      const { scene, id } = own ?? savedScene(storage) ?? { scene: lesson.start, id: null };
      own = null;
      store.setState(CLOSED);
      await playground.dispatch({ type: 'loadScene', scene, ...(id === null ? {} : { id }) }, 'lesson');
    }),
    destroy() {
      changes.stop();
      stopStore();
    },
  };
}
