/**
 * Answers for the cluster's own zones. Models the handler of CoreDNS' plugin `kubernetes` and the lookups that it shares
 * with other backends (`plugin/backend_lookup.go`).
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import {
  type AddressType,
  type DnsAnswer,
  type DnsQuestion,
  type DnsRecord,
  fullyQualified,
  isInZone,
  labelsBelow,
  NO_RECORDS,
  negative,
  positive,
  soaRecord,
  zoneOf,
} from './dnsMessage.ts';
import type { DnsView, KubernetesOptions } from './dnsView.ts';
import { findNameServers } from './nameServers.ts';
import { addressOfReverseName } from './reverseName.ts';
import { type Findings, findNames, findRecords } from './serviceRecords.ts';
import { srvRecords } from './srvRecords.ts';

/** The version of the names' schema (kubernetes/dns, specification.md). */
const SCHEMA_VERSION = '1.1.0';
const SCHEMA_TTL = 28_800;
/** A chain of other names is followed no further than this. */
const MAX_ALIASES = 8;

interface Query {
  readonly view: DnsView;
  readonly options: KubernetesOptions;
  /** As it was asked. */
  readonly question: DnsQuestion;
  /** In lower case. */
  readonly name: string;
  /** In the letters of the question. */
  readonly zone: string;
}

/** What a type's records are; `records` null: the name does not exist. */
interface Records {
  readonly records: readonly DnsRecord[] | null;
  readonly extra?: readonly DnsRecord[];
  readonly isTruncated?: boolean;
  readonly service?: ObjectKey | null;
}

/** null: the name is in none of the zones, or falls through to whoever is asked next. */
export function answerFromKubernetes(
  question: DnsQuestion,
  view: DnsView,
  options: KubernetesOptions,
): DnsAnswer | null {
  const name = question.name.toLowerCase();
  const zoneInLowerCase = zoneOf(name, options.zones);
  if (zoneInLowerCase === undefined) return null;
  const zone = question.name.slice(-zoneInLowerCase.length);
  const query: Query = { view, options, question, name, zone };
  const lookUp = recordsByType.get(question.type) ?? nothingOfThisType;
  const { records, extra = NO_RECORDS, isTruncated = false, service = null } = lookUp(query);
  if (records === null) {
    if (zoneOf(name, options.fallthrough) !== undefined) return null;
    return negative(view.hasSynced ? 'NXDOMAIN' : 'SERVFAIL', soaOf(query));
  }
  if (records.length === 0) return negative('NOERROR', soaOf(query));
  return positive(records, extra, isTruncated, service);
}

function soaOf({ zone, options }: Query) {
  return soaRecord(zone, `ns.dns.${zone}`, `hostmaster.${zone}`, options.ttl);
}

/** The name that SOA records give to the server. */
function isNameServer({ name, zone }: Query): boolean {
  return name.startsWith('ns.dns.') && name.length === 'ns.dns.'.length + zone.length;
}

function isApex({ name, zone }: Query): boolean {
  return name.length === zone.length;
}

function find(query: Query): Findings {
  const { view, name, zone, options } = query;
  return isNameServer(query) ? { found: [], service: null } : findRecords(view, name, zone, options);
}

const nothingOfThisType = (query: Query): Records => ({ records: find(query).found === null ? null : [] });

const recordsByType: ReadonlyMap<string, (query: Query) => Records> = new Map([
  ['A', (query: Query) => addressRecords(query, 'A', [])],
  ['AAAA', (query: Query) => addressRecords(query, 'AAAA', [])],
  ['SRV', srv],
  ['CNAME', cname],
  ['PTR', ptr],
  ['TXT', txt],
  ['NS', (query: Query) => (isApex(query) ? ns(query) : nothingOfThisType(query))],
  ['SOA', (query: Query) => (isApex(query) ? { records: [soaOf(query)] } : nothingOfThisType(query))],
]);

function addressRecords(query: Query, type: AddressType, aliases: readonly DnsRecord[]): Records {
  const { options, question } = query;
  if (isNameServer(query)) return nameServerAddresses(query, type);
  const { found, service } = find(query);
  if (found === null) return { records: null };
  const records: DnsRecord[] = [];
  const seen = found.length > 1 ? new Set<string>() : null;
  let isTruncated = false;
  for (const { host, type: hostType } of found) {
    if (seen?.has(host)) continue;
    seen?.add(host);
    if (hostType === 'CNAME') {
      const alias = aliasRecords(query, host, type, aliases);
      records.push(...alias.records);
      isTruncated ||= alias.isTruncated;
    } else if (hostType === type) records.push({ name: question.name, type, ttl: options.ttl, data: host });
  }
  return { records, isTruncated, service };
}

function nameServerAddresses({ view, zone, options, question }: Query, type: AddressType): Records {
  const records = findNameServers(view, zone, options, null)
    .filter((server) => server.type === type)
    .map(({ address }): DnsRecord => ({ name: question.name, type, ttl: options.ttl, data: address }));
  return { records };
}

const NO_ALIAS = { records: NO_RECORDS, isTruncated: false };

/**
 * Another name: the records of that one come along. It is left out when it leads in a circle, or to a name of the cluster
 * that has no such records; of names outside it is told even then.
 */
function aliasRecords(
  query: Query,
  host: string,
  type: AddressType,
  aliases: readonly DnsRecord[],
): { readonly records: readonly DnsRecord[]; readonly isTruncated: boolean } {
  const { view, options, question, zone } = query;
  const target = fullyQualified(host);
  const name = target.toLowerCase();
  const isCircle = name === query.name || aliases.some(({ data }) => data === target);
  if (isCircle || aliases.length >= MAX_ALIASES) return NO_ALIAS;
  const alias: DnsRecord = { name: question.name, type: 'CNAME', ttl: options.ttl, data: target };
  if (isInZone(name, zone.toLowerCase())) {
    const next: Query = { ...query, question: { name: target, type }, name };
    const { records, isTruncated = false } = addressRecords(next, type, [...aliases, alias]);
    return { records: records === null || records.length === 0 ? [] : [alias, ...records], isTruncated };
  }
  const answer = view.forward({ name: target, type });
  return answer === null
    ? NO_ALIAS
    : { records: [alias, ...answer.records], isTruncated: answer.isTruncated };
}

/** An ExternalName has no ports to speak of. */
function srv(query: Query): Records {
  const { found, service } = find(query);
  if (found === null) return { records: null };
  const own = found.filter(({ type }) => type !== 'CNAME');
  const { question, options } = query;
  return { ...srvRecords(question.name, own, options.ttl, options, () => []), service };
}

function cname(query: Query): Records {
  const { question, options } = query;
  const { found, service } = find(query);
  if (found === null) return { records: null };
  const [first] = found;
  if (first?.type !== 'CNAME') return { records: [] };
  const data = fullyQualified(first.host);
  return { records: [{ name: question.name, type: 'CNAME', ttl: options.ttl, data }], service };
}

function ptr(query: Query): Records {
  const { view, name, options, question, zone } = query;
  const address = addressOfReverseName(name);
  if (address === null) return { records: findRecords(view, name, zone, options).found === null ? null : [] };
  const names = findNames(view, address, options);
  if (names.length === 0) return { records: null };
  const records = names.map(
    (data): DnsRecord => ({ name: question.name, type: 'PTR', ttl: options.ttl, data }),
  );
  return { records };
}

/** Only `dns-version` has text. Of all other names only those that have some record are said to exist. */
function txt(query: Query): Records {
  const { view, name, zone, options, question } = query;
  const labels = labelsBelow(name, zone);
  if (labels.length === 1 && labels[0] === 'dns-version')
    return { records: [{ name: question.name, type: 'TXT', ttl: SCHEMA_TTL, data: SCHEMA_VERSION }] };
  const { found, service } = findRecords(view, name, zone, options);
  const isEmptyZone = options.zonal && found !== null && service !== null;
  return { records: isEmptyZone || (found !== null && found.length > 0) ? [] : null };
}

function ns({ view, zone, options, question }: Query): Records {
  const { ttl } = options;
  const servers = findNameServers(view, zone, options, null);
  const names = new Set(servers.map(({ name }) => name));
  return {
    records: [...names].map((data): DnsRecord => ({ name: question.name, type: 'NS', ttl, data })),
    extra: servers.map(({ name, type, address }): DnsRecord => ({ name, type, ttl, data: address })),
  };
}
