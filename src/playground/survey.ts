/** What the checks for problems look things up in, gathered once for all of them. */
import { SERVICE_NAME_LABEL } from '../kubernetes/endpointSlice.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import { t } from '../messages/problems.ts';
import { createPolicySet, type PolicySet } from '../simulation/network/networkPolicy.ts';
import { type AddressBook, createAddressBook } from './addressBook.ts';
import { type Objects, ofKind } from './queries.ts';

export interface Survey {
  objects: Objects;
  pods: readonly Pod[];
  /** Pods by `namespace key=value`. */
  podsByLabel: ReadonlyMap<string, readonly Pod[]>;
  hostnames: ReadonlySet<string>;
  servicesWithSlices: ReadonlySet<string>;
  /** The load balancer classes that a CloudProvider implements; '' for Services that name none. */
  cloudClasses: ReadonlySet<string>;
  nodeNames: readonly string[];
  addressBook: AddressBook;
  /** Pods on the host network. */
  hostPods: readonly Pod[];
  /** null without any NetworkPolicy. */
  policies: PolicySet | null;
}

export function surveyOf(objects: Objects): Survey {
  const pods = ofKind(objects, 'Pod').filter((pod) => !isTerminating(pod));
  const policies = ofKind(objects, 'NetworkPolicy');
  const podsByLabel = new Map<string, Pod[]>();
  for (const pod of pods)
    for (const [label, value] of Object.entries(pod.metadata.labels ?? {})) {
      const index = `${pod.metadata.namespace} ${label}=${value}`;
      const list = podsByLabel.get(index);
      if (list === undefined) podsByLabel.set(index, [pod]);
      else list.push(pod);
    }
  return {
    objects,
    pods,
    podsByLabel,
    hostnames: new Set(ofKind(objects, 'OutsideServer').map((server) => server.spec.hostname)),
    servicesWithSlices: new Set(
      ofKind(objects, 'EndpointSlice').map(
        ({ metadata }) => `${metadata.namespace}/${metadata.labels?.[SERVICE_NAME_LABEL]}`,
      ),
    ),
    cloudClasses: new Set(ofKind(objects, 'CloudProvider').map(({ spec }) => spec.loadBalancerClass ?? '')),
    nodeNames: ofKind(objects, 'Node').map((node) => node.metadata.name),
    addressBook: createAddressBook(objects),
    hostPods: pods.filter((pod) => pod.spec.hostNetwork === true),
    policies:
      policies.length === 0
        ? null
        : createPolicySet(new Map(policies.map((each) => [objectKey(each), each]))),
  };
}

export function list(names: readonly string[]): string {
  if (names.length > 3) return t('andMore', { names: names.slice(0, 3).join(', '), count: names.length - 3 });
  return names.length < 2
    ? names.join('')
    : t('and', { names: names.slice(0, -1).join(', '), last: names.at(-1) ?? '' });
}

/** `shop-1, shop-2 and 3 more` */
export const namesOf = (pods: readonly Pod[]): string => list(pods.map((pod) => pod.metadata.name));
