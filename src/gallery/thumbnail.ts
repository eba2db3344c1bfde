/** A scene as a few shapes on its own map: enough to recognise it, drawn without running anything. */

import { keyOfReference } from '../kubernetes/kinds.ts';
import type { Traffic } from '../kubernetes/kubehop.ts';
import { isNetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { type KubernetesObject, keyOf, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { isRoutingObject } from '../kubernetes/routing.ts';
import { type Service, type ServiceForm, serviceForm } from '../kubernetes/service.ts';
import { isTopWorkload, podCountOf, topWorkloads } from '../kubernetes/workload.ts';
import {
  nodeCardSize,
  OUTSIDE_CARD,
  POD_CARD,
  podOffset,
  ROUTING_CARD,
  SERVICE_CARD,
  type Size,
  WORKLOAD_CARD,
} from '../playground/cardGeometry.ts';
import { placeMissing } from '../playground/layout.ts';
import { ofKind } from '../playground/queries.ts';
import { storedKey } from '../playground/sceneObjects.ts';
import type { Position, Scene } from '../simulation/scene.ts';

export interface ThumbnailBox extends Position, Size {
  shape: 'node' | 'pod' | 'service' | 'workload' | 'outside';
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

const MARGIN = 16;
const ICON = 52;
/** The room of CoreDNS in a Node card. */
const SYSTEM_PODS = 1;

type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

export function drawThumbnail(scene: Scene): Thumbnail {
  const objects = new Map(scene.objects.map((object) => [storedKey(object), object]));
  const layout = placeMissing(objects, scene.layout);
  const pods = podsByNode(objects);
  const boxes = new Map<string, ThumbnailBox>();
  for (const [key, object] of objects) {
    const at = layout[key];
    if (at === undefined) continue;
    const onNode = pods.get(object.metadata.name) ?? [];
    const box = boxOf(object, at, onNode.length);
    if (box !== null) boxes.set(key, box);
    if (object.kind === 'Node') addPods(boxes, onNode, at);
  }
  const wires = [...objects.values()].flatMap((object) =>
    object.kind === 'Traffic' ? wireOf(object as Traffic, objects, boxes) : [],
  );
  return { viewBox: viewBoxAround([...boxes.values()]), boxes: [...boxes.values()], wires };
}

function boxOf(object: KubernetesObject, at: Position, pods: number): ThumbnailBox | null {
  if (object.kind === 'Service')
    return { shape: 'service', ...at, ...SERVICE_CARD, form: serviceForm(object as Service) };
  if (isTopWorkload(object) || isNetworkPolicy(object))
    return { shape: 'workload', ...at, ...WORKLOAD_CARD, form: null };
  if (isRoutingObject(object)) return { shape: 'workload', ...at, ...ROUTING_CARD, form: null };
  if (object.kind === 'Node') return { shape: 'node', ...at, ...nodeCardSize(pods, SYSTEM_PODS), form: null };
  if (object.kind === 'Client' || object.kind === 'OutsideServer') {
    const x = at.x + (OUTSIDE_CARD.width - ICON) / 2;
    return { shape: 'outside', x, y: at.y, width: ICON, height: ICON, form: null };
  }
  return null;
}

/** Bare Pods where they are bound to; those of workloads about as the scheduler will spread them. */
function podsByNode(objects: Objects): Map<string, ObjectKey[]> {
  const nodes = ofKind(objects, 'Node').map((node) => node.metadata.name);
  const pods = new Map<string, ObjectKey[]>(nodes.map((name) => [name, []]));
  for (const [key, object] of objects)
    if (object.kind === 'Pod') pods.get((object as Pod).spec.nodeName ?? '')?.push(key);
  for (const workload of topWorkloads(objects)) {
    for (let index = 0; index < podCountOf(workload, nodes.length); index++) {
      const [emptiest] = [...pods.values()].sort((a, b) => a.length - b.length);
      emptiest?.push(`${objectKey(workload)} ${index}`);
    }
  }
  return pods;
}

function addPods(boxes: Map<string, ThumbnailBox>, pods: readonly ObjectKey[], at: Position): void {
  for (const [index, key] of pods.entries()) {
    const offset = podOffset(index, SYSTEM_PODS);
    boxes.set(key, { shape: 'pod', x: at.x + offset.x, y: at.y + offset.y, ...POD_CARD, form: null });
  }
}

function wireOf(
  { spec }: Traffic,
  objects: Objects,
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
