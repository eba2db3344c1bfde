/** Namespace (core/v1). */
import type { KubernetesObject } from './objectMeta.ts';

export interface Namespace extends KubernetesObject {
  kind: 'Namespace';
  spec?: { finalizers?: string[] };
  status?: { phase?: 'Active' | 'Terminating' };
}
