/** A scene as a few shapes on its own map: enough to recognise it, drawn without running anything. */

import type { Traffic } from '../kubernetes/kubehop.ts';
import { type KubernetesObject, keyOf, type ObjectReference } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { type Service, type ServiceForm, serviceForm } from '../kubernetes/service.ts';
import {
  nodeCardSize,
  OUTSIDE_CARD,
  POD_CARD,
  podOffset,
  SERVICE_CARD,
  type Size,
} from '../playground/cardGeometry.ts';
import { placeMissing } from '../playground/layout.ts';
import { storedKey } from '../playground/sceneObjects.ts';
import type { Position, Scene } from '../simulation/scene.ts';

export interface ThumbnailBox extends Position, Size {
  shape: 'node' | 'pod' | 'service' | 'outside';
  /** Only Services have one. */
  form: ServiceForm | null;
}

export interface ThumbnailWire {
  from: Position;
  to: Position;
  form: ServiceForm;
}

export interface Thumbnail {
  viewBox: string;
  boxes: ThumbnailBox[];
  wires: ThumbnailWire[];
}

const MARGIN = 30;
const ICON = 52;
/** The room of CoreDNS in a Node card. */
const SYSTEM_PODS = 1;

export function drawThumbnail(scene: Scene): Thumbnail {
  const objects = new Map(scene.objects.map((object) => [storedKey(object), object]));
  const layout = placeMissing(objects, scene.layout);
  const boxes = new Map<string, ThumbnailBox>();
  for (const [key, object] of objects) {
    const at = layout[key];
    const box = at === undefined ? null : boxOf(object, at, objects);
    if (box !== null) boxes.set(key, box);
    if (object.kind === 'Node' && at !== undefined) addPods(boxes, object, at, objects);
  }
  const wires = [...objects.values()].flatMap((object) =>
    object.kind === 'Traffic' ? wireOf(object as Traffic, objects, boxes) : [],
  );
  return { viewBox: viewBoxAround([...boxes.values()]), boxes: [...boxes.values()], wires };
}

function boxOf(
  object: KubernetesObject,
  at: Position,
  objects: ReadonlyMap<string, KubernetesObject>,
): ThumbnailBox | null {
  if (object.kind === 'Service')
    return { shape: 'service', ...at, ...SERVICE_CARD, form: serviceForm(object as Service) };
  if (object.kind === 'Node') {
    const pods = podsOn(object.metadata.name, objects).length;
    return { shape: 'node', ...at, ...nodeCardSize(pods, SYSTEM_PODS), form: null };
  }
  if (object.kind === 'Client' || object.kind === 'OutsideServer') {
    const x = at.x + (OUTSIDE_CARD.width - ICON) / 2;
    return { shape: 'outside', x, y: at.y, width: ICON, height: ICON, form: null };
  }
  return null;
}

function podsOn(node: string, objects: ReadonlyMap<string, KubernetesObject>): [string, KubernetesObject][] {
  return [...objects].filter(([, object]) => object.kind === 'Pod' && (object as Pod).spec.nodeName === node);
}

function addPods(
  boxes: Map<string, ThumbnailBox>,
  node: KubernetesObject,
  at: Position,
  objects: ReadonlyMap<string, KubernetesObject>,
): void {
  for (const [index, [key]] of podsOn(node.metadata.name, objects).entries()) {
    const offset = podOffset(index, SYSTEM_PODS);
    boxes.set(key, { shape: 'pod', x: at.x + offset.x, y: at.y + offset.y, ...POD_CARD, form: null });
  }
}

function wireOf(
  { spec }: Traffic,
  objects: ReadonlyMap<string, KubernetesObject>,
  boxes: ReadonlyMap<string, ThumbnailBox>,
): ThumbnailWire[] {
  const target = spec.service;
  if (target === undefined) return [];
  const key = keyOf('v1', 'Service', target.namespace ?? spec.from.namespace ?? 'default', target.name);
  const service = objects.get(key);
  const from = boxes.get(keyOfReference(spec.from));
  const to = boxes.get(key);
  if (service === undefined || from === undefined || to === undefined) return [];
  return [{ from: centre(from), to: centre(to), form: serviceForm(service as Service) }];
}

const API_VERSIONS: Record<string, string> = {
  Client: 'kubehop.dev/v1alpha1',
  Pod: 'v1',
  Deployment: 'apps/v1',
};

function keyOfReference({ apiVersion, kind, namespace, name }: ObjectReference): string {
  const version = apiVersion ?? API_VERSIONS[kind] ?? '';
  return keyOf(version, kind, kind === 'Client' ? undefined : (namespace ?? 'default'), name);
}

function centre({ x, y, width, height }: ThumbnailBox): Position {
  return { x: x + width / 2, y: y + height / 2 };
}

function viewBoxAround(boxes: readonly ThumbnailBox[]): string {
  if (boxes.length === 0) return '0 0 100 60';
  const left = Math.min(...boxes.map((box) => box.x)) - MARGIN;
  const top = Math.min(...boxes.map((box) => box.y)) - MARGIN;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
  return [left, top, right - left, bottom - top].map(Math.round).join(' ');
}
