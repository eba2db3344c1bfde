/** What a simulation starts from: the user's objects, where they stand, the seed, and what is recorded to happen. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';

export interface Position {
  x: number;
  y: number;
}

export type SceneView = 'Concept' | 'PacketPath';

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
