/** What explanations say of NetworkPolicies. */
import type { Facts } from './facts.ts';

const DNS_PORT = 53;

const isLookup = ({ text, number }: Facts) => text('direction') === 'Egress' && number('port') === DNS_PORT;

export const policyTellings = {
  PolicyDenied: {
    title: ({ place, text }: Facts) =>
      text('direction') === 'Ingress'
        ? `A NetworkPolicy keeps it out of ${place}`
        : `A NetworkPolicy of the sender stops it on ${place}`,
    sentence(facts: Facts): string {
      const { text, flag } = facts;
      const isIngress = text('direction') === 'Ingress';
      const policies = text('policies');
      const isOne = !policies.includes(', ');
      const who = isOne ? `NetworkPolicy ${policies} selects` : `The NetworkPolicies ${policies} select`;
      const what = text('protocol') === 'ICMP' ? 'ICMP' : `${text('protocol')} ${text('port')}`;
      const rewritten = flag('isMasqueraded')
        ? ' That is not what the sender wrote: masquerade on the way put the address of a node in its place.'
        : '';
      const lookup = isLookup(facts)
        ? ' It was a name lookup: whoever forbids egress forbids DNS too, unless a rule allows it.'
        : '';
      return `${who} ${text('pod')} for ${isIngress ? 'ingress' : 'egress'}, and no rule of ${
        isOne ? 'it' : 'theirs'
      } allows ${what} ${isIngress ? 'from' : 'to'} ${text('peer')}.${rewritten}${lookup} Nothing is sent back.`;
    },
    lookAt(facts: Facts): string {
      if (isLookup(facts))
        return 'Allow egress to the cluster DNS: port 53 over UDP and TCP, to the Namespace kube-system.';
      return facts.flag('isMasqueraded')
        ? 'Look at externalTrafficPolicy of the Service: Local keeps the address of the client.'
        : `Look at the ${facts.text('direction').toLowerCase()} rules of the policy, and at the labels of both Pods and their Namespaces.`;
    },
  },
};

/** Added to the sentence of a step that a policy had to allow. */
export function allowedBySentence({ text, isReply }: Facts): string {
  return isReply || text('allowedBy') === '' ? '' : ` NetworkPolicy ${text('allowedBy')} allows it.`;
}
