/** What follows from a Service's spec. Models pkg/api/service/util.go. */
import type { Service } from './service.ts';

export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === 'None';
}

/** Whether outside traffic can arrive at the Service, which is when `externalTrafficPolicy` has a meaning. */
export function isExternallyAccessible({ spec }: Service): boolean {
  return (
    spec.type === 'LoadBalancer' ||
    spec.type === 'NodePort' ||
    (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
  );
}

/** Whether each node must answer a health check for the load balancer, on `healthCheckNodePort`. */
export function needsHealthCheck({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}
