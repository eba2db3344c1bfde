/** SRV records of what was found, with the addresses that their targets have. Models `SRV` of CoreDNS' backend_lookup.go. */
import type { DnsRecord } from './dnsMessage.ts';
import type { KubernetesOptions } from './dnsView.ts';
import { type Found, nameOf } from './serviceRecords.ts';

/** All have the same weight, together about 100; what has no port gets no record, but takes its share of the weight. */
export function srvRecords(
  question: string,
  found: readonly Found[],
  ttl: number,
  options: KubernetesOptions,
  addressesOf: (alias: string) => readonly DnsRecord[],
): { records: DnsRecord[]; extra: DnsRecord[] } {
  const records = new Map<string, DnsRecord>();
  const extra = new Map<string, readonly DnsRecord[]>();
  const weight = Math.max(1, Math.floor((100 / (100 * found.length)) * 100));
  for (const each of found) {
    const { host, port, type } = each;
    if (port === null) continue;
    const target = type === 'CNAME' ? host : nameOf(each, options);
    const data = { priority: 0, weight, port, target };
    records.set(`${target} ${port}`, { name: question, type: 'SRV', ttl, data });
    const key = `${target} ${host}`;
    if (!extra.has(key))
      extra.set(key, type === 'CNAME' ? addressesOf(target) : [{ name: target, type, ttl, data: host }]);
  }
  return { records: [...records.values()], extra: [...extra.values()].flat() };
}
