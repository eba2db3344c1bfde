/**
 * What a simulation starts from: the user's objects, where they stand and the seed. In a file a scene is a list of
 * objects: title and seed travel as an object of kind `Scene`, positions as one annotation.
 */
import type { Deployment } from '../kubernetes/deployment.ts';
import { MANAGED_BY_LABEL } from '../kubernetes/endpointSlice.ts';
import type { Job } from '../kubernetes/job.ts';
import { inNamespace, isSimulated } from '../kubernetes/kinds.ts';
import { KUBEHOP_API_VERSION, POSITION_ANNOTATION, type SceneDescription } from '../kubernetes/kubehop.ts';
import type { Node } from '../kubernetes/node.ts';
import { controllerOf, type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { isAddon } from './addons.ts';
import { CONTROLLER_LABEL_VALUE } from './controllers/endpointSlices.ts';
import { withoutRevision } from './deploymentRevision.ts';
import { withoutGeneratedSelector } from './jobStrategy.ts';
import { withoutKubeletLabels } from './nodeLabels.ts';
import { withoutOwnTaints } from './nodeTaints.ts';
import { writtenMetadata } from './serverFields.ts';

export interface Position {
  x: number;
  y: number;
}

export type SceneView = 'Concept' | 'Endpoints' | 'PacketPath';

/** From what people mean to what the network does. */
export const SCENE_VIEWS: readonly SceneView[] = ['Concept', 'Endpoints', 'PacketPath'];

export interface Scene {
  title: string;
  /** One line: what to look at. */
  lookAt: string;
  seed: number;
  view: SceneView;
  /** The user-owned objects, without `status`; kinds that are not simulated are kept as they came. */
  objects: KubernetesObject[];
  layout: Record<ObjectKey, Position>;
}

/** Whether people keep the object: not what controllers make from other objects, nor the cluster's own. */
export function isUserOwned(object: KubernetesObject): boolean {
  return (
    controllerOf(object) === undefined &&
    object.metadata.labels?.[MANAGED_BY_LABEL] !== CONTROLLER_LABEL_VALUE &&
    !isAddon(object)
  );
}

/**
 * The object as a person would keep it in a file: without `status` and without what the API server adds to `metadata`.
 * A Node keeps its addresses, which a person may have chosen, and loses its kubelet's labels; a Job loses its generated
 * selector, a Deployment its revision. Kinds that are not simulated stay as they came.
 */
export function asWritten(object: KubernetesObject): KubernetesObject {
  if (!isSimulated(object)) return object;
  const { status, ...rest } = object as KubernetesObject & { status?: unknown };
  const { ownerReferences: _, ...metadata } = writtenMetadata(object.metadata);
  const written: KubernetesObject = { ...rest, metadata };
  if (object.kind === 'Job') return withoutGeneratedSelector(written as Job);
  if (object.kind === 'Deployment') return withoutRevision(written as Deployment);
  if (object.kind !== 'Node') return written;
  const node = withoutOwnTaints(withoutKubeletLabels(written as Node));
  const { addresses } = (status ?? {}) as NonNullable<Node['status']>;
  return addresses === undefined ? node : ({ ...node, status: { addresses } } as Node);
}

function isSceneDescription(object: KubernetesObject): object is SceneDescription {
  return object.kind === 'Scene' && object.apiVersion === KUBEHOP_API_VERSION;
}

function parsePosition(text: string | undefined): Position | undefined {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text ?? '');
  return match === null ? undefined : { x: Number(match[1]), y: Number(match[2]) };
}

function withoutPosition(object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  const { [POSITION_ANNOTATION]: _, ...others } = annotations ?? {};
  return {
    ...object,
    metadata: Object.keys(others).length === 0 ? metadata : { ...metadata, annotations: others },
  };
}

/** The key under which the API server will store the object. */
export function storedKey(object: KubernetesObject): ObjectKey {
  return objectKey(inNamespace(object));
}

/** Reads a scene from the objects of a file. What a controller will make again from the rest is left out. */
export function sceneFromObjects(objects: readonly KubernetesObject[]): Scene {
  const scene: Scene = { title: 'Untitled', lookAt: '', seed: 1, view: 'Concept', objects: [], layout: {} };
  const names = new Set(
    objects.map((object) => `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`),
  );
  const isMadeAgain = (object: KubernetesObject): boolean => {
    const owner = controllerOf(object);
    return owner !== undefined && names.has(`${owner.kind}/${object.metadata.namespace ?? ''}/${owner.name}`);
  };
  for (const object of objects) {
    if (isSceneDescription(object)) {
      const { title, lookAt = '', seed = 1, view = 'Concept' } = object.spec;
      Object.assign(scene, { title, lookAt, seed, view });
    } else if (!isMadeAgain(object)) {
      const position = parsePosition(object.metadata.annotations?.[POSITION_ANNOTATION]);
      if (position !== undefined) scene.layout[storedKey(object)] = position;
      scene.objects.push(asWritten(position === undefined ? object : withoutPosition(object)));
    }
  }
  return scene;
}

/** The objects of a scene's file: its description first, then every object with its position. */
export function objectsFromScene(scene: Scene): KubernetesObject[] {
  const { title, lookAt, seed, view, layout } = scene;
  const description: SceneDescription = {
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'Scene',
    metadata: { name: 'scene' },
    spec: { title, ...(lookAt === '' ? {} : { lookAt }), seed, view },
  };
  const placed = scene.objects.map((object) => {
    const position = layout[storedKey(object)];
    const written = asWritten(object);
    if (position === undefined) return written;
    const annotations = {
      ...written.metadata.annotations,
      [POSITION_ANNOTATION]: `${Math.round(position.x)},${Math.round(position.y)}`,
    };
    return { ...written, metadata: { ...written.metadata, annotations } };
  });
  return [description, ...placed];
}
