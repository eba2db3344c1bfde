/** Objects that say where requests go by host and path: Ingress, Gateway and HTTPRoute. What they have in common. */
import type { Gateway } from './gateway.ts';
import { GATEWAY_API_VERSION } from './gatewayClass.ts';
import type { HTTPRoute } from './httpRoute.ts';
import type { Ingress, IngressBackend } from './ingress.ts';
import { type KubernetesObject, keyOf, type ObjectKey } from './objectMeta.ts';

export type RoutingObject = Ingress | Gateway | HTTPRoute;
export type RoutingKind = RoutingObject['kind'];

const apiVersions: Readonly<Record<string, string>> = {
  Ingress: 'networking.k8s.io/v1',
  Gateway: GATEWAY_API_VERSION,
  HTTPRoute: GATEWAY_API_VERSION,
} satisfies Record<RoutingKind, string>;

export function isRoutingObject(object: KubernetesObject): object is RoutingObject {
  return apiVersions[object.kind] === object.apiVersion;
}

export function isIngress(object: KubernetesObject): object is Ingress {
  return object.kind === 'Ingress' && isRoutingObject(object);
}

/** All backends of an Ingress, with the field that each stands in. */
export function ingressBackends({ spec }: Ingress): { field: string; backend: IngressBackend }[] {
  const ofRules = (spec.rules ?? []).flatMap(({ http }, rule) =>
    (http?.paths ?? []).map(({ backend }, path) => ({
      field: `spec.rules[${rule}].http.paths[${path}].backend`,
      backend,
    })),
  );
  return spec.defaultBackend === undefined
    ? ofRules
    : [{ field: 'spec.defaultBackend', backend: spec.defaultBackend }, ...ofRules];
}

/** What the object names as the next step: Services, for a Gateway nothing (its routes name it). Each once. */
export function backendKeys(object: RoutingObject): ObjectKey[] {
  const { namespace = 'default' } = object.metadata;
  const service = (name: string, place = namespace) => keyOf('v1', 'Service', place, name);
  if (object.kind === 'Gateway') return [];
  const keys =
    object.kind === 'Ingress'
      ? ingressBackends(object).flatMap(({ backend }) =>
          backend.service ? service(backend.service.name) : [],
        )
      : (object.spec.rules ?? []).flatMap(({ backendRefs = [] }) =>
          backendRefs
            .filter(({ kind = 'Service' }) => kind === 'Service')
            .map((backend) => service(backend.name, backend.namespace)),
        );
  return [...new Set(keys)];
}

/** The Gateways that the route names, by key. */
export function parentKeys({ metadata, spec }: HTTPRoute): ObjectKey[] {
  return (spec.parentRefs ?? [])
    .filter(({ kind = 'Gateway' }) => kind === 'Gateway')
    .map(({ namespace, name }) =>
      keyOf(GATEWAY_API_VERSION, 'Gateway', namespace ?? metadata.namespace, name),
    );
}

/** The hosts that it is for, `*` for all of them. */
export function hostsOf(object: RoutingObject): string[] {
  const hosts =
    object.kind === 'Ingress'
      ? (object.spec.rules ?? []).map(({ host }) => host)
      : object.kind === 'HTTPRoute'
        ? (object.spec.hostnames ?? [])
        : (object.spec.listeners ?? []).map(({ hostname }) => hostname);
  const named = [...new Set(hosts.map((host) => host || '*'))];
  return named.length === 0 ? ['*'] : named;
}

/** Where it can be reached, once a controller has said so. */
export function publishedAddress(object: RoutingObject): string | null {
  if (object.kind === 'HTTPRoute') return null;
  if (object.kind === 'Gateway') return object.status?.addresses?.[0]?.value ?? null;
  const first = object.status?.loadBalancer?.ingress?.[0];
  return first?.ip ?? first?.hostname ?? null;
}
