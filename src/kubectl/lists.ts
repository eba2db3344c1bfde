/** Lists in one cell: the first three, and how many more. Models printers.go `listWithMoreString` and its relatives. */
import type { Endpoint, EndpointPort } from '../kubernetes/endpointSlice.ts';
import type { LoadBalancerIngress } from '../kubernetes/service.ts';
import type { PrintOptions } from './columns.ts';
import { NONE, UNSET } from './placeholders.ts';

const MOST = 3;
/** A load balancer's addresses beyond this width are cut off, unless the output is wide. */
const LOAD_BALANCER_WIDTH = 16;

/** `a,b,c + 2 more...` */
export function firstThree(items: readonly string[], whenEmpty: string): string {
  const shown = items.slice(0, MOST).join(',');
  if (items.length > MOST) return `${shown} + ${items.length - MOST} more...`;
  return shown || whenEmpty;
}

/** A port without a number means all ports. */
export function sliceEndpointPorts(ports: readonly EndpointPort[] | null | undefined): string {
  return firstThree(
    (ports ?? []).map(({ port, name }) => String(port ?? name ?? '*')),
    UNSET,
  );
}

export function sliceEndpointAddresses(endpoints: readonly Endpoint[] | null | undefined): string {
  return firstThree(
    (endpoints ?? []).flatMap(({ addresses }) => addresses ?? []),
    UNSET,
  );
}

export interface EndpointSubset {
  addresses?: { ip: string }[];
  ports?: { name?: string; port: number }[];
}

/** `10.244.1.2:8080,[fd00::2]:8080`; the ready addresses of Endpoints, for each port in turn. */
export function subsetAddresses(subsets: readonly EndpointSubset[] | null | undefined): string {
  if (!subsets?.length) return NONE;
  const all = subsets.flatMap(({ addresses = [], ports = [] }) => {
    const ips = addresses.map(({ ip }) => ip);
    return ports.length === 0 ? ips : ports.flatMap(({ port }) => ips.map((ip) => joinHostPort(ip, port)));
  });
  return firstThree(all, '');
}

export function joinHostPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What a load balancer was given, in the order of the alphabet. */
export function loadBalancerAddresses(
  ingress: readonly LoadBalancerIngress[] | null | undefined,
  { wide }: PrintOptions,
): string {
  const addresses = (ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  const text = [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
  return wide || text.length <= LOAD_BALANCER_WIDTH ? text : `${text.slice(0, LOAD_BALANCER_WIDTH - 3)}...`;
}
