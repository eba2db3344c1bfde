/** A scene as the list of objects that a YAML file holds, and back: positions travel as one annotation, title and seed as a `Scene` object. */
import { inNamespace } from '../kubernetes/kinds.ts';
import { KUBEHOP_API_VERSION, POSITION_ANNOTATION, type SceneDescription } from '../kubernetes/kubehop.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Position, Scene } from '../simulation/scene.ts';

/** The key under which the API server will store the object. */
export function storedKey(object: KubernetesObject): ObjectKey {
  return objectKey(inNamespace(object));
}

function isSceneDescription(object: KubernetesObject): object is SceneDescription {
  return object.kind === 'Scene' && object.apiVersion === KUBEHOP_API_VERSION;
}

function parsePosition(text: string | undefined): Position | undefined {
  const match = /^(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)$/.exec(text ?? '');
  return match === null ? undefined : { x: Number(match[1]), y: Number(match[2]) };
}

function withoutAnnotation(object: KubernetesObject, name: string): KubernetesObject {
  const { [name]: _, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: _all, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
  };
}

/** What a list of objects says as a scene; `Scene` objects and position annotations are taken out of it. */
export function sceneFromObjects(objects: readonly KubernetesObject[]): Scene {
  const scene: Scene = { title: 'Untitled', lookAt: '', seed: 1, view: 'Concept', objects: [], layout: {} };
  for (const object of objects) {
    if (isSceneDescription(object)) {
      const { title, lookAt, seed, view } = object.spec;
      scene.title = title;
      scene.lookAt = lookAt ?? '';
      scene.seed = seed ?? 1;
      scene.view = view ?? 'Concept';
      continue;
    }
    const position = parsePosition(object.metadata?.annotations?.[POSITION_ANNOTATION]);
    if (position === undefined) {
      scene.objects.push(object);
      continue;
    }
    scene.layout[storedKey(object)] = position;
    scene.objects.push(withoutAnnotation(object, POSITION_ANNOTATION));
  }
  return scene;
}

/** The objects of a scene file: the description first, then every object with its position. */
export function objectsOfScene(scene: Scene): KubernetesObject[] {
  const description: SceneDescription = {
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'Scene',
    metadata: { name: 'scene' },
    spec: { title: scene.title, lookAt: scene.lookAt, seed: scene.seed, view: scene.view },
  };
  const objects = scene.objects.map((object) => {
    const position = scene.layout[storedKey(object)];
    if (position === undefined) return object;
    const annotations = {
      ...object.metadata.annotations,
      [POSITION_ANNOTATION]: `${Math.round(position.x)},${Math.round(position.y)}`,
    };
    return { ...object, metadata: { ...object.metadata, annotations } };
  });
  return [description, ...objects];
}
