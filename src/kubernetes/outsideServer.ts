/** OutsideServer (kubehop.dev): a server on the internet, outside the cluster. */
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { Protocol } from './pod.ts';

export interface OutsideServer extends KubernetesObject {
  kind: 'OutsideServer';
  spec: {
    /** The DNS name under which the whole internet finds it: `pay.example.com`. */
    hostname: string;
    /** IPv4 address; allocated from 198.51.100.0/24 (TEST-NET-2) when left out. */
    address?: string;
    /** Ports it listens on; default 80/TCP and 443/TCP. */
    ports?: { port: number; protocol?: Protocol }[];
  };
}

export const outsideServerRow: KindRow<OutsideServer> = {
  apiVersion: KUBEHOP_API_VERSION,
  plural: 'outsideservers',
  singular: 'outsideserver',
  shortNames: ['outside'],
  namespaced: false,
  template: (name) => ({
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'OutsideServer',
    metadata: { name },
    spec: { hostname: `${name}.example.com` },
  }),
  defaults: (server) => ({
    ...server,
    spec: {
      ...server.spec,
      ports: (server.spec.ports ?? [{ port: 80 }, { port: 443 }]).map((port) => ({
        ...port,
        protocol: port.protocol || 'TCP',
      })),
    },
  }),
  validate: () => [],
};
