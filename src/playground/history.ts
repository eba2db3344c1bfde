/** Undo and redo: each step knows the user's objects and the layout before and after, and goes back through the API server. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { type Status, success } from '../kubernetes/status.ts';
import { write } from '../simulation/apiServer.ts';
import type { Position, Scene } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { asWritten, haveSameContent } from './ownership.ts';

export type Layout = Readonly<Record<ObjectKey, Position>>;

/** One object as the step found it and as it left it; null where there was none. */
export interface Change {
  before: KubernetesObject | null;
  after: KubernetesObject | null;
}

/** What one dispatch did. */
export type Step =
  | {
      type: 'objects';
      label: string;
      changes: ReadonlyMap<ObjectKey, Change>;
      layout: { before: Layout; after: Layout };
    }
  /** A scene was opened or reset: everything was replaced, the clock too. */
  | { type: 'scene'; label: string; before: SceneSnapshot; after: SceneSnapshot };

export interface SceneSnapshot {
  scene: Scene;
  id: string | null;
}

export interface History {
  done: Step[];
  undone: Step[];
}

const MOST_STEPS = 200;

export function createHistory(): History {
  return { done: [], undone: [] };
}

export function record(history: History, step: Step): void {
  history.done.push(step);
  if (history.done.length > MOST_STEPS) history.done.shift();
  history.undone = [];
}

/**
 * Makes the stored object equal to `target` (null: gone). Fields that cannot be changed in place (a Pod's node) make
 * it a replacement, as `kubectl replace --force` would.
 */
export function restore(simulation: Simulation, key: ObjectKey, target: KubernetesObject | null): Status {
  const current = simulation.objects.get(key);
  if (target === null) {
    if (current === undefined) return success;
    return write(simulation, { verb: 'delete', key, gracePeriodSeconds: 0 }, 'user').status;
  }
  const isGoing = current?.metadata.deletionTimestamp !== undefined;
  if (current !== undefined && !isGoing) {
    const wanted = onTopOf(current, target);
    if (haveSameContent(current, wanted)) return success;
    const status = write(simulation, { verb: 'update', object: wanted }, 'user').status;
    if (status.status === 'Success' || status.reason !== 'Invalid') return status;
  }
  if (current !== undefined) write(simulation, { verb: 'delete', key, gracePeriodSeconds: 0 }, 'user');
  return write(simulation, { verb: 'create', object: asWritten(target) }, 'user').status;
}

/** The target's content with the stored object's identity, and with the node that the scheduler chose meanwhile. */
function onTopOf(current: KubernetesObject, target: KubernetesObject): KubernetesObject {
  const { labels: _l, annotations: _a, ...identity } = current.metadata;
  const written = asWritten(target) as KubernetesObject & { spec?: { nodeName?: string } };
  const { status, spec } = current as KubernetesObject & {
    status?: unknown;
    spec?: { nodeName?: string };
  };
  const merged: Record<string, unknown> = {
    ...written,
    metadata: { ...identity, ...written.metadata },
  };
  if (status !== undefined) merged.status = status;
  if (current.kind === 'Pod' && spec?.nodeName !== undefined && written.spec?.nodeName === undefined)
    merged.spec = { ...written.spec, nodeName: spec.nodeName };
  return merged as unknown as KubernetesObject;
}
