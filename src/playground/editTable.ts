/** The commands that change objects, one function each, through the API server as the user. */
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { type Status, type StatusCause, success } from '../kubernetes/status.ts';
import { t } from '../messages/editing.ts';
import { storedKey } from '../simulation/scene.ts';
import { applyTo } from './applyMerge.ts';
import type { Origin } from './commands.ts';
import type { CarryOut, Stage } from './commandTable.ts';
import { connect } from './connect.ts';
import { rememberDependents } from './dependents.ts';
import { placeObject, writeObject } from './draft.ts';
import { haveSameContent } from './ownership.ts';
import { duplicate, movePod, rename, trafficFrom } from './replaceObjects.ts';
import { nameInWords } from './words.ts';

export type Edit =
  | 'create'
  | 'update'
  | 'apply'
  | 'applyAll'
  | 'delete'
  | 'movePod'
  | 'rename'
  | 'duplicate'
  | 'connect';

export type EditTable = { readonly [T in Edit]: CarryOut<T> };

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

export const editTable: EditTable = {
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
};

/** Where deleting a sender takes its Traffic along; a file or a terminal deletes what it names. */
const ASKED_BY_HAND: readonly Origin[] = ['canvas', 'palette', 'inspector', 'app', 'lesson'];

/** A view's copy of an object may be older than what controllers wrote meanwhile; only its content counts, as for a patch. */
function atVersion(object: KubernetesObject, stored: KubernetesObject | undefined): KubernetesObject {
  const { resourceVersion } = stored?.metadata ?? {};
  if (resourceVersion === undefined) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
