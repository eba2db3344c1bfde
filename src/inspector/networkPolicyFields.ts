/** The form of a NetworkPolicy. */
import { isolates, type NetworkPolicy, type PolicyType } from '../kubernetes/networkPolicy.ts';
import { labelPairs } from './codecs.ts';
import { type Fields, metadataLabels } from './fieldDefinition.ts';

/** What `policyTypes` may hold; a policy without types would be one for ingress. */
const types: readonly { value: string; label: string; policyTypes: PolicyType[] }[] = [
  { value: 'Ingress', label: 'Ingress', policyTypes: ['Ingress'] },
  { value: 'Egress', label: 'Egress', policyTypes: ['Egress'] },
  { value: 'Egress, Ingress', label: 'Ingress and Egress', policyTypes: ['Ingress', 'Egress'] },
];

export const networkPolicyFields: Fields<NetworkPolicy> = [
  {
    label: 'podSelector',
    path: ['spec', 'podSelector', 'matchLabels'],
    control: { type: 'text', codec: labelPairs, isMono: true, placeholder: 'all Pods' },
    help: 'Pods of this Namespace with all of these labels are what the policy is about. Empty means all Pods of the Namespace.',
    isQuick: true,
  },
  {
    label: 'policyTypes',
    path: ['spec', 'policyTypes'],
    control: { type: 'select', options: () => types },
    help: 'In these directions the selected Pods are isolated: only what a rule of some policy allows gets through. Egress includes DNS.',
    change(policy, value) {
      const policyTypes = types.find((type) => type.value === value)?.policyTypes ?? ['Ingress'];
      return { ...policy, spec: { ...policy.spec, policyTypes } };
    },
  },
  {
    label: 'ingress',
    path: ['spec', 'ingress'],
    control: { type: 'policyRules', side: 'from' },
    help: 'One rule that fits is enough: from one of its peers, on one of its ports. Answers always get back.',
    isShown: (policy) => isolates(policy, 'Ingress'),
    isWide: true,
  },
  {
    label: 'egress',
    path: ['spec', 'egress'],
    control: { type: 'policyRules', side: 'to' },
    help: 'Rules meet the addresses and ports of Pods, after kube-proxy has picked one: a ClusterIP never matches.',
    isShown: (policy) => isolates(policy, 'Egress'),
    isWide: true,
  },
  metadataLabels,
];
