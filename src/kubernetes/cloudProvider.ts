/** CloudProvider (kubehop.dev): the cloud that implements Services of type LoadBalancer. Without one they stay pending for ever. */
import { checkCIDR } from './addressValidation.ts';
import { atLeast, validateCustomMetadata } from './customResourceValidation.ts';
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { StatusCause } from './status.ts';

export interface CloudProvider extends KubernetesObject {
  kind: 'CloudProvider';
  spec: {
    /** CIDR from which load balancers get their addresses; default `192.0.2.0/24` (TEST-NET-1). */
    addressPool?: string;
    /** Default 3. */
    provisioningSeconds?: number;
  };
}

function validate(provider: CloudProvider, old?: CloudProvider): StatusCause[] {
  const { addressPool, provisioningSeconds } = provider.spec;
  return [
    ...validateCustomMetadata(provider, old),
    ...(addressPool === undefined ? [] : checkCIDR('spec.addressPool', addressPool)),
    ...atLeast('spec.provisioningSeconds', provisioningSeconds, 0),
  ];
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
  validate,
};
