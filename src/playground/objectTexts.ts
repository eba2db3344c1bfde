/**
 * The YAML that people wrote for the objects of a playground, kept as they wrote it while the object lives: when the
 * object changes, only the changed places of its text do. Brings the YAML parser along, so it is loaded when needed.
 */
import { withoutDefaults } from '../kubernetes/exportedForm.ts';
import { isSimulated } from '../kubernetes/kinds.ts';
import { writeManifest } from '../kubernetes/manifest.ts';
import { changesBetween } from '../kubernetes/objectChanges.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { editText, objectIn } from '../kubernetes/yamlEdit.ts';
import { asWritten } from '../simulation/scene.ts';
import { offerTexts, type RestoredText, restoredTexts, type SavedTexts, tellOfText } from './keptTexts.ts';
import { haveSameContent } from './ownership.ts';
import type { Playground } from './playground.ts';

export interface ObjectText {
  readonly text: string;
  /** What the text says, as it was read. */
  readonly says: KubernetesObject;
  /** The stored object that the text stands for. */
  readonly stands: KubernetesObject;
}

export interface ObjectTexts {
  /** The text of an object as it is now; undefined when there is no such object. */
  of(key: ObjectKey): ObjectText | undefined;
  /** Keeps what somebody wrote for an object that is stored now; nothing new when that is its text already. */
  keep(key: ObjectKey, text: string, says: KubernetesObject): void;
  /** What somebody wrote a text for, also when it is no more than what every cluster has. */
  writtenKeys(): ReadonlySet<ObjectKey>;
  /** These texts, of objects that are there now. */
  written(): SavedTexts;
}

/** How many earlier texts of an object are kept, so that an undo brings its comments back too. */
const MOST_FORMER_TEXTS = 20;

interface Kept {
  now: ObjectText;
  /** In which `now` was written. */
  scene: string;
  former: ObjectText[];
}

const known = new WeakMap<Playground, ObjectTexts>();

export function objectTextsOf(playground: Playground): ObjectTexts {
  let texts = known.get(playground);
  if (texts === undefined) {
    texts = createObjectTexts((key) => playground.store.getState().objects.get(key), {
      restored: restoredTexts(playground),
      scene() {
        const { id, seed } = playground.store.getState().scene;
        return `${id} ${seed}`;
      },
      onKeep: () => tellOfText(playground),
    });
    known.set(playground, texts);
    offerTexts(playground, () => texts!.written());
  }
  return texts;
}

interface TextsOptions {
  /** What was kept with the scene. */
  restored?: ReadonlyMap<ObjectKey, RestoredText>;
  /** What tells the scene from others: an object of the same name in another one has nothing to do with the text. */
  scene?: () => string;
  onKeep?: () => void;
}

export function createObjectTexts(
  stored: (key: ObjectKey) => KubernetesObject | undefined,
  { restored = new Map(), scene = () => '', onKeep }: TextsOptions = {},
): ObjectTexts {
  const kept = new Map<ObjectKey, Kept>();
  const written = new Set<ObjectKey>(restored.keys());
  const restoredIn = scene();

  /** Restored texts are read when they are first needed. */
  function entryOf(key: ObjectKey): Kept | undefined {
    const before = kept.get(key) === undefined ? restored.get(key) : undefined;
    const says = before === undefined ? undefined : objectIn(before.text);
    if (before !== undefined && says !== undefined)
      kept.set(key, {
        now: { text: before.text, says, stands: before.stands },
        former: [],
        scene: restoredIn,
      });
    return kept.get(key);
  }

  function replace(key: ObjectKey, entry: Kept | undefined, now: ObjectText): ObjectText {
    const former = entry === undefined ? [] : [...entry.former, entry.now].slice(-MOST_FORMER_TEXTS);
    kept.set(key, { now, former, scene: scene() });
    return now;
  }

  return {
    of(key) {
      const object = stored(key);
      const entry = entryOf(key);
      if (object === undefined) return undefined;
      if (entry === undefined) return replace(key, entry, textOf(object));
      const { now, former } = entry;
      if (now.stands === object) return now;
      const changes = changesBetween(writtenForm(now.stands), writtenForm(object));
      if (changes.length === 0) {
        entry.now = { ...now, stands: object };
        return entry.now;
      }
      const earlier = former.findLast(({ stands }) => haveSameContent(stands, object));
      if (earlier !== undefined) return replace(key, entry, { ...earlier, stands: object });
      if (entry.scene !== scene()) return replace(key, entry, textOf(object));
      const text = editText(now.text, now.says, changes);
      return replace(key, entry, { text, says: objectIn(text) ?? object, stands: object });
    },
    keep(key, text, says) {
      const stands = stored(key);
      if (stands === undefined) return;
      const entry = entryOf(key);
      if (entry?.now.text === text) {
        entry.now = { text, says, stands };
        return;
      }
      written.add(key);
      replace(key, entry, { text, says, stands });
      onKeep?.();
    },
    writtenKeys: () => written,
    written() {
      const texts: Record<ObjectKey, string> = {};
      for (const key of written) {
        const before = kept.has(key) ? undefined : restored.get(key);
        const text = before !== undefined && stored(key) === before.stands ? before.text : this.of(key)?.text;
        if (text !== undefined) texts[key] = text;
      }
      return texts;
    },
  };
}

function textOf(object: KubernetesObject): ObjectText {
  const says = writtenForm(object);
  return { text: writeManifest([says]), says, stands: object };
}

const written = new WeakMap<KubernetesObject, KubernetesObject>();

/** The object as a person would have written it. */
export function writtenForm(object: KubernetesObject): KubernetesObject {
  let form = written.get(object);
  if (form === undefined) {
    form = withoutCopies(withoutDefaults(asWritten(object)));
    written.set(object, form);
  }
  return form;
}

/** A Service without what the API server writes a second time next to `clusterIP`. */
export function withoutCopies(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Service' || !isSimulated(object)) return object;
  const { clusterIPs, ipFamilies, ipFamilyPolicy, ...spec } = (object as Service).spec;
  const isOneFamily = ipFamilyPolicy === 'SingleStack' && ipFamilies?.join() === 'IPv4';
  const isCopy = clusterIPs?.length === 1 && clusterIPs[0] === spec.clusterIP;
  return isOneFamily && isCopy ? ({ ...object, spec } as Service) : object;
}
