/** Which cloud implements a Service's load balancer, and how it does so. */
import type { CloudProvider } from '../kubernetes/cloudProvider.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Simulation } from './state.ts';

/** Azure's, as its cloud-controller-manager sets them. */
const DEFAULT_CHECK_INTERVAL_SECONDS = 5;
const DEFAULT_UNHEALTHY_THRESHOLD = 2;

/** The first provider by name that implements the Service's class. */
export function cloudOf(simulation: Simulation, service: Service): CloudProvider | undefined {
  const wanted = service.spec.loadBalancerClass ?? '';
  let found: CloudProvider | undefined;
  for (const cloud of simulation.byKind.CloudProvider.values())
    if (
      (cloud.spec.loadBalancerClass ?? '') === wanted &&
      (found === undefined || cloud.metadata.name < found.metadata.name)
    )
      found = cloud;
  return found;
}

export interface HealthCheckSettings {
  readonly intervalMs: number;
  /** How many failures in a row make a node unhealthy. */
  readonly threshold: number;
}

export function healthCheckSettings(cloud: CloudProvider | undefined): HealthCheckSettings {
  const { healthCheckIntervalSeconds, unhealthyThreshold } = cloud?.spec ?? {};
  return {
    intervalMs: Math.round((healthCheckIntervalSeconds ?? DEFAULT_CHECK_INTERVAL_SECONDS) * 1000),
    threshold: unhealthyThreshold ?? DEFAULT_UNHEALTHY_THRESHOLD,
  };
}
