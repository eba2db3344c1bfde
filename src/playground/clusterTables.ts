/** What the cluster as a whole knows at this moment, row by row: all EndpointSlices, and all names as CoreDNS would answer now. */
import { type EndpointSlice, SERVICE_NAME_LABEL } from '../kubernetes/endpointSlice.ts';
import { formatSocket } from '../kubernetes/ip.ts';
import { keyOfKind } from '../kubernetes/kinds.ts';
import { type ObjectKey, objectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { serviceForm } from '../kubernetes/service.ts';
import type { Hop, PacketEnd, Rule } from '../simulation/events.ts';
import { answer } from '../simulation/network/coreDNS.ts';
import { corefileOf } from '../simulation/network/corefile.ts';
import { type AddressType, type DnsQuestion, fullyQualified } from '../simulation/network/dnsMessage.ts';
import { ClusterView, inZoneFormat } from '../simulation/network/dnsServer.ts';
import type { Simulation } from '../simulation/state.ts';

export type ClusterTable = 'endpoints' | 'dns';

export interface ClusterRow {
  readonly text: string;
  /** By what hits of the row are found: of a Service's endpoints, of a name and type. A heading has none. */
  readonly keys: readonly string[];
}

export const clusterTableCommands: Readonly<Record<ClusterTable, string>> = {
  endpoints: 'kubectl get endpointslices -A',
  dns: 'dig <name>',
};

/** The key of an endpoint that was picked, or of a name that was asked for; null for all other steps. */
export function clusterKeyOf(step: Hop | PacketEnd): string | null {
  const { rule, packetKind, details } = step;
  if (rule === null) return null;
  if (rule.component === 'kubeProxy') return pickedKey(rule);
  const isAsked = rule.component === 'coreDNS' && packetKind === 'dnsQuery' && details?.name !== undefined;
  return isAsked ? nameKey(String(details!.name), String(details!.type)) : null;
}

export function pickedKey({ choice }: Rule): string | null {
  if (choice === undefined || choice.of !== 'endpoints') return null;
  const picked = choice.candidates.find(({ isPicked }) => isPicked);
  return picked === undefined ? null : endpointKey(choice.service ?? null, picked.address ?? '');
}

function endpointKey(service: ObjectKey | null, socket: string): string {
  return `${service} ${socket}`;
}

export function nameKey(name: string, type: string): string {
  return `${fullyQualified(name)} ${type}`;
}

/** `asked`: keys of names that were asked for, also those that do not exist. */
export function readClusterTable(
  simulation: Simulation,
  table: ClusterTable,
  asked: readonly string[],
): ClusterRow[] {
  return table === 'endpoints' ? endpointRows(simulation) : nameRows(simulation, asked);
}

function endpointRows({ byKind }: Simulation): ClusterRow[] {
  const slices = [...byKind.EndpointSlice.values()].sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1));
  return slices.flatMap((slice) => {
    const { endpoints, ports } = slice;
    const listed = (endpoints ?? []).map((endpoint) => {
      const [address = ''] = endpoint.addresses;
      const { conditions, hints, nodeName, targetRef } = endpoint;
      const isReady = conditions?.ready ?? true;
      const words = [
        isReady ? 'ready' : 'not ready',
        (conditions?.serving ?? isReady) ? 'serving' : '',
        conditions?.terminating === true ? 'terminating' : '',
      ];
      const hinted = [
        ...(hints?.forNodes ?? []).map(({ name }) => name),
        ...(hints?.forZones ?? []).map(({ name }) => `zone ${name}`),
      ];
      const place = [nodeName ?? '', endpoint.zone === undefined ? '' : `zone ${endpoint.zone}`];
      return {
        keys: (ports ?? []).map(({ port }) =>
          endpointKey(serviceOf(slice), formatSocket(address, port ?? 0)),
        ),
        cells: [
          address,
          targetRef?.name ?? '',
          place.filter(Boolean).join(', '),
          words.filter(Boolean).join(', '),
          hinted.length === 0 ? '' : `for ${hinted.join(', ')}`,
        ],
      };
    });
    const texts = aligned(listed.map(({ cells }) => cells));
    return [
      { text: titleOf(slice), keys: [] },
      ...(listed.length === 0 ? [{ text: '  no endpoints', keys: [] }] : []),
      ...listed.map(({ keys }, index) => ({ text: `  ${texts[index]}`, keys })),
    ];
  });
}

function serviceOf({ metadata }: EndpointSlice): ObjectKey | null {
  const name = metadata.labels?.[SERVICE_NAME_LABEL];
  return name === undefined ? null : keyOfKind('Service', metadata.namespace ?? 'default', name);
}

/** `# default/shop-x7k2p  IPv4  http 8080/TCP  of Service shop` */
function titleOf(slice: EndpointSlice): string {
  const { addressType, ports, metadata } = slice;
  const service = serviceOf(slice);
  const numbers = (ports ?? []).map(({ name, port, protocol }) =>
    `${name ?? ''} ${port ?? '*'}/${protocol ?? 'TCP'}`.trim(),
  );
  const of = service === null ? '' : `  of Service ${parseKey(service).name}`;
  return `# ${metadata.namespace}/${metadata.name}  ${addressType}  ${numbers.join(', ') || 'no ports'}${of}`;
}

/** Columns under each other. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function nameRows(simulation: Simulation, asked: readonly string[]): ClusterRow[] {
  const types: readonly AddressType[] = simulation.network.proxyConfigIPv6 === null ? ['A'] : ['A', 'AAAA'];
  const known = namesOf(simulation).flatMap((name) => types.map((type) => nameKey(name, type)));
  const { options } = corefileOf(simulation);
  const view = new ClusterView(simulation, []);
  const rowOf = (key: string): ClusterRow[] => {
    const [name = '', type = 'A'] = key.split(' ');
    const question: DnsQuestion = { name, type: type as AddressType };
    const result = answer(question, view, options);
    if (result.rcode === 'NOERROR' && result.records.length === 0 && !asked.includes(key)) return [];
    return inZoneFormat(question, result)
      .split('\n')
      .map((text, index) => ({ text, keys: index === 0 ? [key] : [] }));
  };
  const others = asked.filter((key) => !known.includes(key)).sort();
  return [
    { text: '# Services, and the endpoints of headless ones', keys: [] },
    ...known.flatMap(rowOf),
    ...(others.length === 0 ? [] : [{ text: '# Other names that were asked for', keys: [] }]),
    ...others.flatMap(rowOf),
  ];
}

/** Names that people use, in the order of namespaces and Services. */
function namesOf({ byKind, network }: Simulation): string[] {
  const services = [...byKind.Service.values()].sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
  return services.flatMap((service) => {
    const { name, namespace } = service.metadata;
    const parent = `${name}.${namespace}.svc.cluster.local`;
    if (serviceForm(service) !== 'Headless') return parent;
    const hosts = [...(network.slices.get(objectKey(service))?.values() ?? [])].flatMap(({ endpoints }) =>
      (endpoints ?? []).flatMap(({ hostname }) => hostname ?? []),
    );
    return [parent, ...[...new Set(hosts)].sort().map((host) => `${host}.${parent}`)];
  });
}
