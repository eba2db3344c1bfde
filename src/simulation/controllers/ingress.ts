/**
 * Writes into each Ingress under which address its controller is reached. Models the status syncer of Ingress controllers
 * (ingress-nginx `status.go`, Traefik's publishedService): the address of the LoadBalancer Service in front of the
 * controller's Pods. Simplified: one published Service per controller; the API server itself never acts on an Ingress.
 */
import type { Ingress } from '../../kubernetes/ingress.ts';
import { keyOfKind } from '../../kubernetes/kinds.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { writeStatus } from '../apiServer.ts';
import { isEqual } from '../equality.ts';
import { type RoutingController, routingControllers, servesIngress } from '../network/routingControllers.ts';
import type { Simulation } from '../state.ts';
import { podsOfController, publishedAddresses } from './routingPods.ts';

/** Who serves the Ingress: a known controller that it is for and that has a ready Pod. */
export function controllerOfIngress(simulation: Simulation, ingress: Ingress): RoutingController | undefined {
  const classOf = (name: string) => simulation.byKind.IngressClass.get(keyOfKind('IngressClass', '', name));
  return routingControllers.find(
    (controller) =>
      servesIngress(controller, ingress, classOf) && podsOfController(simulation, controller).length > 0,
  );
}

export function reconcileIngress(simulation: Simulation, key: ObjectKey): void {
  const ingress = simulation.byKind.Ingress.get(key);
  if (ingress === undefined || ingress.metadata.deletionTimestamp !== undefined) return;
  const controller = controllerOfIngress(simulation, ingress);
  // Nobody is there to write anything: what was published stays.
  if (controller === undefined) return;
  const addresses = publishedAddresses(simulation, podsOfController(simulation, controller)).map(
    ({ ip, hostname }) => ({
      ...(ip === undefined ? {} : { ip }),
      ...(hostname === undefined ? {} : { hostname }),
    }),
  );
  const loadBalancer = addresses.length === 0 ? {} : { ingress: addresses };
  if (isEqual(ingress.status?.loadBalancer ?? {}, loadBalancer)) return;
  writeStatus(simulation, ingress, { loadBalancer }, 'ingress');
}
