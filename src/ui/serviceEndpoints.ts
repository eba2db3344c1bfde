/** The endpoints of a Service as its EndpointSlices list them, for figures and bars. */
import { type EndpointSlice, SERVICE_NAME_LABEL } from '../kubernetes/endpointSlice.ts';
import { keyOfKind } from '../kubernetes/kinds.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';

export interface EndpointState {
  /** Key of the Pod behind it; null when there is none. */
  pod: ObjectKey | null;
  address: string;
  ready: boolean;
  terminating: boolean;
}

export function endpointsOf(
  service: Service,
  objects: ReadonlyMap<ObjectKey, KubernetesObject>,
): EndpointState[] {
  const { namespace = 'default', name } = service.metadata;
  const found = new Map<string, EndpointState>();
  for (const object of objects.values()) {
    if (object.kind !== 'EndpointSlice' || object.metadata.namespace !== namespace) continue;
    if (object.metadata.labels?.[SERVICE_NAME_LABEL] !== name) continue;
    for (const { addresses, conditions, targetRef } of (object as EndpointSlice).endpoints ?? []) {
      const address = addresses[0] ?? '';
      const pod =
        targetRef?.kind === 'Pod' && targetRef.name !== undefined
          ? keyOfKind('Pod', targetRef.namespace ?? namespace, targetRef.name)
          : null;
      // A Pod with addresses of two families is in a slice of each, and still one.
      found.set(pod ?? address, {
        pod,
        address,
        ready: conditions?.ready ?? true,
        terminating: conditions?.terminating ?? false,
      });
    }
  }
  return [...found.values()];
}
