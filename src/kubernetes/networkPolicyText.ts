/** The rules of a NetworkPolicy as one reads them: `from Pods app=api to TCP 5432`. */
import type { LabelSelector } from './labelSelector.ts';
import {
  type NetworkPolicy,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
  type PolicyType,
  rulesOf,
} from './networkPolicy.ts';

/** `app=api, tier in (a, b)`; the empty text for a selector that matches everything. */
export function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const pairs = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const conditions = (matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(', ')})`;
  });
  return [...pairs, ...conditions].join(', ');
}

/** All rules of one direction, or `nothing`. */
export function rulesText(policy: NetworkPolicy, direction: PolicyType): string {
  const rules = rulesOf(policy, direction);
  if (rules.length === 0) return 'allows nothing';
  const word = direction === 'Ingress' ? 'from' : 'to';
  return rules
    .map(({ peers, ports }) => {
      const who = peers.length === 0 ? 'everybody' : peers.map(peerText).join(' or ');
      const where = ports.length === 0 ? 'every port' : ports.map(portText).join(', ');
      return `allows ${word} ${who} on ${where}`;
    })
    .join('; ');
}

export function peerText({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): string {
  if (ipBlock) {
    const except = ipBlock.except ?? [];
    return `${ipBlock.cidr}${except.length === 0 ? '' : ` except ${except.join(', ')}`}`;
  }
  const pods = podSelector === undefined ? '' : selectorText(podSelector);
  const which = pods === '' ? 'all Pods' : `Pods ${pods}`;
  if (namespaceSelector === undefined) return which;
  const namespaces = selectorText(namespaceSelector);
  return `${which} of ${namespaces === '' ? 'all Namespaces' : `Namespaces ${namespaces}`}`;
}

export function portText({ protocol = 'TCP', port, endPort }: NetworkPolicyPort): string {
  if (port === undefined) return `every ${protocol} port`;
  return `${protocol} ${port}${endPort === undefined ? '' : `-${endPort}`}`;
}
