/**
 * Which HTTPRoutes are attached to which listeners of a Gateway, and for which hosts. Models the Gateway API (v1.4):
 * parentRefs with sectionName and port, allowedRoutes by namespace and kind, and intersecting hostnames. Both sides must
 * agree: a route names a Gateway, and a listener lets it in.
 */
import type { Gateway, Listener } from '../../kubernetes/gateway.ts';
import { GATEWAY_GROUP } from '../../kubernetes/gatewayClass.ts';
import type { HTTPRoute, ParentReference } from '../../kubernetes/httpRoute.ts';
import { matchesSelector } from '../../kubernetes/labelSelector.ts';
import type { Namespace } from '../../kubernetes/namespace.ts';
import { intersectHostnames } from './pathMatch.ts';

/** Finds a Namespace, for its labels. */
export type NamespaceLookup = (name: string) => Namespace | undefined;

/** Why a listener does not take a route, in the words of the Accepted condition's reasons. */
export type AttachmentRefusal = 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';

export interface Attachment {
  /** Hosts that the route serves on each listener that takes it, by the listener's name. */
  readonly listeners: ReadonlyMap<string, readonly string[]>;
  readonly refusal: AttachmentRefusal | null;
}

/** Whether the reference means this Gateway. */
export function refersTo(
  { group = GATEWAY_GROUP, kind = 'Gateway', namespace, name }: ParentReference,
  route: HTTPRoute,
  gateway: Gateway,
): boolean {
  return (
    group === GATEWAY_GROUP &&
    kind === 'Gateway' &&
    name === gateway.metadata.name &&
    (namespace ?? route.metadata.namespace) === gateway.metadata.namespace
  );
}

/** What comes of one parentRef that names the Gateway. */
export function attach(
  route: HTTPRoute,
  parent: ParentReference,
  gateway: Gateway,
  namespaceOf: NamespaceLookup,
): Attachment {
  const named = gateway.spec.listeners.filter(
    ({ name, port }) =>
      (parent.sectionName === undefined || parent.sectionName === name) &&
      (parent.port === undefined || parent.port === port),
  );
  const listeners = new Map<string, readonly string[]>();
  if (named.length === 0) return { listeners, refusal: 'NoMatchingParent' };
  const open = named.filter((listener) => allows(listener, gateway, route, namespaceOf));
  if (open.length === 0) return { listeners, refusal: 'NotAllowedByListeners' };
  for (const listener of open) {
    const hosts = commonHosts(listener, route);
    if (hosts.length > 0) listeners.set(listener.name, hosts);
  }
  return { listeners, refusal: listeners.size === 0 ? 'NoMatchingListenerHostname' : null };
}

function allows(
  { protocol, allowedRoutes }: Listener,
  gateway: Gateway,
  route: HTTPRoute,
  namespaceOf: NamespaceLookup,
): boolean {
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') return false;
  const { kinds = [], namespaces } = allowedRoutes ?? {};
  const isKindAllowed =
    kinds.length === 0 ||
    kinds.some(({ group = GATEWAY_GROUP, kind }) => group === GATEWAY_GROUP && kind === 'HTTPRoute');
  if (!isKindAllowed) return false;
  const { from = 'Same', selector } = namespaces ?? {};
  const home = route.metadata.namespace ?? '';
  if (from === 'All') return true;
  if (from === 'Same') return home === gateway.metadata.namespace;
  const namespace = namespaceOf(home);
  return namespace !== undefined && matchesSelector(selector, namespace);
}

/** `''` stands for every host. */
export function commonHosts({ hostname }: Listener, { spec }: HTTPRoute): string[] {
  const wanted = spec.hostnames ?? [];
  if (wanted.length === 0) return [hostname ?? ''];
  if (hostname === undefined || hostname === '') return wanted;
  return wanted.flatMap((host) => intersectHostnames(hostname, host) ?? []);
}
