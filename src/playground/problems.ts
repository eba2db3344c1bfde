/** What is wrong with an object, in plain words, and which field to look at. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';

export interface Problem {
  severity: 'error' | 'warning' | 'info';
  /** `selector matches no Pod: no Pod has the label app=shpo; did you mean app=shop?` */
  text: string;
  field?: string;
}

export function findProblems(_objects: ReadonlyMap<ObjectKey, KubernetesObject>): Map<ObjectKey, Problem[]> {
  return new Map();
}
