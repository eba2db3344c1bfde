/** Where things stand on the canvas: free places for what is new, and Tidy. Nothing that the user placed moves by itself. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Position } from '../simulation/scene.ts';
import type { Layout } from './history.ts';

/** The layout with a place for every object that needs one and has none. */
export function placeMissing(objects: ReadonlyMap<ObjectKey, KubernetesObject>, layout: Layout): Layout {
  let next: Record<ObjectKey, Position> | null = null;
  for (const [key] of objects) {
    if (layout[key] !== undefined) continue;
    next ??= { ...layout };
    next[key] = { x: 0, y: 0 };
  }
  return next ?? layout;
}
