/** CloudProvider (kubehop.dev): the cloud that implements Services of type LoadBalancer. Without one they stay pending for ever. */
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface CloudProvider extends KubernetesObject {
  kind: 'CloudProvider';
  spec: {
    /** CIDR from which load balancers get their addresses; default `192.0.2.0/24` (TEST-NET-1). */
    addressPool?: string;
    /** Default 3. */
    provisioningSeconds?: number;
    /** Whether its load balancers pass packets on as they are (VIP, default) or open connections of their own (Proxy). */
    ipMode?: 'VIP' | 'Proxy';
    /** How often they check the health of each node; default 5, as Azure's do. */
    healthCheckIntervalSeconds?: number;
    /** After how many failed checks in a row a node gets no new connections; default 2. One success is enough to come back. */
    unhealthyThreshold?: number;
    /** The only class of Services that it implements; without one, those that name no class. */
    loadBalancerClass?: string;
  };
}

export const cloudProviderRow: KindRow<CloudProvider> = {
  apiVersion: KUBEHOP_API_VERSION,
  plural: 'cloudproviders',
  singular: 'cloudprovider',
  shortNames: ['cloud'],
  namespaced: false,
  template: (name) => ({
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'CloudProvider',
    metadata: { name },
    spec: {},
  }),
  defaults: (provider) => ({
    ...provider,
    spec: {
      ...provider.spec,
      addressPool: provider.spec?.addressPool || '192.0.2.0/24',
      provisioningSeconds: provider.spec?.provisioningSeconds ?? 3,
    },
  }),
};
