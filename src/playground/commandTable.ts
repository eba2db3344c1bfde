/** The table of commands: one function each. Those that change objects are in editTable.ts. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { type Status, success } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
import type { Simulation } from '../simulation/state.ts';
import type { BreakpointCondition } from './breakpoints.ts';
import type { Command, Origin } from './commands.ts';
import { sendAndNote } from './deeds.ts';
import { type Draft, placeObject } from './draft.ts';
import type { EditTable } from './editTable.ts';
import { tidy } from './layout.ts';
import { type Parts, workbenchOf } from './parts.ts';
import type { Notice } from './state.ts';
import { nameInWords } from './words.ts';

/** Commands that are a step of their own, also among others. */
export const STANDS_ALONE: readonly Command['type'][] = [
  'undo',
  'redo',
  'reset',
  'loadScene',
  'step',
  'seek',
  'stepBack',
  'nextFailure',
  'previousFailure',
  'switchBranch',
];

/** What commands may do beside changing objects: the playground's own controls. */
export interface Controls {
  play(): void;
  pause(): void;
  step(): void;
  setSpeed(speed: number): void;
  addBreakpoint(condition: BreakpointCondition): Status;
  enableBreakpoint(id: number, isEnabled: boolean): Status;
  removeBreakpoint(id: number): Status;
  stopAtEachHop(isOn: boolean): void;
  seek(at: number, isPreview: boolean): void;
  stepBack(): Status;
  goToFailure(direction: 1 | -1): Status;
  switchBranch(id: number): Status;
  renameBranch(id: number, name: string): Status;
  deleteBranch(id: number): Status;
  follow(requestId: number | null): void;
  setView(view: Extract<Command, { type: 'setView' }>['view']): void;
  notify(notice: Omit<Notice, 'id'>): void;
  dismissNotice(id: number): void;
  reset(): Status;
  loadScene(command: Extract<Command, { type: 'loadScene' }>): Status;
  undo(draft: Draft): Status;
  redo(draft: Draft): Status;
}

export interface Stage {
  readonly simulation: Simulation;
  readonly draft: Draft;
  readonly origin: Origin;
  /** What `apply` last set, per object. */
  readonly lastApplied: Map<ObjectKey, KubernetesObject>;
  readonly controls: Controls;
  readonly parts: Parts;
}

export type CarryOut<T extends Command['type']> = (
  stage: Stage,
  command: Extract<Command, { type: T }>,
) => Status;

const commandTable = {
  place({ draft, simulation }, { positions }) {
    const keys = Object.keys(positions).filter((key) => simulation.objects.has(key));
    for (const key of keys) placeObject(draft, key, positions[key]!);
    draft.labels.push(
      keys.length === 1
        ? t('step.move', { object: nameInWords(keys[0]!) })
        : t('step.moveCards', { count: keys.length }),
    );
    return success;
  },
  tidy({ draft, simulation }) {
    draft.layout = { ...draft.layout, ...tidy(simulation.objects) };
    draft.labels.push(t('step.tidy'));
    return success;
  },
  describe({ draft }, { title, lookAt }) {
    draft.description = { title, lookAt };
    draft.labels.push(t('step.describe', { title }));
    return success;
  },
  send({ simulation, controls, draft }, { request, follow }) {
    const requestId = sendAndNote(simulation, request, draft.deeds);
    if (follow === true) controls.follow(requestId);
    return success;
  },
  select({ draft }, { keys }) {
    draft.selection = keys;
    return success;
  },
  follow({ controls }, { requestId }) {
    controls.follow(requestId);
    return success;
  },
  setView({ controls }, { view }) {
    controls.setView(view);
    return success;
  },
  play({ controls }) {
    controls.play();
    return success;
  },
  pause({ controls }) {
    controls.pause();
    return success;
  },
  step({ controls }) {
    controls.step();
    return success;
  },
  addBreakpoint: ({ controls }, { condition }) => controls.addBreakpoint(condition),
  enableBreakpoint: ({ controls }, { id, isEnabled }) => controls.enableBreakpoint(id, isEnabled),
  removeBreakpoint: ({ controls }, { id }) => controls.removeBreakpoint(id),
  stopAtEachHop({ controls }, { isOn }) {
    controls.stopAtEachHop(isOn);
    return success;
  },
  setSpeed({ controls }, { speed }) {
    controls.setSpeed(speed);
    return success;
  },
  seek({ controls }, { at, isPreview }) {
    controls.seek(at, isPreview === true);
    return success;
  },
  stepBack: ({ controls }) => controls.stepBack(),
  nextFailure: ({ controls }) => controls.goToFailure(1),
  previousFailure: ({ controls }) => controls.goToFailure(-1),
  switchBranch: ({ controls }, { id }) => controls.switchBranch(id),
  renameBranch: ({ controls }, { id, name }) => controls.renameBranch(id, name),
  deleteBranch: ({ controls }, { id }) => controls.deleteBranch(id),
  reset: ({ controls }) => controls.reset(),
  loadScene: ({ controls }, command) => controls.loadScene(command),
  undo: ({ controls, draft }) => controls.undo(draft),
  redo: ({ controls, draft }) => controls.redo(draft),
  notify({ controls }, { type: _, ...notice }) {
    controls.notify(notice);
    return success;
  },
  dismissNotice({ controls }, { id }) {
    controls.dismissNotice(id);
    return success;
  },
} satisfies { [T in Exclude<Command['type'], keyof EditTable>]: CarryOut<T> };

export function carryOut(stage: Stage, command: Command): Status {
  const isHere = Object.hasOwn(commandTable, command.type);
  const table = isHere ? commandTable : workbenchOf(stage.parts).edits;
  return (table as Record<string, CarryOut<Command['type']>>)[command.type]!(stage, command);
}
