/**
 * Which backends of an HTTPRoute's rule lead somewhere. Models the ResolvedRefs condition of the Gateway API: a Service
 * that exists, with the port, in the route's own namespace or with a ReferenceGrant in the other one.
 */
import type { HTTPBackendRef, HTTPRoute } from '../../kubernetes/httpRoute.ts';
import { keyOfKind } from '../../kubernetes/kinds.ts';
import { groupOf, type KubernetesObject, type ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';

export type BackendRefusal = 'InvalidKind' | 'RefNotPermitted' | 'BackendNotFound';

export interface ResolvedBackend {
  readonly service: ObjectKey;
  readonly refusal: BackendRefusal | null;
}

interface ReferenceGrant extends KubernetesObject {
  spec?: {
    from?: { group?: string; kind?: string; namespace?: string }[];
    to?: { group?: string; kind?: string; name?: string }[];
  };
}

export function resolveBackend(
  simulation: Simulation,
  route: HTTPRoute,
  { group = '', kind = 'Service', namespace, name, port }: HTTPBackendRef,
): ResolvedBackend {
  const home = route.metadata.namespace ?? 'default';
  const place = namespace ?? home;
  const service = keyOfKind('Service', place, name);
  if (group !== '' || kind !== 'Service') return { service, refusal: 'InvalidKind' };
  if (place !== home && !isGranted(simulation, home, place, name))
    return { service, refusal: 'RefNotPermitted' };
  const ports = simulation.byKind.Service.get(service)?.spec.ports ?? [];
  const isThere = ports.some((each) => each.port === port && (each.protocol ?? 'TCP') === 'TCP');
  return { service, refusal: isThere ? null : 'BackendNotFound' };
}

/** Whether the other namespace lets routes of this one name its Service. */
function isGranted({ objects }: Simulation, from: string, to: string, service: string): boolean {
  for (const object of objects.values()) {
    if (object.kind !== 'ReferenceGrant' || groupOf(object.apiVersion) !== 'gateway.networking.k8s.io')
      continue;
    if (object.metadata.namespace !== to) continue;
    const { spec } = object as ReferenceGrant;
    const isFromHere = spec?.from?.some(
      (one) =>
        one.group === 'gateway.networking.k8s.io' && one.kind === 'HTTPRoute' && one.namespace === from,
    );
    const isToThere = spec?.to?.some(
      (one) =>
        (one.group ?? '') === '' &&
        one.kind === 'Service' &&
        (one.name === undefined || one.name === service),
    );
    if (isFromHere && isToThere) return true;
  }
  return false;
}
