/** To whom a request went, as far as is known: the Service that its packets are addressed to, else the host that was asked. */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { RequestRecord } from '../playground/state.ts';
import { hostOf } from './hostOf.ts';

/** Key of the Service; null when none is involved. Name look-ups go to kube-dns and do not count. */
export function serviceOfRequest({ steps, end }: RequestRecord): ObjectKey | null {
  if (end?.service) return end.service;
  const step = steps.find(
    ({ service, packetKind }) => service !== null && packetKind !== 'dnsQuery' && packetKind !== 'dnsReply',
  );
  return step?.service ?? null;
}

export function requestTarget(record: RequestRecord): string {
  const service = serviceOfRequest(record);
  return service === null ? hostOf(record.start.url) : parseKey(service).name;
}
