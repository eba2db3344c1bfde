/** Undo and redo: each step knows the user's objects and the layout before and after, and goes back through the API server. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating } from '../kubernetes/pod.ts';
import { type Status, success } from '../kubernetes/status.ts';
import type { WriteRequest, WriteResult } from '../simulation/apiServer.ts';
import type { Position, Scene } from '../simulation/scene.ts';
import { asWritten } from '../simulation/scene.ts';
import { haveSameContent } from './ownership.ts';
import type { Objects } from './queries.ts';

export type Layout = Readonly<Record<ObjectKey, Position>>;

/** What the scene says about itself. */
export interface Description {
  title: string;
  lookAt: string;
}

/**
 * How a step holds an object. `own`: the user's, it comes and goes with the step. `doomed`: the user's, but a controller
 * deletes it because of the step, and will again after a redo. `borrowed`: a controller's (a ReplicaSet's Pod whose label
 * was changed): its content goes back only while it is there.
 */
export type Hold = 'own' | 'doomed' | 'borrowed';

/** One object as the step found it and as it left it; null where there was none. */
export interface Change {
  before: KubernetesObject | null;
  after: KubernetesObject | null;
  hold: Hold;
}

/** What one dispatch did. */
export type Step =
  | {
      type: 'objects';
      label: string;
      changes: ReadonlyMap<ObjectKey, Change>;
      layout: { before: Layout; after: Layout };
      description: { before: Description; after: Description };
    }
  /** A scene was opened or reset: everything was replaced, the clock too. */
  | { type: 'scene'; label: string; before: SceneSnapshot; after: SceneSnapshot };

export type Side = 'before' | 'after';

export interface SceneSnapshot {
  scene: Scene;
  id: string | null;
  /** What `reset` goes back to. */
  resetTo: Scene;
}

export interface History {
  done: Step[];
  undone: Step[];
  /** The gesture that made the last step, while it may go on. */
  gesture: string | null;
}

const MOST_STEPS = 200;

export function createHistory(): History {
  return { done: [], undone: [], gesture: null };
}

export function record(history: History, step: Step, gesture: string | null = null): void {
  const last = history.done.at(-1);
  const goesOn = gesture !== null && gesture === history.gesture && history.undone.length === 0;
  if (goesOn && last?.type === 'objects' && step.type === 'objects')
    history.done[history.done.length - 1] = join(last, step);
  else history.done.push(step);
  if (history.done.length > MOST_STEPS) history.done.shift();
  history.undone = [];
  history.gesture = gesture;
}

type ObjectStep = Extract<Step, { type: 'objects' }>;

/** Two steps as one: from before the first to after the second. */
function join(first: ObjectStep, second: ObjectStep): ObjectStep {
  const changes = new Map(first.changes);
  for (const [key, change] of second.changes) {
    const { before } = changes.get(key) ?? change;
    changes.set(key, { ...change, before });
  }
  return {
    type: 'objects',
    label: first.label,
    changes,
    layout: { before: first.layout.before, after: second.layout.after },
    description: { before: first.description.before, after: second.description.after },
  };
}

/** Takes the moves of a step back, or makes them again; cards that it did not move stay where they are. */
export function retraceLayout(layout: Layout, { before, after }: Record<Side, Layout>, side: Side): Layout {
  const from = side === 'before' ? after : before;
  const to = side === 'before' ? before : after;
  const next: Record<ObjectKey, Position> = { ...layout };
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const position = to[key];
    if (position === from[key]) continue;
    if (position === undefined) delete next[key];
    else next[key] = position;
  }
  return next;
}

/** Takes one change back, or makes it again. */
export function retrace(objects: Objects, write: Write, key: ObjectKey, change: Change, side: Side): Status {
  if (side === 'after' && change.hold === 'doomed') return success;
  if (change.hold !== 'borrowed') return restore(objects, write, key, change[side]);
  const current = objects.get(key);
  const target = change[side];
  if (current === undefined || target === null || isTerminating(current)) return success;
  return write({ verb: 'update', object: onTopOf(current, target) }).status;
}

/** How `restore` writes: plainly, or noting what it does in a draft. */
export type Write = (request: WriteRequest) => WriteResult;

/**
 * Makes the stored object equal to `target` (null: gone). Fields that cannot be changed in place (a Pod's node) make
 * it a replacement, as `kubectl replace --force` would.
 */
function restore(objects: Objects, write: Write, key: ObjectKey, target: KubernetesObject | null): Status {
  const current = objects.get(key);
  const remove = () => write({ verb: 'delete', key, gracePeriodSeconds: 0 }).status;
  if (target === null) return current === undefined ? success : remove();
  if (current !== undefined && !isTerminating(current)) {
    const wanted = onTopOf(current, target);
    if (haveSameContent(current, wanted)) return success;
    const { status } = write({ verb: 'update', object: wanted });
    if (status.status === 'Success' || status.reason !== 'Invalid') return status;
  }
  if (current !== undefined) remove();
  return write({ verb: 'create', object: asWritten(target) }).status;
}

/** Fields of the user's objects that controllers fill in once: the scheduler, and the Node's address range. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  Pod: ['nodeName'],
  Node: ['podCIDR', 'podCIDRs'],
};

/** The target's content at the stored version, with what controllers filled in meanwhile. */
function onTopOf(current: KubernetesObject, target: KubernetesObject): KubernetesObject {
  const written = asWritten(target) as WithSpec;
  const { resourceVersion, ownerReferences } = current.metadata;
  const metadata = {
    ...written.metadata,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
  const spec: Record<string, unknown> = {};
  for (const field of FILLED_IN[current.kind] ?? []) {
    const filledIn = (current as WithSpec).spec?.[field];
    if (filledIn !== undefined) spec[field] = filledIn;
  }
  if (Object.keys(spec).length === 0) return { ...written, metadata };
  return { ...written, metadata, spec: { ...spec, ...written.spec } } as KubernetesObject;
}

type WithSpec = KubernetesObject & { spec?: Record<string, unknown> };
