/**
 * What DNS servers and clients exchange: questions, records, answers. Names are fully qualified and end with a dot, in the
 * letters that they were asked in. Simplified: no classes, no serial in a SOA record, no wire format.
 */
import { familyOf, ipv4ToNumber } from '../../kubernetes/ip.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';

export type AddressType = 'A' | 'AAAA';

/** What a Pod can ask for. */
export type QueryType = AddressType | 'SRV' | 'PTR' | 'CNAME' | 'TXT' | 'NS' | 'SOA';

export function isAddressType(type: QueryType): type is AddressType {
  return type === 'A' || type === 'AAAA';
}

export interface DnsQuestion {
  readonly name: string;
  /** `A`, `AAAA`, `SRV`, …, also types that nobody has records of. */
  readonly type: string;
}

interface RecordOf<T extends string, D> {
  readonly name: string;
  readonly type: T;
  /** In seconds. */
  readonly ttl: number;
  readonly data: D;
}

export interface SrvData {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

export interface SoaData {
  readonly mname: string;
  readonly rname: string;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

type TextType = AddressType | 'CNAME' | 'NS' | 'PTR' | 'TXT';
export type TextRecord = { [T in TextType]: RecordOf<T, string> }[TextType];
export type SrvRecord = RecordOf<'SRV', SrvData>;
export type SoaRecord = RecordOf<'SOA', SoaData>;
export type DnsRecord = TextRecord | SrvRecord | SoaRecord;

export type ResponseCode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';

export interface DnsAnswer {
  /** NOERROR without records is NODATA: the name exists, but has no such record. */
  readonly rcode: ResponseCode;
  readonly records: readonly DnsRecord[];
  /** The additional section: addresses that the asker will want next. */
  readonly extra: readonly DnsRecord[];
  /** Who says that there is nothing; null in answers that have records. */
  readonly authority: SoaRecord | null;
  /** The TC bit: there is more than fits, ask again by TCP. */
  readonly isTruncated: boolean;
  /** The Service that the name belongs to. */
  readonly service: ObjectKey | null;
}

export const NO_RECORDS: readonly DnsRecord[] = [];

export function positive(
  records: readonly DnsRecord[],
  extra: readonly DnsRecord[],
  isTruncated: boolean,
  service: ObjectKey | null,
): DnsAnswer {
  return { rcode: 'NOERROR', records, extra, authority: null, isTruncated, service };
}

export function negative(rcode: ResponseCode, authority: SoaRecord | null): DnsAnswer {
  return { rcode, records: NO_RECORDS, extra: NO_RECORDS, authority, isTruncated: false, service: null };
}

export function soaRecord(zone: string, mname: string, rname: string, ttl: number): SoaRecord {
  const data = { mname, rname, refresh: 7200, retry: 1800, expire: 86_400, minimum: ttl };
  return { name: zone, type: 'SOA', ttl, data };
}

/** The records with the addresses of the name that was asked for. */
export function addressesIn({ records }: DnsAnswer) {
  return records.filter((record) => record.type === 'A' || record.type === 'AAAA');
}

export function fullyQualified(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** Whether a name in lower case is the zone, or below it. */
export function isInZone(name: string, zone: string): boolean {
  return (
    zone === '.' ||
    (name.endsWith(zone) &&
      (name.length === zone.length || name.charCodeAt(name.length - zone.length - 1) === 46))
  );
}

/** The zone that a name in lower case belongs to, the longest one if there are several. */
export function zoneOf(name: string, zones: readonly string[]): string | undefined {
  let longest: string | undefined;
  for (const zone of zones)
    if (isInZone(name, zone) && (longest === undefined || zone.length > longest.length)) longest = zone;
  return longest;
}

/** The labels of a name that are left of its zone. */
export function labelsBelow(name: string, zone: string): string[] {
  return name.length <= zone.length ? [] : name.slice(0, name.length - zone.length - 1).split('.');
}

/** What a record for this host would be: an address, or the name of another. */
export function recordTypeOf(host: string): AddressType | 'CNAME' {
  if (ipv4ToNumber(host) >= 0) return 'A';
  return host.includes(':') && familyOf(host) === 'IPv6' ? 'AAAA' : 'CNAME';
}
