/** The Pods of Ingress and Gateway controllers, and the address under which clients reach them. */
import { matchesMap } from '../../kubernetes/labelSelector.ts';
import { isReady, isTerminating, type Pod } from '../../kubernetes/pod.ts';
import type { LoadBalancerIngress } from '../../kubernetes/service.ts';
import { controllerIn, proxyIn, type RoutingController } from '../network/routingControllers.ts';
import type { Simulation } from '../state.ts';

/** Its Pods that are ready, by name: a controller without one does nothing. */
export function podsOfController({ byKind }: Simulation, controller: RoutingController): Pod[] {
  return [...byKind.Pod.values()]
    .filter((pod) => controllerIn(pod) === controller && isReady(pod) && !isTerminating(pod))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** Whether a change of the Pod may matter to a controller. */
export function isRoutingPod(pod: Pod): boolean {
  return controllerIn(pod) !== null || proxyIn(pod) !== null;
}

/** The addresses of the load balancers in front of the Pods: what the charts call the published Service. */
export function publishedAddresses({ byKind }: Simulation, pods: readonly Pod[]): LoadBalancerIngress[] {
  return [...byKind.Service.values()]
    .filter(
      ({ metadata, spec }) =>
        spec.type === 'LoadBalancer' &&
        pods.some((pod) => pod.metadata.namespace === metadata.namespace && matchesMap(spec.selector, pod)),
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap(({ status }) => status?.loadBalancer?.ingress ?? []);
}
