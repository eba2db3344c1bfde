/** The form of a NetworkPolicy. */
import { isolates, type NetworkPolicy, type PolicyType } from '../kubernetes/networkPolicy.ts';
import { t } from '../messages/inspector.ts';
import { labelPairs } from './codecs.ts';
import { type Fields, metadataLabels } from './fieldDefinition.ts';

/** What `policyTypes` may hold; a policy without types would be one for ingress. */
const types: readonly { value: string; label: string; policyTypes: PolicyType[] }[] = [
  { value: 'Ingress', label: 'Ingress', policyTypes: ['Ingress'] },
  { value: 'Egress', label: 'Egress', policyTypes: ['Egress'] },
  {
    value: 'Egress, Ingress',
    get label() {
      return t('ingressAndEgress');
    },
    policyTypes: ['Ingress', 'Egress'],
  },
];

export const networkPolicyFields: Fields<NetworkPolicy> = [
  {
    label: 'podSelector',
    path: ['spec', 'podSelector', 'matchLabels'],
    control: {
      type: 'text',
      codec: labelPairs,
      isMono: true,
      get placeholder() {
        return t('allPods');
      },
    },
    get help() {
      return t('podsOfThisNamespaceWithAll');
    },
    isQuick: true,
  },
  {
    label: 'policyTypes',
    path: ['spec', 'policyTypes'],
    control: { type: 'select', options: () => types },
    get help() {
      return t('inTheseDirectionsTheSelectedPods');
    },
    change(policy, value) {
      const policyTypes = types.find((type) => type.value === value)?.policyTypes ?? ['Ingress'];
      return { ...policy, spec: { ...policy.spec, policyTypes } };
    },
  },
  {
    label: 'ingress',
    path: ['spec', 'ingress'],
    control: { type: 'policyRules', side: 'from' },
    get help() {
      return t('oneRuleThatFitsIsEnough');
    },
    isShown: (policy) => isolates(policy, 'Ingress'),
    isWide: true,
  },
  {
    label: 'egress',
    path: ['spec', 'egress'],
    control: { type: 'policyRules', side: 'to' },
    get help() {
      return t('rulesMeetTheAddressesAndPorts');
    },
    isShown: (policy) => isolates(policy, 'Egress'),
    isWide: true,
  },
  metadataLabels,
];
