/** Texts of objects on their way in and out: what came in as text goes out as that text. Loaded when needed. */
import { SEPARATOR, writtenObjects } from '../kubernetes/documentTexts.ts';
import { POSITION_ANNOTATION } from '../kubernetes/kubehop.ts';
import { writeManifest } from '../kubernetes/manifest.ts';
import { type Change, withChanges } from '../kubernetes/objectChanges.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { editText, objectIn } from '../kubernetes/yamlEdit.ts';
import { asWritten, objectsFromScene, storedKey } from '../simulation/scene.ts';
import { objectTextsOf } from './objectTexts.ts';
import type { Playground } from './playground.ts';

/** Keeps the text of each object that was taken. Positions are kept elsewhere. */
export function keepWrittenTexts(
  playground: Playground,
  text: string,
  refused: ReadonlySet<ObjectKey>,
): void {
  const texts = objectTextsOf(playground);
  for (const written of writtenObjects(text)) {
    const key = storedKey(written.object);
    if (refused.has(key)) continue;
    const own = withoutPosition(written.text, written.object);
    const says = objectIn(own);
    if (says !== undefined) texts.keep(key, own, says);
  }
}

function withoutPosition(text: string, object: KubernetesObject): string {
  const { annotations } = object.metadata;
  if (annotations?.[POSITION_ANNOTATION] === undefined) return text;
  const isOnly = Object.keys(annotations).length === 1;
  const path = ['metadata', 'annotations', ...(isOnly ? [] : [POSITION_ANNOTATION])];
  return editText(text, object, [{ type: 'remove', path }]);
}

export interface ExportedObject {
  object: KubernetesObject;
  text: string;
  /** What the text says: the object without what the API server fills in. */
  says: KubernetesObject;
}

/** The scene's description, then every object that a person made, each with the text that was written for it. */
export function exportedObjects(playground: Playground): ExportedObject[] {
  const texts = objectTextsOf(playground);
  const scene = playground.scene();
  const { objects: stored } = playground.store.getState();
  const own = new Set(scene.objects.map(storedKey));
  const further = [...texts.writtenKeys()].flatMap((key) => {
    const object = own.has(key) ? undefined : stored.get(key);
    return object === undefined || object.metadata.deletionTimestamp !== undefined ? [] : asWritten(object);
  });
  const objects = objectsFromScene({ ...scene, objects: [...scene.objects, ...further] });
  return objects.map((object) => {
    const kept = texts.of(storedKey(object));
    if (kept === undefined) return { object, text: writeManifest([object]), says: object };
    const position = object.metadata.annotations?.[POSITION_ANNOTATION];
    if (position === undefined) return { object, text: kept.text, says: kept.says };
    const path = ['metadata', 'annotations', POSITION_ANNOTATION];
    const changes: Change[] = [{ type: 'set', path, value: position }];
    return {
      object,
      text: editText(kept.text, kept.says, changes),
      says: withChanges(kept.says, changes),
    };
  });
}

export function joinTexts(texts: readonly string[]): string {
  return texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join(SEPARATOR);
}

export interface NamedFile {
  name: string;
  text: string;
}

/** One file per object, called `service-shop.yaml`; below a folder of its namespace when that is not `default`. */
export function separateFiles(exported: readonly ExportedObject[]): NamedFile[] {
  const taken = new Map<string, number>();
  return exported.map(({ object, text }) => {
    const { name, namespace = '' } = object.metadata;
    const folder = namespace === '' || namespace === 'default' ? '' : `${safeName(namespace)}/`;
    const base = `${folder}${safeName(`${object.kind.toLowerCase()}-${name}`)}`;
    const count = taken.get(base) ?? 0;
    taken.set(base, count + 1);
    return { name: `${base}${count === 0 ? '' : `-${count + 1}`}.yaml`, text: joinTexts([text]) };
  });
}

/** Names of kinds that nobody checks may hold anything. */
function safeName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-').replace(/^\.+/, '');
}
