/** The table of commands: one function each, object commands through the API server as the user. */
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { type Status, type StatusCause, success } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
import { storedKey } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { applyTo } from './applyMerge.ts';
import type { BreakpointCondition } from './breakpoints.ts';
import type { Command, Origin } from './commands.ts';
import { connect } from './connect.ts';
import { sendAndNote } from './deeds.ts';
import { type Draft, placeObject, writeObject } from './draft.ts';
import { tidy } from './layout.ts';
import { haveSameContent } from './ownership.ts';
import { duplicate, movePod, rememberDependents, rename, trafficFrom } from './replaceObjects.ts';
import type { Notice } from './state.ts';
import { nameInWords } from './words.ts';

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
}

type CarryOut<T extends Command['type']> = (stage: Stage, command: Extract<Command, { type: T }>) => Status;

function apply({ draft, simulation, lastApplied }: Stage, object: KubernetesObject): Status {
  const key = storedKey(object);
  const stored = simulation.objects.get(key);
  const merged = stored === undefined ? object : applyTo(stored, lastApplied.get(key), object);
  const isUnchanged = stored !== undefined && haveSameContent(stored, merged);
  const { status } = isUnchanged
    ? { status: success }
    : writeObject(draft, { verb: stored === undefined ? 'create' : 'update', object: merged });
  if (status.status === 'Failure') return status;
  lastApplied.set(key, object);
  if (!isUnchanged)
    draft.labels.push(t(stored === undefined ? 'step.create' : 'step.change', { object: nameInWords(key) }));
  return status;
}

export const commandTable = {
  create({ draft }, { object, position }) {
    const result = writeObject(draft, { verb: 'create', object });
    if (result.object === null) return result.status;
    const key = objectKey(result.object);
    if (position !== undefined) placeObject(draft, key, position);
    draft.selection = [key];
    draft.labels.push(t('step.create', { object: nameInWords(key) }));
    return result.status;
  },
  update({ draft, simulation, origin }, { object }) {
    const key = storedKey(object);
    const stored = simulation.objects.get(key);
    draft.labels.push(t('step.change', { object: nameInWords(key) }));
    return writeObject(draft, {
      verb: 'update',
      object: origin === 'terminal' ? object : atVersion(object, stored),
    }).status;
  },
  apply: (stage, { object }) => apply(stage, object),
  applyAll(stage, { objects }) {
    const causes: StatusCause[] = [];
    for (const [index, object] of objects.entries()) {
      const status = apply(stage, object);
      if (status.status === 'Success') continue;
      const { reason = 'Unknown', message } = status;
      causes.push({ field: `objects[${index}]`, reason, message });
    }
    return { ...success, details: { causes } };
  },
  delete({ draft, simulation, origin }, { key, force }) {
    const object = simulation.objects.get(key);
    // Traffic that went along with its sender a moment ago, when both were selected.
    if (object === undefined && draft.touched.has(key)) return success;
    draft.labels.push(t('step.delete', { object: nameInWords(key) }));
    if (object !== undefined && ASKED_BY_HAND.includes(origin))
      for (const traffic of trafficFrom(simulation.objects, object)) {
        const { status } = writeObject(draft, { verb: 'delete', key: traffic });
        if (status.status === 'Failure') return status;
      }
    rememberDependents(draft, key);
    const { status } = writeObject(draft, {
      verb: 'delete',
      key,
      ...(force === true ? { gracePeriodSeconds: 0 } : {}),
    });
    if (status.status === 'Failure') return status;
    placeObject(draft, key, null);
    return status;
  },
  movePod: ({ draft }, { key, node }) => movePod(draft, key, node),
  rename: ({ draft }, { key, name }) => rename(draft, key, name),
  duplicate: ({ draft }, { keys }) => duplicate(draft, keys),
  connect: ({ draft }, { from, to }) => connect(draft, from, to),
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
} satisfies { [T in Command['type']]: CarryOut<T> };

/** Where deleting a sender takes its Traffic along; a file or a terminal deletes what it names. */
const ASKED_BY_HAND: readonly Origin[] = ['canvas', 'palette', 'inspector', 'app', 'lesson'];

/** A view's copy of an object may be older than what controllers wrote meanwhile; only its content counts, as for a patch. */
function atVersion(object: KubernetesObject, stored: KubernetesObject | undefined): KubernetesObject {
  const { resourceVersion } = stored?.metadata ?? {};
  if (resourceVersion === undefined) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

export function carryOut(stage: Stage, command: Command): Status {
  return (commandTable[command.type] as CarryOut<Command['type']>)(stage, command);
}
