/** Who fulfils an Ingress, a Gateway or an HTTPRoute: the controller that is responsible, and its proxies. */
import type { Gateway } from '../kubernetes/gateway.ts';
import type { GatewayClass } from '../kubernetes/gatewayClass.ts';
import type { Ingress } from '../kubernetes/ingress.ts';
import { keyOfKind } from '../kubernetes/kinds.ts';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { isReady, isTerminating } from '../kubernetes/pod.ts';
import { parentKeys, type RoutingObject } from '../kubernetes/routing.ts';
import {
  controllerIn,
  OWNING_GATEWAY_NAME,
  OWNING_GATEWAY_NAMESPACE,
  proxyIn,
  type RoutingController,
  routingControllers,
  servesIngress,
} from '../simulation/network/routingControllers.ts';
import { type Objects, ofKind } from './queries.ts';

export interface Served {
  /** `Traefik` */
  controller: string;
  /** The Pods that take its requests in. */
  proxies: readonly ObjectKey[];
}

export function isRunning(objects: Objects, controller: RoutingController): boolean {
  return ofKind(objects, 'Pod').some(
    (pod) => controllerIn(pod) === controller && isReady(pod) && !isTerminating(pod),
  );
}

/** Controllers that would serve the Ingress, whether or not they run. */
export function responsibleFor(objects: Objects, ingress: Ingress): RoutingController[] {
  const classes = ofKind(objects, 'IngressClass');
  const classOf = (name: string) => classes.find(({ metadata }) => metadata.name === name);
  return routingControllers.filter((controller) => servesIngress(controller, ingress, classOf));
}

export function gatewayControllerOf(objects: Objects, { spec }: Gateway): RoutingController | undefined {
  const key = keyOfKind('GatewayClass', '', spec.gatewayClassName);
  const name = (objects.get(key) as GatewayClass | undefined)?.spec.controllerName;
  return routingControllers.find(
    ({ gatewayController }) => gatewayController !== null && gatewayController === name,
  );
}

/** null as long as nobody does. */
export function servedBy(objects: Objects, object: RoutingObject): Served | null {
  if (object.kind === 'HTTPRoute') {
    const gateways = parentKeys(object).flatMap((key) => (objects.get(key) as Gateway | undefined) ?? []);
    return gateways.map((gateway) => servedBy(objects, gateway)).find((served) => served !== null) ?? null;
  }
  const controller =
    object.kind === 'Ingress'
      ? responsibleFor(objects, object).find((one) => isRunning(objects, one))
      : gatewayControllerOf(objects, object);
  if (controller === undefined || !isRunning(objects, controller)) return null;
  const isOwn = (labels: Record<string, string>) =>
    labels[OWNING_GATEWAY_NAME] === object.metadata.name &&
    labels[OWNING_GATEWAY_NAMESPACE] === object.metadata.namespace;
  const proxies = ofKind(objects, 'Pod').filter(
    (pod) =>
      proxyIn(pod) === controller &&
      (controller.controllerImages.length === 0 || isOwn(pod.metadata.labels ?? {})),
  );
  return { controller: controller.name, proxies: proxies.map(objectKey) };
}
