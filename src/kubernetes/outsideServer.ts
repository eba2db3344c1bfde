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
    /** Further names that it serves, `*.example.com` for all below: its virtual hosts, and in its certificate. The DNS knows only `hostname`. */
    names?: string[];
    /** Whether it answers requests for any Host; otherwise those for a name that it does not serve get 404 (421 over TLS). */
    acceptsAnyHost?: boolean;
    /** IPv4 address; allocated from 198.51.100.0/24 (TEST-NET-2) when left out. */
    address?: string;
    /** IPv6 address; allocated from 2001:db8::/32 when the cluster has IPv6 and it is left out. `None`: it has none. */
    ipv6Address?: string;
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
};
