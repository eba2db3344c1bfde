/** Client (kubehop.dev): somebody on the internet. */
import { checkIPv4 } from './addressValidation.ts';
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
  };
}

function validate(client: Client, old?: Client): StatusCause[] {
  const { address } = client.spec;
  return [
    ...validateCustomMetadata(client, old),
    ...(address === undefined ? [] : checkIPv4('spec.address', address)),
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
