/**
 * Wires from and to Ingresses, Gateways and HTTPRoutes. From an Ingress to a Service it adds a path, from an HTTPRoute a
 * backend; a backend that is not there gives way to it. From a Gateway to an HTTPRoute it makes the route name the Gateway.
 */

import type { Gateway } from '../kubernetes/gateway.ts';
import type { HTTPRoute } from '../kubernetes/httpRoute.ts';
import type { HTTPIngressPath, Ingress } from '../kubernetes/ingress.ts';
import { keyOf, objectKey } from '../kubernetes/objectMeta.ts';
import { backendKeys, parentKeys } from '../kubernetes/routing.ts';
import type { Service } from '../kubernetes/service.ts';
import { failure, type Status } from '../kubernetes/status.ts';
import { t } from '../messages/editing.ts';
import { type Draft, writeObject } from './draft.ts';
import { nameInWords } from './words.ts';

const refuse = (message: string): Status => failure(422, 'Invalid', message);

function already(from: Ingress | Gateway | HTTPRoute, to: Service | HTTPRoute): Status {
  return failure(
    409,
    'AlreadyExists',
    t('alreadyLeads', { from: nameInWords(objectKey(from)), to: nameInWords(objectKey(to)) }),
  );
}

function portOf(service: Service): number | null {
  return service.spec.ports?.find(({ protocol = 'TCP' }) => protocol === 'TCP')?.port ?? null;
}

function exists(draft: Draft, namespace: string | undefined, name: string): boolean {
  return draft.simulation.objects.has(keyOf('v1', 'Service', namespace, name));
}

export function addPath(draft: Draft, ingress: Ingress, service: Service): Status {
  const { namespace } = ingress.metadata;
  const port = portOf(service);
  if (namespace !== service.metadata.namespace)
    return refuse(
      t('ingressNameIsInNamespaceNamespace', {
        name: ingress.metadata.name,
        namespace: namespace ?? '',
        nameInWords: nameInWords(objectKey(service)),
      }),
    );
  if (port === null) return refuse(t('serviceNameHasNoTCPPort', { name: service.metadata.name }));
  if (backendKeys(ingress).includes(objectKey(service))) return already(ingress, service);
  const backend = { service: { name: service.metadata.name, port: { number: port } } };
  const isMissing = (path: HTTPIngressPath) =>
    path.backend.service !== undefined && !exists(draft, namespace, path.backend.service.name);
  const rules = ingress.spec.rules ?? [];
  const at = rules.findIndex(({ http }) => http?.paths.some(isMissing));
  const place = at < 0 ? rules.length - 1 : at;
  const paths = rules[place]?.http?.paths ?? [];
  const replaced = paths.findIndex(isMissing);
  const path: HTTPIngressPath =
    replaced >= 0
      ? { ...paths[replaced]!, backend }
      : { path: paths.length === 0 ? '/' : `/${service.metadata.name}`, pathType: 'Prefix', backend };
  const next = replaced >= 0 ? paths.with(replaced, path) : [...paths, path];
  const rule = { ...rules[place], http: { paths: next } };
  draft.labels.push(
    t('step.leadPath', {
      path: path.path ?? '',
      ingress: ingress.metadata.name,
      service: service.metadata.name,
    }),
  );
  const spec = { ...ingress.spec, rules: rules.length === 0 ? [rule] : rules.with(place, rule) };
  return writeObject(draft, { verb: 'update', object: { ...ingress, spec } as Ingress }).status;
}

export function addBackend(draft: Draft, route: HTTPRoute, service: Service): Status {
  const { namespace } = route.metadata;
  const port = portOf(service);
  if (port === null) return refuse(t('serviceNameHasNoTCPPort', { name: service.metadata.name }));
  if (backendKeys(route).includes(objectKey(service))) return already(route, service);
  const isElsewhere = service.metadata.namespace !== namespace;
  const [rule = {}, ...others] = route.spec.rules ?? [];
  const kept = (rule.backendRefs ?? []).filter(({ namespace: place, name }) =>
    exists(draft, place ?? namespace, name),
  );
  const backend = {
    name: service.metadata.name,
    ...(isElsewhere && service.metadata.namespace !== undefined
      ? { namespace: service.metadata.namespace }
      : {}),
    port,
  };
  draft.labels.push(t('step.leadRoute', { route: route.metadata.name, service: service.metadata.name }));
  const rules = [{ ...rule, backendRefs: [...kept, backend] }, ...others];
  const next: HTTPRoute = { ...route, spec: { ...route.spec, rules } };
  return writeObject(draft, { verb: 'update', object: next }).status;
}

export function attachRoute(draft: Draft, gateway: Gateway, route: HTTPRoute): Status {
  if (parentKeys(route).includes(objectKey(gateway))) return already(gateway, route);
  const { name, namespace } = gateway.metadata;
  const parent =
    namespace === route.metadata.namespace || namespace === undefined ? { name } : { name, namespace };
  const kept = (route.spec.parentRefs ?? []).filter((_, index) =>
    draft.simulation.objects.has(parentKeys(route)[index] ?? ''),
  );
  draft.labels.push(t('step.attach', { route: route.metadata.name, gateway: name }));
  const next: HTTPRoute = { ...route, spec: { ...route.spec, parentRefs: [...kept, parent] } };
  return writeObject(draft, { verb: 'update', object: next }).status;
}
