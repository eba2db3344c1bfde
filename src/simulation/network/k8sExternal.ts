/**
 * Answers for public zones: the addresses that Services have outside the cluster. Models CoreDNS' plugin `k8s_external`
 * and `plugin/kubernetes/external.go`.
 */
import { keyOf, type ObjectKey } from '../../kubernetes/objectMeta.ts';
import {
  type AddressType,
  type DnsAnswer,
  type DnsQuestion,
  type DnsRecord,
  fullyQualified,
  labelsBelow,
  NO_RECORDS,
  negative,
  positive,
  type ResponseCode,
  recordTypeOf,
  soaRecord,
  zoneOf,
} from './dnsMessage.ts';
import type { DnsView, ExternalOptions, ExternalPlugin, KubernetesOptions } from './dnsView.ts';
import { findNameServers, type NameServer } from './nameServers.ts';
import { addressOfReverseName } from './reverseName.ts';
import {
  externalIPsOf,
  type Found,
  findEndpoints,
  isExposed,
  isHeadless,
  portsOf,
  saysPort,
  withoutUnderscore,
} from './serviceRecords.ts';
import { srvRecords } from './srvRecords.ts';

export function k8sExternal(external: ExternalOptions): ExternalPlugin {
  return (question, view, options) => answerFromExternal(question, view, options, external);
}

interface Query {
  readonly view: DnsView;
  readonly options: KubernetesOptions;
  readonly external: ExternalOptions;
  readonly question: DnsQuestion;
  /** In lower case. */
  readonly name: string;
  readonly zone: string;
}

/** null: the name is in none of the zones. */
function answerFromExternal(
  question: DnsQuestion,
  view: DnsView,
  options: KubernetesOptions,
  external: ExternalOptions,
): DnsAnswer | null {
  const name = question.name.toLowerCase();
  const zone = zoneOf(name, external.zones);
  if (zone === undefined) return null;
  const query: Query = { view, options, external, question, name, zone };
  const labels = labelsBelow(name, zone);
  if (labels.length === 0) return answerApex(query);
  if (labels.at(-1) === 'dns') return answerBelowApex(query, labels);
  const address = question.type === 'PTR' ? addressOfReverseName(name) : null;
  if (address !== null) return answerReverse(query, address);
  const { found, rcode, service } = findExternal(query, labels);
  if (found.length === 0) return negative(rcode, soaOf(query));
  const { records, extra, isTruncated } = recordsOf(query, found);
  return records.length === 0
    ? negative('NOERROR', soaOf(query))
    : positive(records, extra, isTruncated, service);
}

function soaOf({ zone, external }: Query) {
  return soaRecord(zone, `ns1.dns.${zone}`, `hostmaster.dns.${zone}`, external.ttl);
}

function answerApex(query: Query): DnsAnswer {
  const { question, zone, external } = query;
  const { ttl } = external;
  if (question.type === 'SOA') return positive([soaOf(query)], NO_RECORDS, false, null);
  if (question.type !== 'NS') return negative('NOERROR', soaOf(query));
  const data = `ns1.dns.${zone}`;
  const extra = nameServersOf(query).map(
    ({ type, address }): DnsRecord => ({ name: `ns1.dns.${question.name}`, type, ttl, data: address }),
  );
  return positive([{ name: zone, type: 'NS', ttl, data }], extra, false, null);
}

/** `ns1.dns.` is the server, `dns.` has nothing, and there is nothing else. */
function answerBelowApex(query: Query, labels: readonly string[]): DnsAnswer {
  const { question, external } = query;
  if (labels.length === 1) return negative('NOERROR', soaOf(query));
  if (labels.length > 2 || labels[0] !== 'ns1') return negative('NXDOMAIN', soaOf(query));
  const records = nameServersOf(query)
    .filter(({ type }) => type === question.type)
    .map(({ type, address }): DnsRecord => ({ name: question.name, type, ttl: external.ttl, data: address }));
  return records.length === 0
    ? negative('NOERROR', soaOf(query))
    : positive(records, NO_RECORDS, false, null);
}

function nameServersOf({ view, zone, options, external }: Query): NameServer[] {
  return findNameServers(view, zone, options, external);
}

function answerReverse(query: Query, address: string): DnsAnswer {
  const { view, external, options, question } = query;
  const names = new Set<string>();
  for (const service of view.services()) {
    const { name, namespace = '' } = service.metadata;
    const isShown = options.namespaces.length === 0 || isExposed(view, namespace, options);
    if (isShown && externalIPsOf(service).includes(address))
      names.add(`${name}.${namespace}.${external.zones[0] ?? ''}`);
  }
  const records = [...names].map(
    (data): DnsRecord => ({ name: question.name, type: 'PTR', ttl: external.ttl, data }),
  );
  return records.length === 0
    ? negative('NXDOMAIN', soaOf(query))
    : positive(records, NO_RECORDS, false, null);
}

interface ExternalFindings {
  readonly found: readonly Found[];
  /** When nothing is found. */
  readonly rcode: ResponseCode;
  readonly service: ObjectKey | null;
}

/** `_port._protocol.service.namespace`, `endpoint.service.namespace`, or without what comes before the Service. */
function findExternal(
  { view, options, external, zone, question }: Query,
  labels: readonly string[],
): ExternalFindings {
  const nothing = (rcode: ResponseCode): ExternalFindings => ({ found: [], rcode, service: null });
  const [name, namespace] = [labels.at(-2), labels.at(-1)!];
  if (!isExposed(view, namespace, options)) return nothing('NXDOMAIN');
  if (name === undefined) return nothing('NOERROR');
  const left = labels.slice(0, -2).map(withoutUnderscore);
  if (left.length > 2) return nothing('NXDOMAIN');
  const endpoint = left.length === 1 ? left[0]! : '';
  const [port = '', protocol = ''] = left.length === 2 ? left : [];
  const key = keyOf('v1', 'Service', namespace, name);
  const service = view.service(key);
  if (service === undefined) return nothing('NXDOMAIN');
  const parent = `${name}.${namespace}.${zone}`;
  const addresses = externalIPsOf(service);
  const byEndpoints = external.headless && addresses.length === 0 && (isHeadless(service) || endpoint !== '');
  const found = byEndpoints
    ? findEndpoints(view, key, { endpoint, port, protocol }, '', parent, options)
    : addresses.flatMap((host) =>
        portsOf(service)
          .filter((listed) => saysPort(port, protocol, listed))
          .map((listed): Found => {
            const type = recordTypeOf(host);
            return { host, type, port: listed.port, endpoint: null, parent };
          }),
      );
  const rcode = found.length > 0 ? 'NOERROR' : 'NXDOMAIN';
  return question.type === 'PTR' ? nothing(rcode) : { found, rcode, service: key };
}

interface ExternalRecords {
  readonly records: readonly DnsRecord[];
  readonly extra: readonly DnsRecord[];
  readonly isTruncated: boolean;
}

function recordsOf(query: Query, found: readonly Found[]): ExternalRecords {
  const { view, question, external, options } = query;
  const { type } = question;
  if (type === 'A' || type === 'AAAA') return addressRecords(query, found, type);
  if (type !== 'SRV') return { records: NO_RECORDS, extra: NO_RECORDS, isTruncated: false };
  const hosts = found.map((each) =>
    each.type === 'CNAME' ? { ...each, host: fullyQualified(each.host) } : each,
  );
  const addressesOf = (name: string) =>
    (['A', 'AAAA'] as const).flatMap((each) => view.forward({ name, type: each })?.records ?? []);
  return { ...srvRecords(question.name, hosts, external.ttl, options, addressesOf), isTruncated: false };
}

function addressRecords(
  { view, question, external }: Query,
  found: readonly Found[],
  type: AddressType,
): ExternalRecords {
  const { name } = question;
  const { ttl } = external;
  const records: DnsRecord[] = [];
  const seen = new Set<string>();
  let isTruncated = false;
  for (const { host, type: hostType } of found) {
    if (seen.has(host)) continue;
    seen.add(host);
    if (hostType === 'CNAME') {
      const data = fullyQualified(host);
      const answer = view.forward({ name: data, type });
      records.push({ name, type: 'CNAME', ttl, data }, ...(answer?.records ?? []));
      isTruncated ||= answer?.isTruncated ?? false;
    } else if (hostType === type) records.push({ name, type, ttl, data: host });
  }
  return { records, extra: NO_RECORDS, isTruncated };
}
