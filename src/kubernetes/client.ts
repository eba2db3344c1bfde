/** Client (kubehop.dev): somebody on the internet. */
import { checkIPv4, checkIPv6 } from './addressValidation.ts';
import { validateCustomMetadata } from './customResourceValidation.ts';
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { StatusCause } from './status.ts';

export interface Client extends KubernetesObject {
  kind: 'Client';
  spec: {
    /** IPv4 address; allocated from 203.0.113.0/24 (TEST-NET-3) when left out. */
    address?: string;
    /** IPv6 address; allocated from 2001:db8::/32 when the cluster has IPv6 and it is left out. `None`: it has none. */
    ipv6Address?: string;
  };
}

function validate(client: Client, old?: Client): StatusCause[] {
  const { address, ipv6Address } = client.spec;
  return [
    ...validateCustomMetadata(client, old),
    ...(address === undefined ? [] : checkIPv4('spec.address', address)),
    ...checkIPv6('spec.ipv6Address', ipv6Address),
  ];
}

export const clientRow: KindRow<Client> = {
  apiVersion: KUBEHOP_API_VERSION,
  plural: 'clients',
  singular: 'client',
  shortNames: [],
  namespaced: false,
  template: (name) => ({ apiVersion: KUBEHOP_API_VERSION, kind: 'Client', metadata: { name }, spec: {} }),
  defaults: (client) => (client.spec ? client : { ...client, spec: {} }),
  validate,
};
