/** To whom a request went, as far as is known: the Service that it was meant for, else the host that was asked. */
import { keyOfKind } from '../kubernetes/kinds.ts';
import { type KubernetesObject, type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import type { RequestRecord } from '../playground/state.ts';
import { hostOf } from './hostOf.ts';

type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

/** The Service that a Traffic object names: known also when no packet ever got there. */
export function serviceOfTraffic(traffic: ObjectKey | null, objects: Objects): ObjectKey | null {
  const object = traffic === null ? undefined : (objects.get(traffic) as Traffic | undefined);
  if (object?.spec.service === undefined) return null;
  const { from, service } = object.spec;
  return keyOfKind('Service', service.namespace ?? from.namespace ?? 'default', service.name);
}

/** Key of the Service; null when none is involved. Name look-ups go to kube-dns and do not count. */
export function serviceOfRequest({ start, steps, end }: RequestRecord, objects: Objects): ObjectKey | null {
  if (end?.service) return end.service;
  const step = steps.find(
    ({ service, packetKind }) => service !== null && packetKind !== 'dnsQuery' && packetKind !== 'dnsReply',
  );
  return step?.service ?? serviceOfTraffic(start.traffic, objects);
}

export function requestTarget(record: RequestRecord, objects: Objects): string {
  const service = serviceOfRequest(record, objects);
  return service === null ? hostOf(record.start.url) : parseKey(service).name;
}
