/** A step in the making: what a dispatch has written so far, so that it can become one undo step or be taken back whole. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
import type { WriteRequest, WriteResult } from '../simulation/apiServer.ts';
import { isEqual } from '../simulation/equality.ts';
import type { Position } from '../simulation/scene.ts';
import { storedKey } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { type Deed, writeAndNote } from './deeds.ts';
import {
  type Change,
  type Description,
  type Hold,
  type Layout,
  retrace,
  type Side,
  type Step,
} from './history.ts';
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
  /** The objects that the step touched, as they were before it; null where there was none. */
  readonly touched: Map<ObjectKey, { before: KubernetesObject | null; hold: Hold }>;
  readonly written: Written[];
  /** All that it did to the simulation, in order. */
  readonly deeds: Deed[];
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
    touched: new Map(),
    written: [],
    deeds: [],
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
  const object = draft.simulation.objects.get(key);
  if (object !== undefined && belongsToUser(object))
    draft.touched.set(key, { before: object, hold: 'doomed' });
}

/** Notes an object that the step is about to change. A controller's object that is deleted comes back by itself. */
function remember(draft: Draft, key: ObjectKey, verb: WriteRequest['verb']): void {
  const before = draft.simulation.objects.get(key) ?? null;
  const isUsers = before === null || belongsToUser(before);
  if (draft.touched.has(key) || (!isUsers && verb === 'delete')) return;
  draft.touched.set(key, { before, hold: isUsers ? 'own' : 'borrowed' });
}

/** Writes through the API server as the user. */
export function writeObject(draft: Draft, request: WriteRequest): WriteResult {
  const key = request.verb === 'delete' ? request.key : storedKey(request.object);
  const before = draft.simulation.objects.get(key) ?? null;
  remember(draft, key, request.verb);
  const result = writeAndNote(draft.simulation, request, draft.deeds);
  if (result.status.status === 'Success') draft.written.push({ request, before, after: result.object });
  return result;
}

export function placeObject(draft: Draft, key: ObjectKey, position: Position | null): void {
  const { [key]: _, ...others } = draft.layout;
  draft.layout = position === null ? others : { ...others, [key]: position };
}

/** Takes one change of an earlier step back, or makes it again, as part of this draft. */
export function retraceChange(draft: Draft, key: ObjectKey, change: Change, side: Side): Status {
  return retrace(draft.simulation.objects, (request) => writeObject(draft, request), key, change, side);
}

/** Takes everything back that the draft did; the layout was never published. */
export function rollBack({ simulation, touched, deeds }: Draft): void {
  const writeOnly = (request: WriteRequest) => writeAndNote(simulation, request, deeds);
  for (const [key, { before, hold }] of [...touched].reverse())
    retrace(simulation.objects, writeOnly, key, { before, after: null, hold }, 'before');
}

/** The step that the history keeps; null when nothing changed. */
export function toStep(draft: Draft): Step | null {
  const changes = new Map<ObjectKey, Change>();
  for (const [key, { before, hold }] of draft.touched) {
    const stored = hold === 'doomed' ? undefined : draft.simulation.objects.get(key);
    const isThere = stored !== undefined && (hold === 'borrowed' || belongsToUser(stored));
    const after = isThere ? stored : null;
    const isSame = before === after || (before !== null && after !== null && haveSameContent(before, after));
    if (!isSame) changes.set(key, { before, after, hold });
  }
  const { layoutBefore, layout, descriptionBefore, description } = draft;
  if (changes.size === 0 && isEqual([layout, description], [layoutBefore, descriptionBefore])) return null;
  return {
    type: 'objects',
    label: labelOf(draft),
    changes,
    layout: { before: layoutBefore, after: layout },
    description: { before: descriptionBefore, after: description },
  };
}

/** What it did, in words. */
export function labelOf({ labels }: Draft): string {
  const [first = t('aChange'), ...others] = labels;
  return others.length === 0 ? first : t('step.andMore', { first, count: others.length });
}
