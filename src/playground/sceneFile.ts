/**
 * Text in and text out: a manifest's objects are applied as `kubectl apply -f` would, with a line of report for each; a
 * file that holds a `Scene` opens as that scene. The YAML parser is loaded when it is first needed.
 */

import { isSimulated, kinds } from '../kubernetes/kinds.ts';
import { KUBEHOP_API_VERSION } from '../kubernetes/kubehop.ts';
import type { ManifestObject } from '../kubernetes/manifest.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import { podCountOf, topWorkloads } from '../kubernetes/workload.ts';
import { t } from '../messages/editing.ts';
import { sceneFromObjects, storedKey } from '../simulation/scene.ts';
import { inferTraffic } from './inferTraffic.ts';
import { haveSameContent } from './ownership.ts';
import type { Playground } from './playground.ts';
import { type Objects, ofKind, uniqueName } from './queries.ts';
import { nameInWords } from './words.ts';

/** What became of one object of the text. `leftOut`: its controller makes it from another object of the text. */
export type ImportOutcome = 'created' | 'configured' | 'unchanged' | 'leftOut' | 'refused';

export interface ImportLine {
  /** `Service shop`; `Document 3` when it could not be read. */
  name: string;
  outcome: ImportOutcome;
  /** Kept as it is and exported unchanged, but nothing in the simulation acts on it. */
  isKeptOnly: boolean;
  /** Why it was refused or left out, in the words of the API server or of the YAML reader; '' otherwise. */
  reason: string;
  /** Where it stands in the text, from 1. */
  line: number;
  /** Known for text that cannot be read. */
  column?: number;
}

export interface ImportReport {
  lines: readonly ImportLine[];
  /** The title of the scene that was opened; null when objects were added to what is there. */
  opened: string | null;
  /** What was added so that the picture lives, in words: `Node node-a`, `Traffic from web to cart` … */
  added: readonly string[];
  /** Namespaces that objects asked for and that do not exist: with `createNamespaces` they are made first. */
  missingNamespaces: readonly string[];
}

export interface ImportOptions {
  /** Makes the Namespaces that the objects name, before the objects. */
  createNamespaces?: boolean;
  /** Adds Nodes, a cloud provider, Traffic and Clients where the cluster has none. Default true. */
  bringToLife?: boolean;
  /** What the scene is called when the canvas was empty before: the file's name. */
  title?: string;
}

interface ReadObject extends ManifestObject {
  key: ObjectKey;
}

let imports = 0;

export async function importText(
  playground: Playground,
  text: string,
  { createNamespaces = false, bringToLife = true, title = t('importedCluster') }: ImportOptions = {},
): Promise<ImportReport> {
  const { readManifest } = await import('../kubernetes/manifest.ts');
  const { documents, errors } = readManifest(text);
  const unreadable = errors.map(
    ({ message, line, column, document }): ImportLine => ({
      name: t('documentDocument', { document }),
      outcome: 'refused',
      isKeptOnly: false,
      reason: message,
      line,
      column,
    }),
  );
  const read = documents.map((document) => ({ ...document, key: storedKey(document.object) }));
  const inOrder = (lines: ImportLine[]) => [...lines, ...unreadable].sort((a, b) => a.line - b.line);

  if (documents.some(({ object }) => object.kind === 'Scene' && object.apiVersion === KUBEHOP_API_VERSION)) {
    const scene = sceneFromObjects(documents.map(({ object }) => object));
    const status = await playground.dispatch({ type: 'loadScene', scene }, 'import');
    const lines = report(read, scene.objects, status, new Map(), playground.store.getState().objects);
    await keepTexts(playground, text, read, lines);
    return { lines: inOrder(lines), opened: scene.title, added: [], missingNamespaces: [] };
  }

  const before = playground.store.getState().objects;
  const wasEmpty = Object.keys(playground.store.getState().layout).length === 0;
  const { objects, layout } = sceneFromObjects(documents.map(({ object }) => object));
  const gesture = `import ${++imports}`;
  const missingNamespaces = namespacesMissing(objects, before);
  const namespaces = createNamespaces ? missingNamespaces.map(kinds.Namespace.template) : [];
  if (namespaces.length > 0)
    await playground.dispatch({ type: 'applyAll', objects: namespaces }, 'import', gesture);
  const status = await playground.dispatch(
    [
      { type: 'applyAll', objects },
      { type: 'place', positions: layout },
    ],
    'import',
    gesture,
  );
  const lines = report(read, objects, status, before, playground.store.getState().objects);
  await keepTexts(playground, text, read, lines);
  const added = bringToLife ? await fillIn(playground, objects, gesture) : [];
  if (wasEmpty && lines.some(({ outcome }) => outcome !== 'refused')) {
    await playground.dispatch({ type: 'describe', title, lookAt: '' }, 'import', gesture);
    // On an empty canvas everything is new, so nothing that somebody placed can move.
    if (Object.keys(layout).length === 0) await playground.dispatch({ type: 'tidy' }, 'import', gesture);
  }
  return {
    lines: inOrder(lines),
    opened: null,
    added,
    missingNamespaces: createNamespaces ? [] : missingNamespaces,
  };
}

function namespacesMissing(objects: readonly KubernetesObject[], before: Objects): string[] {
  const own = new Set(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name),
  );
  const wanted = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...wanted].filter((name) => !own.has(name) && !before.has(`Namespace//${name}`));
}

/** One line per object. `taken` are those that were handed on: the objects read, in order, without what was left out. */
function report(
  read: readonly ReadObject[],
  taken: readonly KubernetesObject[],
  status: Status,
  before: Objects,
  after: Objects,
): ImportLine[] {
  const refusals = new Map(status.details?.causes?.map(({ field, message }) => [field, message]));
  let next = 0;
  return read.flatMap(({ object, key, line }): ImportLine[] => {
    if (object.kind === 'Scene' && object.apiVersion === KUBEHOP_API_VERSION) return [];
    const common = { name: nameInWords(key), isKeptOnly: !isSimulated(object), line };
    const handedOn = taken[next];
    if (handedOn === undefined || storedKey(handedOn) !== key) {
      const reason = t('itsControllerMakesItFromAnother');
      return [{ ...common, outcome: 'leftOut', reason }];
    }
    const refusal = refusals.get(`objects[${next++}]`);
    if (refusal !== undefined) return [{ ...common, outcome: 'refused', reason: refusal }];
    return [{ ...common, outcome: outcomeOf(before.get(key), after.get(key)), reason: '' }];
  });
}

function outcomeOf(before: KubernetesObject | undefined, after: KubernetesObject | undefined): ImportOutcome {
  if (before === undefined || after === undefined) return 'created';
  return haveSameContent(before, after) ? 'unchanged' : 'configured';
}

/** More Pods than this want a third Node. */
const PODS_FOR_TWO_NODES = 8;

/** What the cluster lacks to run what came in, as part of the same undo step. */
async function fillIn(
  playground: Playground,
  imported: readonly KubernetesObject[],
  gesture: string,
): Promise<string[]> {
  const { objects } = playground.store.getState();
  const keys = new Set(imported.map(storedKey).filter((key) => objects.has(key)));
  const workloads = topWorkloads(objects).filter((object) => keys.has(storedKey(object)));
  const pods = ofKind(objects, 'Pod').filter((object) => keys.has(storedKey(object)));
  const services = ofKind(objects, 'Service').filter((object) => keys.has(storedKey(object)));
  const added: KubernetesObject[] = [];
  const hasWorkload = workloads.length + pods.length > 0;
  if (hasWorkload && ofKind(objects, 'Node').length === 0) {
    const wanted = workloads.reduce((sum, workload) => sum + podCountOf(workload, 2), pods.length);
    const names = wanted > PODS_FOR_TWO_NODES ? ['node-a', 'node-b', 'node-c'] : ['node-a', 'node-b'];
    added.push(...names.map(kinds.Node.template));
  }
  if (
    services.some(({ spec }) => spec.type === 'LoadBalancer') &&
    ofKind(objects, 'CloudProvider').length === 0
  )
    added.push(kinds.CloudProvider.template(uniqueName(objects, 'CloudProvider', '', 'cloud')));
  added.push(...inferTraffic(objects, keys));
  if (added.length === 0) return [];
  await playground.dispatch({ type: 'applyAll', objects: added }, 'import', gesture);
  return added.map((object) => nameInWords(storedKey(object)));
}

/** Keeps the text of each object that was taken, so that it goes out again as it came in. */
async function keepTexts(
  playground: Playground,
  text: string,
  read: readonly ReadObject[],
  lines: readonly ImportLine[],
): Promise<void> {
  const { keepWrittenTexts } = await import('./writtenTexts.ts');
  const refusedLines = new Set(lines.filter(({ outcome }) => outcome === 'refused').map(({ line }) => line));
  keepWrittenTexts(
    playground,
    text,
    new Set(read.filter(({ line }) => refusedLines.has(line)).map(({ key }) => key)),
  );
}

/** The whole scene as one YAML text that `importText` opens again. */
export async function exportText(playground: Playground): Promise<string> {
  const { exportedObjects, joinTexts } = await import('./writtenTexts.ts');
  return joinTexts(exportedObjects(playground).map(({ text }) => text));
}

/** `the-shop-behind-a-loadbalancer.yaml` */
export function fileNameFor(title: string): string {
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${name === '' ? 'kubehop' : name}.yaml`;
}
