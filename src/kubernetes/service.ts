/** Service (core/v1). */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { Protocol } from './pod.ts';
import { isExternallyAccessible } from './serviceTraits.ts';

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
/** The five forms that a learner meets: the four types, and headless (`clusterIP: None`). */
export type ServiceForm = ServiceType | 'Headless';
export type TrafficPolicy = 'Cluster' | 'Local';

export interface ServicePort {
  name?: string;
  protocol?: Protocol;
  appProtocol?: string;
  port: number;
  /** A port number, or the name of a container port. */
  targetPort?: number | string;
  nodePort?: number;
}

export interface ServiceSpec {
  type?: ServiceType;
  selector?: Record<string, string> | null;
  ports?: ServicePort[];
  clusterIP?: string;
  clusterIPs?: string[];
  externalIPs?: string[];
  externalName?: string;
  sessionAffinity?: 'None' | 'ClientIP';
  sessionAffinityConfig?: { clientIP?: { timeoutSeconds?: number } };
  externalTrafficPolicy?: TrafficPolicy;
  internalTrafficPolicy?: TrafficPolicy;
  healthCheckNodePort?: number;
  publishNotReadyAddresses?: boolean;
  allocateLoadBalancerNodePorts?: boolean;
  loadBalancerClass?: string;
  loadBalancerIP?: string;
  loadBalancerSourceRanges?: string[];
  ipFamilies?: ('IPv4' | 'IPv6')[];
  ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
  trafficDistribution?: string;
}

export interface LoadBalancerIngress {
  ip?: string;
  hostname?: string;
  ipMode?: 'VIP' | 'Proxy';
}

export interface Service extends KubernetesObject {
  kind: 'Service';
  spec: ServiceSpec;
  status?: { loadBalancer?: { ingress?: LoadBalancerIngress[] } };
}

export function serviceForm(service: Service): ServiceForm {
  const type = service.spec.type ?? 'ClusterIP';
  return type !== 'ExternalName' && service.spec.clusterIP === 'None' ? 'Headless' : type;
}

const DEFAULT_AFFINITY_SECONDS = 10_800;

function portDefaults(port: ServicePort): ServicePort {
  const { protocol, targetPort } = port;
  if (protocol && targetPort !== undefined && targetPort !== 0 && targetPort !== '') return port;
  return {
    ...port,
    protocol: protocol || 'TCP',
    targetPort: targetPort === undefined || targetPort === 0 || targetPort === '' ? port.port : targetPort,
  };
}

/** pkg/apis/core/v1/defaults.go `SetDefaults_Service`. What the allocators fill in (addresses, families, nodePorts) is not here. */
function defaults(service: Service): Service {
  const spec: ServiceSpec = { ...service.spec };
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (
    spec.sessionAffinity === 'ClientIP' &&
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined
  )
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: DEFAULT_AFFINITY_SECONDS } };
  spec.type ||= 'ClusterIP';
  if (spec.ports) spec.ports = spec.ports.map(portDefaults);
  const result: Service = { ...service, spec };
  if (isExternallyAccessible(result)) spec.externalTrafficPolicy ||= 'Cluster';
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ||= 'Cluster';
  if (spec.type !== 'LoadBalancer') return result;
  spec.allocateLoadBalancerNodePorts ??= true;
  const ingress = service.status?.loadBalancer?.ingress;
  if (ingress)
    result.status = {
      ...service.status,
      loadBalancer: {
        ...service.status?.loadBalancer,
        ingress: ingress.map((one) => (one.ip && !one.ipMode ? { ...one, ipMode: 'VIP' } : one)),
      },
    };
  return result;
}

export const serviceRow: KindRow<Service> = {
  apiVersion: 'v1',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: {
      type: 'ClusterIP',
      selector: { app: name },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  }),
  defaults,
};
