/** Client (kubehop.dev): somebody on the internet. */
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface Client extends KubernetesObject {
  kind: 'Client';
  spec: {
    /** IPv4 address; allocated from 203.0.113.0/24 (TEST-NET-3) when left out. */
    address?: string;
    /** IPv6 address; allocated from 2001:db8::/32 when the cluster has IPv6 and it is left out. `None`: it has none. */
    ipv6Address?: string;
  };
}

export const clientRow: KindRow<Client> = {
  apiVersion: KUBEHOP_API_VERSION,
  plural: 'clients',
  singular: 'client',
  shortNames: [],
  namespaced: false,
  template: (name) => ({ apiVersion: KUBEHOP_API_VERSION, kind: 'Client', metadata: { name }, spec: {} }),
  defaults: (client) => (client.spec ? client : { ...client, spec: {} }),
};
