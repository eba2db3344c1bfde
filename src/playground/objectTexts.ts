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
  /** Keeps what somebody wrote for an object that is stored now. */
  keep(key: ObjectKey, text: string, says: KubernetesObject): void;
  /** What somebody wrote a text for, also when it is no more than what every cluster has. */
  writtenKeys(): ReadonlySet<ObjectKey>;
}

/** How many earlier texts of an object are kept, so that an undo brings its comments back too. */
const MOST_FORMER_TEXTS = 20;

interface Kept {
  now: ObjectText;
  former: ObjectText[];
}

const known = new WeakMap<Playground, ObjectTexts>();

export function objectTextsOf(playground: Playground): ObjectTexts {
  let texts = known.get(playground);
  if (texts === undefined) {
    texts = createObjectTexts((key) => playground.store.getState().objects.get(key));
    known.set(playground, texts);
  }
  return texts;
}

export function createObjectTexts(stored: (key: ObjectKey) => KubernetesObject | undefined): ObjectTexts {
  const kept = new Map<ObjectKey, Kept>();
  const written = new Set<ObjectKey>();

  function replace(key: ObjectKey, entry: Kept | undefined, now: ObjectText): ObjectText {
    const former = entry === undefined ? [] : [...entry.former, entry.now].slice(-MOST_FORMER_TEXTS);
    kept.set(key, { now, former });
    return now;
  }

  return {
    of(key) {
      const object = stored(key);
      const entry = kept.get(key);
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
      const text = editText(now.text, now.says, changes);
      return replace(key, entry, { text, says: objectIn(text) ?? object, stands: object });
    },
    keep(key, text, says) {
      const stands = stored(key);
      if (stands === undefined) return;
      written.add(key);
      replace(key, kept.get(key), { text, says, stands });
    },
    writtenKeys: () => written,
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
