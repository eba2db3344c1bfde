/** Columns of Endpoints, Ingress and the Gateway API, whether simulated or kept; by kind, and group where there is one. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { LoadBalancerIngress } from '../kubernetes/service.ts';
import { ageColumn, column, type Printer, printer, wideColumn } from './columns.ts';
import { type EndpointSubset, loadBalancerAddresses, subsetAddresses } from './lists.ts';
import { NONE } from './placeholders.ts';

interface Endpoints extends KubernetesObject {
  subsets?: EndpointSubset[];
}

interface Ingress extends KubernetesObject {
  spec?: { ingressClassName?: string; rules?: { host?: string }[]; tls?: unknown[] };
  status?: { loadBalancer?: { ingress?: LoadBalancerIngress[] } };
}

interface IngressClass extends KubernetesObject {
  spec?: { controller?: string; parameters?: { apiGroup?: string; kind: string; name: string } };
}

type Conditions = { type: string; status: string }[];

interface Gateway extends KubernetesObject {
  spec?: { gatewayClassName?: string };
  status?: { addresses?: { value: string }[]; conditions?: Conditions };
}

interface GatewayClass extends KubernetesObject {
  spec?: { controllerName?: string; description?: string };
  status?: { conditions?: Conditions };
}

interface HTTPRoute extends KubernetesObject {
  spec?: { hostnames?: string[] };
}

export const networkPrinters = {
  Endpoints: printer<Endpoints>(
    column('Endpoints', ({ subsets }) => subsetAddresses(subsets)),
    ageColumn,
  ),
  'Ingress.networking.k8s.io': printer<Ingress>(
    column('Class', ({ spec }) => spec?.ingressClassName ?? NONE),
    column('Hosts', ({ spec }) => ingressHosts(spec?.rules ?? [])),
    column('Address', ({ status }, options) => loadBalancerAddresses(status?.loadBalancer?.ingress, options)),
    column('Ports', ({ spec }) => (spec?.tls?.length ? '80, 443' : '80')),
    ageColumn,
  ),
  'IngressClass.networking.k8s.io': printer<IngressClass>(
    column('Controller', ({ spec }) => spec?.controller ?? ''),
    column('Parameters', ({ spec }) => {
      if (!spec?.parameters) return NONE;
      const { kind, apiGroup, name } = spec.parameters;
      return `${apiGroup === undefined ? kind : `${kind}.${apiGroup}`}/${name}`;
    }),
    ageColumn,
  ),
  // Custom resources: the columns are those of their definitions, and what is not there stays empty.
  'Gateway.gateway.networking.k8s.io': printer<Gateway>(
    column('Class', ({ spec }) => spec?.gatewayClassName ?? ''),
    column('Address', ({ status }) => status?.addresses?.[0]?.value ?? ''),
    column('Programmed', ({ status }) => statusOf(status?.conditions, 'Programmed')),
    ageColumn,
  ),
  'GatewayClass.gateway.networking.k8s.io': printer<GatewayClass>(
    column('Controller', ({ spec }) => spec?.controllerName ?? ''),
    column('Accepted', ({ status }) => statusOf(status?.conditions, 'Accepted')),
    ageColumn,
    wideColumn('Description', ({ spec }) => spec?.description ?? ''),
  ),
  'HTTPRoute.gateway.networking.k8s.io': printer<HTTPRoute>(
    column('Hostnames', ({ spec }) => (spec?.hostnames === undefined ? '' : JSON.stringify(spec.hostnames))),
    ageColumn,
  ),
} satisfies Record<string, Printer<never>>;

const MOST_HOSTS = 3;

/** The first three hosts; the number of further rules, whether or not they name a host. */
function ingressHosts(rules: readonly { host?: string }[]): string {
  const named = rules.flatMap(({ host }, index) => (host ? { host, index } : []));
  const shown = named.slice(0, MOST_HOSTS);
  if (shown.length === 0) return '*';
  const text = shown.map(({ host }) => host).join(',');
  const isCut = shown.length === MOST_HOSTS && rules.length > shown[MOST_HOSTS - 1]!.index + 1;
  return isCut ? `${text} + ${rules.length - MOST_HOSTS} more...` : text;
}

function statusOf(conditions: Conditions | undefined, type: string): string {
  return conditions?.find((condition) => condition.type === type)?.status ?? '';
}
