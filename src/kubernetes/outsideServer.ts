/** OutsideServer (kubehop.dev): a server on the internet, outside the cluster. */
import { checkIPv4, checkIPv6 } from './addressValidation.ts';
import { oneOf, validateCustomMetadata } from './customResourceValidation.ts';
import { invalidEach, required } from './fieldError.ts';
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import { checkDNS1123Subdomain, checkPortNumber, checkWildcardSubdomain } from './names.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { Protocol } from './pod.ts';
import { protocols } from './portValidation.ts';
import type { StatusCause } from './status.ts';

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

function validate(server: OutsideServer, old?: OutsideServer): StatusCause[] {
  const { hostname, names = [], address, ipv6Address, ports = [] } = server.spec;
  const errors = validateCustomMetadata(server, old);
  if (!hostname) errors.push(required('spec.hostname'));
  else errors.push(...invalidEach('spec.hostname', hostname, checkDNS1123Subdomain(hostname)));
  for (const [index, name] of names.entries())
    errors.push(...invalidEach(`spec.names[${index}]`, name, checkServedName(name)));
  if (address !== undefined) errors.push(...checkIPv4('spec.address', address));
  errors.push(...checkIPv6('spec.ipv6Address', ipv6Address));
  for (const [index, { port, protocol }] of ports.entries()) {
    errors.push(...invalidEach(`spec.ports[${index}].port`, port ?? 0, checkPortNumber(port)));
    errors.push(...oneOf(`spec.ports[${index}].protocol`, protocol, protocols));
  }
  return errors;
}

function checkServedName(name: string): readonly string[] {
  return name.startsWith('*.') ? checkWildcardSubdomain(name) : checkDNS1123Subdomain(name);
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
  validate,
};
