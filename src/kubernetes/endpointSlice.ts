/** EndpointSlice (discovery.k8s.io/v1). */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { Protocol } from './pod.ts';

/** The label that ties a slice to its Service. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';

export interface EndpointConditions {
  /** Absent counts as true. */
  ready?: boolean | null;
  /** Absent counts as `ready`. */
  serving?: boolean | null;
  /** Absent counts as false. */
  terminating?: boolean | null;
}

export interface Endpoint {
  addresses: string[];
  conditions?: EndpointConditions;
  hostname?: string;
  nodeName?: string | null;
  zone?: string | null;
  deprecatedTopology?: Record<string, string>;
  targetRef?: { kind?: string; namespace?: string; name?: string; uid?: string };
  hints?: { forZones?: { name: string }[]; forNodes?: { name: string }[] };
}

export interface EndpointPort {
  name?: string | null;
  port?: number | null;
  protocol?: Protocol | null;
  appProtocol?: string;
}

export interface EndpointSlice extends KubernetesObject {
  kind: 'EndpointSlice';
  addressType: 'IPv4' | 'IPv6' | 'FQDN';
  endpoints: Endpoint[] | null;
  ports?: EndpointPort[] | null;
}

function portDefaults(port: EndpointPort): EndpointPort {
  if (port.name !== undefined && port.name !== null && port.protocol) return port;
  return { ...port, name: port.name ?? '', protocol: port.protocol || 'TCP' };
}

export const endpointSliceRow: KindRow<EndpointSlice> = {
  apiVersion: 'discovery.k8s.io/v1',
  plural: 'endpointslices',
  singular: 'endpointslice',
  shortNames: [],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'default' },
    addressType: 'IPv4',
    endpoints: [],
  }),
  defaults: (slice) => (slice.ports ? { ...slice, ports: slice.ports.map(portDefaults) } : slice),
};
