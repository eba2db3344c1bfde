/**
 * What a Gateway controller writes into an HTTPRoute: for each parent whether it takes the route, and whether all backends
 * were found. Models the Gateway API's conditions (v1.4) in Envoy Gateway's words.
 */
import type { Gateway } from '../../kubernetes/gateway.ts';
import type {
  HTTPBackendRef,
  HTTPRoute,
  ParentReference,
  RouteParentStatus,
} from '../../kubernetes/httpRoute.ts';
import { keyOfKind } from '../../kubernetes/kinds.ts';
import { type ObjectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import { writeStatus } from '../apiServer.ts';
import { isEqual } from '../equality.ts';
import { type BackendRefusal, resolveBackend } from '../network/backendReferences.ts';
import { type AttachmentRefusal, attach, refersTo } from '../network/routeAttachment.ts';
import type { RoutingController } from '../network/routingControllers.ts';
import type { Simulation } from '../state.ts';
import { withConditions } from './gatewayConditions.ts';

const attachmentMessages: Readonly<Record<AttachmentRefusal, string>> = {
  NoMatchingParent: 'No listeners match this parent ref',
  NotAllowedByListeners: 'No listeners included by this parent ref allowed this attachment.',
  NoMatchingListenerHostname:
    "There were no hostname intersections between the HTTPRoute and this parent ref's Listener(s).",
};

const backendMessages: Readonly<Record<BackendRefusal, (service: string) => string>> = {
  InvalidKind: () => 'Kind is invalid, only Service is supported',
  RefNotPermitted: (service) => `Backend ref to Service ${service} not permitted by any ReferenceGrant.`,
  BackendNotFound: (service) => `Service ${service} not found, or it has no such TCP port`,
};

/** `serving` finds the controller that runs and serves a Gateway. */
export function reportRoute(
  simulation: Simulation,
  key: ObjectKey,
  serving: (gateway: Gateway) => RoutingController | undefined,
): void {
  const route = simulation.byKind.HTTPRoute.get(key);
  if (route === undefined) return;
  const gateways = [...simulation.byKind.Gateway.values()];
  const parents = (route.spec.parentRefs ?? []).flatMap((parentRef): RouteParentStatus[] => {
    const gateway = gateways.find((one) => refersTo(parentRef, route, one));
    const controller = gateway === undefined ? undefined : serving(gateway);
    return controller === undefined
      ? []
      : [parentStatus(simulation, route, parentRef, gateway!, controller.gatewayController!)];
  });
  const status: HTTPRoute['status'] = { parents };
  if (parents.length === 0 && route.status === undefined) return;
  if (!isEqual(status, route.status)) writeStatus(simulation, route, status, 'gateway');
}

function parentStatus(
  simulation: Simulation,
  route: HTTPRoute,
  parentRef: ParentReference,
  gateway: Gateway,
  controllerName: string,
): RouteParentStatus {
  const namespaceOf = (name: string) => simulation.byKind.Namespace.get(keyOfKind('Namespace', '', name));
  const { refusal } = attach(route, parentRef, gateway, namespaceOf);
  const broken = firstBroken(simulation, route);
  const before = route.status?.parents.find((parent) => isEqual(parent.parentRef, parentRef));
  const conditions = withConditions(simulation, before?.conditions, route, [
    refusal === null
      ? ['Accepted', 'True', 'Accepted', 'Route is accepted']
      : ['Accepted', 'False', refusal, attachmentMessages[refusal]],
    broken === null
      ? ['ResolvedRefs', 'True', 'ResolvedRefs', 'Resolved all the Object references for the Route']
      : ['ResolvedRefs', 'False', broken.refusal, backendMessages[broken.refusal](broken.service)],
  ]);
  return { parentRef, controllerName, conditions };
}

/** The first backend that leads nowhere, by `namespace/name`. */
export function firstBroken(
  simulation: Simulation,
  route: HTTPRoute,
): { refusal: BackendRefusal; service: string; backend: HTTPBackendRef } | null {
  for (const { backendRefs = [] } of route.spec.rules ?? [])
    for (const backend of backendRefs) {
      const { service, refusal } = resolveBackend(simulation, route, backend);
      const { namespace, name } = parseKey(service);
      if (refusal !== null) return { refusal, service: `${namespace}/${name}`, backend };
    }
  return null;
}
