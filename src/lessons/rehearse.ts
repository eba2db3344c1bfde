/**
 * Proves a lesson by doing it, as a learner would: on a playground of its own, with the player, and the solution typed in the terminal.
 * Every goal must be open when its step begins and be met afterwards; every question must have exactly one answer that the trace shows,
 * whatever chance decides, and for each other answer a fact that contradicts it.
 */

import type { FrameSource } from '../playground/clock.ts';
import { everyPart } from '../playground/everyPart.ts';
import { createPlayground, type Playground } from '../playground/playground.ts';
import { explain } from '../simulation/reasons.ts';
import { cloneSimulation } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { placeName, type Trace } from '../simulation/trace.ts';
import { openSession } from '../terminal/session.ts';
import type { Fact } from './asks.ts';
import { reseeded, settledCopy } from './copyOfCluster.ts';
import { goalsOf, type Lesson, type LessonProblem, type Prediction, type Step } from './lesson.ts';
import { everyNode, OBJECT_LINK } from './markdown.ts';
import { createLessonPlayer } from './player.ts';
import { comesAfterGoals, tryPrediction } from './predictions.ts';
import { keepProgress } from './progress.ts';
import { type Objects, objectNamed } from './references.ts';
import { runLines } from './runLines.ts';

/** What a question showed: for people, to be read over. */
export interface Proof {
  readonly step: string;
  readonly prediction: string;
  readonly found: string;
  readonly right: string;
  /** For each other choice the fact that contradicts it. */
  readonly against: readonly { readonly value: string; readonly fact: string }[];
}

export interface Rehearsal {
  readonly problems: readonly LessonProblem[];
  readonly proofs: readonly Proof[];
}

/** What passes before a step is tried: nobody reads faster, and nothing must be reached by waiting. */
const READING_MS = 20_000;
/** How long a goal may take after the last line of the solution. */
const LONGEST_MS = 120_000;
const FRAME_MS = 250;
/** How many other courses of chance are tried for each question; more where many requests are counted. */
const CHANCES = 4;
const CHANCES_OF_MANY = 16;

interface HandFrames extends FrameSource {
  advance(ms: number): void;
}

/** Frames as long as a clock lets them be. */
function handFrames(): HandFrames {
  const listeners = new Set<(wallTime: number) => void>();
  let wallTime = 0;
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance(ms) {
      for (let left = ms; left > 0; left -= FRAME_MS) {
        wallTime += Math.min(left, FRAME_MS);
        for (const listener of [...listeners]) listener(wallTime);
      }
    },
  };
}

export async function rehearse(lesson: Lesson, file = `${lesson.id}/lesson.md`): Promise<Rehearsal> {
  const problems: LessonProblem[] = [];
  const proofs: Proof[] = [];
  const tell = (line: number, field: string, message: string) =>
    problems.push({ file, line, field, message });
  const frames = handFrames();
  const playground = createPlayground({ scene: lesson.start, frames, parts: everyPart });
  const player = createLessonPlayer(playground, { storage: null, progress: keepProgress(null) });
  const session = openSession(playground, { print() {}, clear() {}, onPlace() {} });
  const seen = new Map<string, Objects[]>();
  try {
    for (const { object, status } of playground.inspect(({ refused }) => refused))
      tell(1, 'start', `${object.kind} ${object.metadata.name}: ${status.message}`);
    await player.open(lesson);
    frames.advance(FRAME_MS);
    for (const [index, step] of lesson.steps.entries()) {
      const field = (name: string) => `steps.${step.id}.${name}`;
      const isReached = () => player.store.getState().steps[index]?.areGoalsReached === true;
      const met = () => player.store.getState().goals.filter(({ isMet }) => isMet);
      const goalLine = step.parts.find(({ type }) => type === 'goals')?.line ?? step.line;
      const lookAround = () => seen.set(step.id, [...(seen.get(step.id) ?? []), objectsOf(playground)]);
      lookAround();
      if (isReached()) tell(goalLine, field('goal'), 'is met when the step begins.');
      const before = playground.inspect(cloneSimulation);
      frames.advance(READING_MS);
      if (isReached() && problems.at(-1)?.field !== field('goal'))
        tell(
          goalLine,
          field('goal'),
          `is met although nobody has done anything (after ${READING_MS / 1000} s).`,
        );
      await tryAll(step, before, false);

      const lines = lesson.solution
        .filter((part) => part.step === step.id || (part.step === '' && index === 0))
        .flatMap((part) => part.lines);
      if (goalsOf(step).length > 0 && lines.length === 0)
        tell(goalLine, field('goal'), 'has no lines in the solution.');
      for (const line of lines) {
        const failed = await type(line);
        if (failed !== null) tell(step.line, field('solution'), `${line}: ${failed}`);
      }
      for (
        let passed = 0;
        passed < LONGEST_MS && goalsOf(step).length > 0 && !isReached();
        passed += FRAME_MS
      )
        frames.advance(FRAME_MS);
      lookAround();
      if (goalsOf(step).length > 0 && !isReached()) {
        const open = player.store
          .getState()
          .goals.filter((goal) => !met().includes(goal))
          .map(
            ({ goal, seen: how }) => `${goal.kind} ${JSON.stringify(goal)}${how === '' ? '' : ` (${how})`}`,
          );
        tell(
          goalLine,
          field('goal'),
          `is not met ${LONGEST_MS / 1000} s after the solution: ${open.join('; ')}`,
        );
      }
      await tryAll(step, playground.inspect(cloneSimulation), true);
      await tryRunBlocks(step);
      await player.next();
      frames.advance(FRAME_MS);
    }
    if (problems.length === 0 && !player.store.getState().isFinished)
      tell(1, '', 'is not finished although every step was done.');
    for (const step of lesson.steps) tellLostLinks(step, seen.get(step.id) ?? [], tell);
  } finally {
    session.close();
    player.destroy();
    playground.destroy();
  }
  return { problems, proofs };

  /** Answers what is asked in a step, before its goals or below them. */
  async function tryAll(step: Step, cluster: Simulation, isBelowGoals: boolean): Promise<void> {
    for (const part of step.parts) {
      if (part.type !== 'prediction') continue;
      const { prediction } = part;
      if (comesAfterGoals(step, prediction.id) !== isBelowGoals) continue;
      const right = await prove(step, prediction, cluster, part.line);
      player.choose(prediction.id, right ?? prediction.choices[0]!.value);
      await player.check(prediction.id);
      const { failure = null } = player.store.getState().predictions[prediction.id] ?? {};
      if (failure !== null && right !== null)
        tell(
          part.line,
          `steps.${step.id}.predict ${prediction.id}`,
          `shows something else when it is asked: ${failure}`,
        );
    }
  }

  async function prove(
    step: Step,
    prediction: Prediction,
    cluster: Simulation,
    line: number,
  ): Promise<string | null> {
    const field = `steps.${step.id}.predict ${prediction.id}`;
    const refused = await runLines(cloneSimulation(cluster), prediction.after, 0);
    // That the API server says no may be the point; that kubectl does not understand is none.
    for (const message of refused)
      if (!/^(?:The .* is invalid|Error from server)/.test(message)) tell(line, `${field}.after`, message);
    const settled = settledCopy(cluster);
    const tried = await tryPrediction(settled, prediction);
    const [right, ...more] = tried.fitting;
    if (right === undefined) tell(line, field, `no choice fits: the trace shows "${tried.found.value}".`);
    if (more.length > 0)
      tell(
        line,
        field,
        `several choices fit: ${tried.fitting.join(', ')}; the trace shows "${tried.found.value}".`,
      );
    if (right === undefined || more.length > 0) return null;
    const chances = (prediction.request?.count ?? 1) > 1 ? CHANCES_OF_MANY : CHANCES;
    const others: string[] = [];
    for (let chance = 1; chance <= chances; chance++) {
      const again = await tryPrediction(reseeded(settled, Math.imul(chance, 0x9e3779b9)), prediction);
      if (again.fitting.join() !== right) others.push(again.found.value);
    }
    // One in twenty may be an odd one out: the learner sees its trace, and that is then the truth.
    if (others.length > chances / 10)
      tell(line, field, `chance decides: once it is "${tried.found.value}", once "${others[0]}".`);
    proofs.push({
      step: step.id,
      prediction: prediction.id,
      found: tried.found.value,
      right,
      against: [...tried.against].map(([value, fact]) => ({
        value,
        fact: fact === null ? `the field is "${tried.found.value}"` : factInWords(tried.traces, fact),
      })),
    });
    return right;
  }

  /** Types a line and lets time pass until it has ended; says why it failed, else null. */
  async function type(line: string): Promise<string | null> {
    let isDone = false;
    const running = session.run(line).finally(() => {
      isDone = true;
    });
    for (let turn = 0; !isDone && turn < 4000; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (!isDone) frames.advance(FRAME_MS);
    }
    if (!isDone) {
      session.interrupt();
      return 'does not end.';
    }
    if ((await running) !== null) return 'is not complete.';
    frames.advance(1000);
    const exitCode = session.variables.get('?') ?? '0';
    // What is asked from within a Pod may well fail: that is often the point.
    const isChange = /^\s*(?:kubectl|k)\s/.test(line) && !/\s(?:exec|run|debug)\s/.test(line);
    return isChange && exitCode !== '0' ? `ends with exit code ${exitCode}.` : null;
  }

  /** What is offered to be run must be understood. */
  async function tryRunBlocks(step: Step): Promise<void> {
    for (const part of step.parts) {
      if (part.type !== 'run') continue;
      const lines = part.lines.filter((line) => !/\s(?:exec|run|debug|-w|--watch|-f)\b/.test(line));
      for (const message of await runLines(playground.inspect(cloneSimulation), lines, 0))
        tell(part.line, `steps.${step.id}.run`, message);
    }
  }
}

function objectsOf(playground: Playground): Objects {
  return playground.store.getState().objects;
}

function factInWords(traces: readonly Trace[], { trace, step }: Fact): string {
  const one = traces[trace];
  if (one === undefined) return 'no request was sent';
  const which = traces.length > 1 ? `request ${trace + 1}, ` : '';
  if (step === null)
    return `${which}end: ${explain(one.end, placeName(one.end.from)).title} (${one.end.reason})`;
  const at = one.steps[step]!;
  const place = at.type === 'Hop' ? at.from : at.place;
  return `${which}step ${step + 1}: ${explain(at, placeName(place)).title} (${at.reason})`;
}

/** `object:` links must lead to something that is there at some time in the step. */
function tellLostLinks(
  step: Step,
  seen: readonly Objects[],
  tell: (line: number, field: string, message: string) => void,
): void {
  const texts = [
    ...step.parts.flatMap((part) =>
      part.type === 'text' || part.type === 'summary'
        ? [part.text]
        : part.type === 'prediction'
          ? [part.prediction.question, part.prediction.why]
          : [],
    ),
    ...step.hints,
    ...step.notes,
  ];
  for (const { nodes } of texts)
    for (const node of everyNode(nodes)) {
      if (node.type !== 'link' || !node.url.startsWith(OBJECT_LINK)) continue;
      const reference = node.url.slice(OBJECT_LINK.length);
      if (!seen.some((objects) => objectNamed(objects, reference) !== undefined))
        tell(step.line, `steps.${step.id}`, `there is no ${reference} in this step.`);
    }
  const { select } = step.show;
  if (select !== undefined && !seen.some((objects) => objectNamed(objects, select) !== undefined))
    tell(step.line, `steps.${step.id}.show.select`, `there is no ${select} in this step.`);
}
