/**
 * What a Gateway controller does: takes its classes on, makes Gateways reachable, and says in each status what came of it.
 * Models the Gateway API's conditions (v1.4) as Envoy Gateway words them. Two ways to serve: Traefik's own Pods listen on
 * the Gateway's ports; Envoy Gateway makes proxies for each Gateway (`envoyGateway.ts`).
 */
import type { Gateway, ListenerStatus } from '../../kubernetes/gateway.ts';
import { GATEWAY_GROUP, type GatewayClass } from '../../kubernetes/gatewayClass.ts';
import { keyOfKind } from '../../kubernetes/kinds.ts';
import { type ObjectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import type { LoadBalancerIngress } from '../../kubernetes/service.ts';
import { writeStatus } from '../apiServer.ts';
import { isEqual } from '../equality.ts';
import { attach, refersTo } from '../network/routeAttachment.ts';
import { type RoutingController, routingControllers } from '../network/routingControllers.ts';
import type { Simulation } from '../state.ts';
import { proxiesOf, removeProxies, writeProxies } from './envoyGateway.ts';
import { type ConditionRow, withConditions } from './gatewayConditions.ts';
import { reportRoute } from './httpRouteStatus.ts';
import { podsOfController, publishedAddresses } from './routingPods.ts';

/** The known controller of that name, if one of its Pods is ready. */
export function runningGatewayController(
  simulation: Simulation,
  controllerName: string | undefined,
): RoutingController | undefined {
  const controller = routingControllers.find(
    ({ gatewayController }) => gatewayController !== null && gatewayController === controllerName,
  );
  return controller !== undefined && podsOfController(simulation, controller).length > 0
    ? controller
    : undefined;
}

export function classOfGateway({ byKind }: Simulation, { spec }: Gateway): GatewayClass | undefined {
  return byKind.GatewayClass.get(keyOfKind('GatewayClass', '', spec.gatewayClassName));
}

export function reconcileGateway(simulation: Simulation, key: ObjectKey): void {
  reconcilers[parseKey(key).kind]?.(simulation, key);
}

const reconcilers: Readonly<Record<string, (simulation: Simulation, key: ObjectKey) => void>> = {
  GatewayClass: acceptClass,
  Gateway: serveGateway,
  HTTPRoute: (simulation, key) =>
    reportRoute(simulation, key, (gateway) => {
      const gatewayClass = classOfGateway(simulation, gateway);
      return runningGatewayController(simulation, gatewayClass?.spec.controllerName);
    }),
};

function acceptClass(simulation: Simulation, key: ObjectKey): void {
  const gatewayClass = simulation.byKind.GatewayClass.get(key);
  if (runningGatewayController(simulation, gatewayClass?.spec.controllerName) === undefined) return;
  const conditions = withConditions(simulation, gatewayClass!.status?.conditions, gatewayClass!, [
    ['Accepted', 'True', 'Accepted', 'Valid GatewayClass'],
  ]);
  if (!isEqual(conditions, gatewayClass!.status?.conditions))
    writeStatus(simulation, gatewayClass!, { ...gatewayClass!.status, conditions }, 'gateway');
}

function serveGateway(simulation: Simulation, key: ObjectKey): void {
  const gateway = simulation.byKind.Gateway.get(key);
  if (gateway === undefined || gateway.metadata.deletionTimestamp !== undefined) {
    removeProxies(simulation, key);
    return;
  }
  const gatewayClass = classOfGateway(simulation, gateway);
  const controller = runningGatewayController(simulation, gatewayClass?.spec.controllerName);
  if (controller === undefined) return;
  const ownPods = podsOfController(simulation, controller);
  const makesProxies = controller.controllerImages.length > 0;
  if (makesProxies) writeProxies(simulation, gateway, gatewayClass!, ownPods[0]!.metadata.namespace!);
  else removeProxies(simulation, key);
  const pods = makesProxies ? proxiesOf(simulation, gateway) : ownPods;
  const ports = makesProxies
    ? null
    : new Set(
        ownPods
          .flatMap(({ spec }) => spec.containers)
          .flatMap(({ ports = [] }) => ports.map((one) => one.containerPort)),
      );
  const addresses = publishedAddresses(simulation, pods);
  const status: Gateway['status'] = {
    ...(addresses.length === 0 ? {} : { addresses: addresses.map(asGatewayAddress) }),
    conditions: withConditions(simulation, gateway.status?.conditions, gateway, [
      ['Accepted', 'True', 'Accepted', `The Gateway has been scheduled by ${controller.name}`],
      programmed(addresses, pods.length),
    ]),
    listeners: gateway.spec.listeners.map(({ name, port, protocol }) =>
      listenerStatus(
        simulation,
        gateway,
        name,
        ports === null || ports.has(port) ? null : { port, protocol },
      ),
    ),
  };
  if (!isEqual(status, gateway.status)) writeStatus(simulation, gateway, status, 'gateway');
}

function asGatewayAddress({ ip, hostname }: LoadBalancerIngress): { type: string; value: string } {
  return ip === undefined ? { type: 'Hostname', value: hostname ?? '' } : { type: 'IPAddress', value: ip };
}

function programmed(addresses: readonly unknown[], pods: number): ConditionRow {
  if (addresses.length === 0)
    return ['Programmed', 'False', 'AddressNotAssigned', 'No addresses have been assigned to the Gateway'];
  if (pods === 0) return ['Programmed', 'False', 'NoResources', 'Proxy replicas unavailable'];
  return [
    'Programmed',
    'True',
    'Programmed',
    `Address assigned to the Gateway, ${pods}/${pods} proxy replicas available`,
  ];
}

/** `closed`: the port on which the controller's own Pods do not listen. */
function listenerStatus(
  simulation: Simulation,
  gateway: Gateway,
  name: string,
  closed: { port: number; protocol: string } | null,
): ListenerStatus {
  const before = gateway.status?.listeners?.find((listener) => listener.name === name);
  const rows: ConditionRow[] =
    closed === null
      ? [
          ['Programmed', 'True', 'Programmed', 'Sending translated listener configuration to the data plane'],
          ['Accepted', 'True', 'Accepted', 'Listener has been successfully translated'],
          ['ResolvedRefs', 'True', 'ResolvedRefs', 'Listener references have been resolved'],
        ]
      : [
          ['Programmed', 'False', 'Invalid', 'Listener is invalid, see other Conditions for details.'],
          [
            'Accepted',
            'False',
            'PortUnavailable',
            `Cannot find entryPoint for Gateway: no matching entryPoint for port ${closed.port} and protocol ${JSON.stringify(closed.protocol)}`,
          ],
        ];
  return {
    name,
    supportedKinds: [{ group: GATEWAY_GROUP, kind: 'HTTPRoute' }],
    attachedRoutes: attachedRoutes(simulation, gateway, name),
    conditions: withConditions(simulation, before?.conditions, gateway, rows),
  };
}

function attachedRoutes({ byKind }: Simulation, gateway: Gateway, listener: string): number {
  const namespaceOf = (name: string) => byKind.Namespace.get(keyOfKind('Namespace', '', name));
  return [...byKind.HTTPRoute.values()].filter((route) =>
    route.spec.parentRefs?.some(
      (parent) =>
        refersTo(parent, route, gateway) &&
        attach(route, parent, gateway, namespaceOf).listeners.has(listener),
    ),
  ).length;
}
