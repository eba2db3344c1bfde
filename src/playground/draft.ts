/** A step in the making: what a dispatch has written so far, so that it can become one undo step or be taken back whole. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import { type WriteRequest, type WriteResult, write } from '../simulation/apiServer.ts';
import { isEqual } from '../simulation/equality.ts';
import type { Position } from '../simulation/scene.ts';
import { storedKey } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { type Change, type Description, type Layout, restore, type Step } from './history.ts';
import { haveSameContent, isMadeByController } from './ownership.ts';

/** One write that succeeded, for the kubectl lines. */
export interface Written {
  request: WriteRequest;
  /** As it was stored before, and after. */
  before: KubernetesObject | null;
  after: KubernetesObject | null;
}

export interface Draft {
  readonly simulation: Simulation;
  readonly layoutBefore: Layout;
  layout: Layout;
  readonly descriptionBefore: Description;
  description: Description;
  /** The user's objects that the step touched, as they were before it. */
  readonly before: Map<ObjectKey, KubernetesObject | null>;
  /** Of these, those that controllers will delete later because of the step. */
  readonly doomed: Set<ObjectKey>;
  readonly written: Written[];
  /** What each command did, in words: `Delete Service shop`. */
  readonly labels: string[];
  /** What is selected afterwards; null leaves the selection. */
  selection: readonly ObjectKey[] | null;
  /** Undo or redo: it goes along the history and adds nothing to it. */
  isTravel: boolean;
}

export function openDraft(simulation: Simulation, layout: Layout, description: Description): Draft {
  return {
    simulation,
    layoutBefore: layout,
    layout,
    descriptionBefore: description,
    description,
    before: new Map(),
    doomed: new Set(),
    written: [],
    labels: [],
    selection: null,
    isTravel: false,
  };
}

function belongsToUser(object: KubernetesObject): boolean {
  return !isMadeByController(object) && object.metadata.deletionTimestamp === undefined;
}

/** Notes an object that a controller will delete because of the step. */
export function rememberDoomed(draft: Draft, key: ObjectKey): void {
  remember(draft, key);
  draft.doomed.add(key);
}

/** Notes an object that the step is about to change. */
function remember(draft: Draft, key: ObjectKey): void {
  if (draft.before.has(key)) return;
  const object = draft.simulation.objects.get(key);
  draft.before.set(key, object !== undefined && belongsToUser(object) ? object : null);
}

/** Writes through the API server as the user. */
export function writeObject(draft: Draft, request: WriteRequest): WriteResult {
  const key = request.verb === 'delete' ? request.key : storedKey(request.object);
  const stored = draft.simulation.objects.get(key) ?? null;
  const isUsers = stored === null || belongsToUser(stored);
  if (isUsers) remember(draft, key);
  const result = write(draft.simulation, request, 'user');
  if (result.status.status === 'Success')
    draft.written.push({ request, before: stored, after: result.object });
  return result;
}

export function placeObject(draft: Draft, key: ObjectKey, position: Position | null): void {
  const { [key]: _, ...others } = draft.layout;
  draft.layout = position === null ? others : { ...others, [key]: position };
}

/** Brings one object of the user's to what it was or will be again. */
export function restoreObject(draft: Draft, key: ObjectKey, target: KubernetesObject | null): Status {
  return restore(draft.simulation.objects, (request) => writeObject(draft, request), key, target);
}

/** Takes everything back that the draft did; the layout was never published. */
export function rollBack(draft: Draft): void {
  const { simulation } = draft;
  for (const [key, object] of [...draft.before].reverse())
    restore(simulation.objects, (request) => write(simulation, request, 'user'), key, object);
}

/** The step that the history keeps; null when nothing of the user's changed. */
export function toStep(draft: Draft): Step | null {
  const changes = new Map<ObjectKey, Change>();
  for (const [key, before] of draft.before) {
    const stored = draft.doomed.has(key) ? undefined : draft.simulation.objects.get(key);
    const after = stored !== undefined && belongsToUser(stored) ? stored : null;
    const isSame = before === after || (before !== null && after !== null && haveSameContent(before, after));
    if (!isSame) changes.set(key, { before, after, isDoomed: draft.doomed.has(key) });
  }
  const { layoutBefore, layout, descriptionBefore, description } = draft;
  if (changes.size === 0 && isEqual([layout, description], [layoutBefore, descriptionBefore])) return null;
  const [first = 'Change', ...others] = draft.labels;
  return {
    type: 'objects',
    label: others.length === 0 ? first : `${first} and ${others.length} more`,
    changes,
    layout: { before: layoutBefore, after: layout },
    description: { before: descriptionBefore, after: description },
  };
}
