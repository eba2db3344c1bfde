/**
 * The gate: the only code that changes objects. decode → default → allocate → validate → a new immutable version with
 * a new resourceVersion, or a Status in the API server's own words.
 */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import type { Simulation } from './state.ts';

export type WriteRequest =
  | { verb: 'create'; object: KubernetesObject }
  /** Replaces the object; with a `metadata.resourceVersion` that is not the stored one it is a Conflict. */
  | { verb: 'update'; object: KubernetesObject; subresource?: 'status' }
  /** Pods go gracefully unless `gracePeriodSeconds` is 0. */
  | { verb: 'delete'; key: ObjectKey; gracePeriodSeconds?: number };

export interface WriteResult {
  status: Status;
  /** As stored; null on failure, or when it is gone. */
  object: KubernetesObject | null;
}

/** `author` is `user` or the component that writes. */
export declare function write(simulation: Simulation, request: WriteRequest, author: string): WriteResult;
