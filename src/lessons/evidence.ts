/** What a goal is judged by: the objects as they are, and the requests that ended since somebody last changed something. */

import { matchesSelector } from '../kubernetes/labelSelector.ts';
import { type ObjectKey, objectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { selectorOf } from '../kubernetes/workload.ts';
import { isWorkloadKind } from '../kubernetes/workloadKinds.ts';
import { MOST_REQUESTS } from '../playground/requestLog.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { PlaceKey, RequestEnd } from '../simulation/events.ts';
import { keyNamed, type Objects, podsNamed } from './references.ts';

export interface Ended extends RequestRecord {
  readonly end: RequestEnd;
}

export interface Evidence {
  readonly objects: Objects;
  /** As it was when the step began. */
  readonly before: Objects;
  /** Oldest first; only those that a sender made, each with its last try. */
  readonly requests: readonly Ended[];
  /** False when older ones are forgotten already that began after the last change. */
  readonly isWhole?: boolean;
}

/** `changedAt`: when somebody last changed an object, in simulated ms. What was under way then says nothing. */
export function endedSince(records: readonly RequestRecord[], changedAt: number): Ended[] {
  return records.filter((record): record is Ended => {
    const { start, end } = record;
    if (end === null || start.parent !== undefined || end.isTriedAgain === true) return false;
    return (end.firstStartedAt ?? start.at) >= changedAt;
  });
}

/** Whether the records go back to the last change: only so many are kept. */
export function reachBackTo(records: readonly RequestRecord[], changedAt: number): boolean {
  return records.length < MOST_REQUESTS || records[0]!.start.at < changedAt;
}

/** The process that answered in the end, behind whatever proxy, and the source that it saw. */
export function answererOf({ upstream, answeredBy, sourceSeen }: RequestEnd): {
  readonly place: PlaceKey | null;
  readonly sourceSeen: string | null;
} {
  return upstream?.answeredBy != null
    ? { place: upstream.answeredBy, sourceSeen: upstream.sourceSeen }
    : { place: answeredBy, sourceSeen };
}

/** Whether a place is meant by `Client/x`, `Pod/x`, `Deployment/x` (its Pods), `app=shop` or `any`. */
export function isPlace(objects: Objects, place: PlaceKey | null, wanted: string | undefined): boolean {
  if (wanted === undefined || wanted === 'any') return true;
  if (place === null) return false;
  if (wanted.includes('=')) return podsNamed(objects, wanted).some((pod) => objectKey(pod) === place);
  const key = keyNamed(wanted);
  if (key === place) return true;
  const { kind } = parseKey(key);
  const workload = isWorkloadKind(kind) ? objects.get(key) : undefined;
  const pod = objects.get(place);
  if (workload === undefined || pod?.kind !== 'Pod') return false;
  return (
    pod.metadata.namespace === workload.metadata.namespace &&
    matchesSelector(selectorOf(workload as Parameters<typeof selectorOf>[0]), pod)
  );
}

/** Whether the request was meant for a Service (`Service/x`) or for another place, by whatever name or address. */
export function isTo(objects: Objects, { start, end }: Ended, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const key = keyNamed(wanted);
  if (end.service === key || end.answeredBy === key || end.upstream?.answeredBy === key) return true;
  const traffic = start.traffic === null ? undefined : (objects.get(start.traffic) as Traffic | undefined);
  const named = traffic?.spec.service;
  const senderNamespace = parseKey(start.from).namespace || 'default';
  if (named !== undefined && keyNamed(`Service/${named.namespace ?? senderNamespace}/${named.name}`) === key)
    return true;
  return namesOf(objects, key, senderNamespace).includes(hostOf(start.url));
}

function hostOf(url: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

function namesOf(objects: Objects, key: ObjectKey, senderNamespace: string): string[] {
  const { kind, namespace, name } = parseKey(key);
  if (kind !== 'Service') return [name];
  const service = objects.get(key) as Service | undefined;
  const names = [
    `${name}.${namespace}`,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.cluster.local`,
  ];
  const addresses = [
    ...(service?.spec?.clusterIPs ?? []),
    ...(service?.spec?.externalIPs ?? []),
    ...(service?.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []),
  ];
  return [...names, ...names.map((each) => `${each}.`), ...addresses].concat(
    namespace === senderNamespace ? [name] : [],
  );
}

/** Whether a packet of the request came to the place: a process took it in, or it was passed on there. */
export function hasReached(objects: Objects, { steps }: RequestRecord, wanted: string): boolean {
  const isEndpoint = wanted.includes('=') || /^(?:Pod|Deployment|OutsideServer)\//.test(wanted);
  return steps.some((step) => {
    if (step.packetKind !== 'request') return false;
    if (step.type === 'PacketEnd') {
      const isTaken = step.verdict === 'delivered' || !isEndpoint;
      return isTaken && isPlace(objects, step.place, wanted);
    }
    return !isEndpoint && isPlace(objects, step.to, wanted);
  });
}

/** The address under which the sender sent the request. */
export function sentFrom({ steps }: RequestRecord): string | undefined {
  return steps.find(({ packetKind }) => packetKind === 'request')?.before.source;
}
