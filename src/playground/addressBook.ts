/** Who has which address, and who claims one: what contradictions between objects are found by. */
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import { t } from '../messages/problems.ts';
import { type Objects, ofKind } from './queries.ts';

export interface Owner {
  readonly key: ObjectKey;
  /** `Node node-a`, `the ClusterIP of Service shop` */
  readonly words: string;
  /** Services claim addresses of rules; everybody else stands at his. */
  readonly isPlace: boolean;
}

export type AddressBook = ReadonlyMap<string, readonly Owner[]>;

export function createAddressBook(objects: Objects): AddressBook {
  const book = new Map<string, Owner[]>();
  const add = (address: string | undefined, object: KubernetesObject, words: string, isPlace: boolean) => {
    if (!address) return;
    const owner = { key: objectKey(object), words, isPlace };
    const owners = book.get(address);
    if (owners === undefined) book.set(address, [owner]);
    else owners.push(owner);
  };
  for (const node of ofKind(objects, 'Node'))
    for (const address of nodeAddresses(node)) add(address, node, `Node ${node.metadata.name}`, true);
  for (const pod of ofKind(objects, 'Pod'))
    for (const address of podAddresses(pod)) add(address, pod, `Pod ${pod.metadata.name}`, true);
  for (const kind of ['Client', 'OutsideServer'] as const)
    for (const object of ofKind(objects, kind))
      add(object.spec.address, object, `${kind} ${object.metadata.name}`, true);
  for (const service of ofKind(objects, 'Service')) {
    const { spec, status, metadata } = service;
    const name = `Service ${metadata.name}`;
    const clusterIPs = new Set([spec.clusterIP, ...(spec.clusterIPs ?? [])]);
    for (const address of clusterIPs)
      if (address !== 'None') add(address, service, t('theClusterIPOfName', { name }), false);
    for (const { ip } of status?.loadBalancer?.ingress ?? [])
      add(ip, service, t('theLoadBalancer', { name }), false);
    for (const address of spec.externalIPs ?? [])
      add(address, service, t('anExternalIPOfName', { name }), false);
  }
  return book;
}

/** A Pod's own addresses: none on the host network, or when it has ended or is about to. */
export function podAddresses(pod: Pod): readonly string[] {
  const { phase, podIP, podIPs } = pod.status ?? {};
  if (pod.spec.hostNetwork === true || phase === 'Succeeded' || phase === 'Failed' || isTerminating(pod))
    return [];
  return [...new Set([podIP ?? '', ...(podIPs ?? []).map(({ ip }) => ip)])].filter(Boolean);
}

export function nodeAddresses(node: {
  status?: { addresses?: { type: string; address: string }[] };
}): readonly string[] {
  const addresses = node.status?.addresses ?? [];
  return [...new Set(addresses.filter(({ type }) => type !== 'Hostname').map(({ address }) => address))];
}
