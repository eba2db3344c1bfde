/** Compares versions of an object by what people write. Apart from `ownership.ts`, which needs the whole simulation: this is in the first load. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { isEqual } from '../simulation/equality.ts';
import { asWritten } from '../simulation/scene.ts';

/** Whether two versions differ in nothing but `status` and what the API server adds. */
export function haveSameContent(a: KubernetesObject, b: KubernetesObject): boolean {
  return a === b || isEqual(asWritten(a), asWritten(b));
}
