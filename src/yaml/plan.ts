/** What a text that was edited wants of the cluster: changes object by object, and whether to ask before. */
import { isSimulated } from '../kubernetes/kinds.ts';
import { type Change, changesBetween, withChanges } from '../kubernetes/objectChanges.ts';
import { type KubernetesObject, type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { Command } from '../playground/commands.ts';
import { keyOfRead, type ReadDocument } from './reading.ts';

/** What the text and the cluster last agreed on for an object. */
export interface Agreed {
  /** What the text said. */
  says: KubernetesObject;
  /** The stored object that it stood for. */
  stands: KubernetesObject;
}

export interface Step {
  key: ObjectKey;
  type: 'create' | 'change' | 'delete' | 'rename';
  commands: Command[];
  /** The document that wants it; null for what is no longer in the text. */
  document: ReadDocument | null;
  object: KubernetesObject | null;
  /** Its key before, when it is renamed. */
  formerKey?: ObjectKey;
}

type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

/** More objects than this at once are not touched without asking. */
const MOST_WITHOUT_ASKING = 5;

export function needsConsent(steps: readonly Step[]): boolean {
  return (
    steps.length > MOST_WITHOUT_ASKING || steps.some(({ type }) => type === 'delete' || type === 'rename')
  );
}

export function planOf(
  documents: readonly ReadDocument[],
  agreed: ReadonlyMap<ObjectKey, Agreed>,
  objects: Objects,
): Step[] {
  const steps: Step[] = [];
  const seen = new Set<ObjectKey>();
  for (const document of documents)
    for (const object of document.objects) {
      const key = keyOfRead(object);
      seen.add(key);
      const step = stepFor(key, object, document, agreed.get(key), objects);
      if (step !== null) steps.push(step);
    }
  // An object may be missing because its document cannot be read at the moment.
  if (documents.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))) return steps;
  for (const key of agreed.keys())
    if (!seen.has(key) && objects.has(key))
      steps.push({ key, type: 'delete', commands: [{ type: 'delete', key }], document: null, object: null });
  return withRename(steps, objects);
}

function stepFor(
  key: ObjectKey,
  object: KubernetesObject,
  document: ReadDocument,
  agreed: Agreed | undefined,
  objects: Objects,
): Step | null {
  const stored = objects.get(key);
  if (stored === undefined)
    return { key, type: 'create', commands: [{ type: 'create', object }], document, object };
  if (agreed === undefined)
    return { key, type: 'change', commands: [{ type: 'apply', object }], document, object };
  const changes = changesBetween(agreed.says, object).filter((change) => !isClusters(change, object));
  if (changes.length === 0) return null;
  const command: Command = { type: 'update', object: withChanges(stored, changes) };
  return { key, type: 'change', commands: [command], document, object };
}

/** `status` is what the cluster says; writing something else there changes nothing. */
function isClusters({ path }: Change, object: KubernetesObject): boolean {
  return path[0] === 'status' && isSimulated(object) && object.kind !== 'Node';
}

/** One object that went and one of its kind that came is the same one under another name. */
function withRename(steps: Step[], objects: Objects): Step[] {
  const gone = steps.filter(({ type }) => type === 'delete');
  const made = steps.filter(({ type }) => type === 'create');
  const [from, to] = [gone[0], made[0]];
  if (gone.length !== 1 || made.length !== 1 || from === undefined || to?.object == null) return steps;
  const [before, after] = [parseKey(from.key), parseKey(to.key)];
  const isSameKind =
    before.kind === after.kind && before.group === after.group && before.namespace === after.namespace;
  if (!isSameKind || !isSimulated(to.object) || !objects.has(from.key)) return steps;
  const rename: Step = {
    ...to,
    type: 'rename',
    formerKey: from.key,
    commands: [
      { type: 'rename', key: from.key, name: after.name },
      { type: 'apply', object: to.object },
    ],
  };
  return [...steps.filter((step) => step !== from && step !== to), rename];
}

/** Lines that say which object it is: while one of them is being typed, no object of that name is made. */
export const IDENTITY_LINE = /^\s*["']?(apiVersion|kind|name|namespace|generateName)["']?\s*:/;
