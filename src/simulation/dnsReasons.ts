/** The reasons of name resolution: title, sentence, and what to look at next. */
import type { Facts } from './facts.ts';
import type { Telling } from './reasons.ts';

export type DnsReason =
  | 'DnsQuery'
  | 'DnsAnswer'
  | 'DnsNoData'
  | 'DnsNoSuchName'
  | 'DnsServerFailure'
  | 'NameNotFound'
  | 'NameHasNoAddress'
  | 'NetworkUnreachable'
  | 'DnsUnavailable';

/** How the resolver words the end of a request that failed so. */
export const dnsOutcomes: Partial<Readonly<Record<string, string>>> = {
  DnsServerFailure: 'Temporary failure in name resolution',
  NameHasNoAddress: 'No address associated with hostname',
  NetworkUnreachable: 'Network is unreachable',
} satisfies Partial<Record<DnsReason, string>>;

/** The address that was asked for, by the type of the query. */
function wanted({ text }: Facts): string {
  const type = text('type');
  if (type !== '' && type !== 'A' && type !== 'AAAA') return `${type} record`;
  return text('type') === 'AAAA' ? 'IPv6 address' : 'IPv4 address';
}

/** A title for both ways: CoreDNS answers, the sender has the answer. */
function answerTitle(sent: string, taken: string): Telling['title'] {
  return ({ place, isReply, isEnd }) =>
    isReply && isEnd ? `${place} ${taken}` : `CoreDNS in ${place} ${sent}`;
}

export const dnsTellings = {
  DnsQuery: {
    title: ({ place }) => `${place} asks the cluster DNS`,
    sentence: (facts) => {
      const { text, number } = facts;
      const what = text('type') === '' ? 'address' : wanted(facts);
      const isOther = wanted(facts).endsWith('record');
      const type = text('type') === '' || isOther ? '' : ` (${text('type')})`;
      const beside = text('beside') === '' ? '' : ` It asks for ${text('beside')} at the same time.`;
      return `What is the ${what} of ${text('name')}${type}? This is name ${number('attempt')} of ${number('attempts')} on the search path.${beside}`;
    },
  },
  DnsAnswer: {
    title: answerTitle('answers', 'has the answer'),
    sentence: ({ text, number }) => {
      const name = text('name');
      if (text('records') !== '') return `The ${text('type')} record of ${name}: ${text('records')}.`;
      const alias = text('alias') === '' ? '' : `another name (CNAME) for ${text('alias')}, which is `;
      const more = number('addresses') > 1 ? `, one of ${number('addresses')} addresses in random order` : '';
      return `${name} is ${alias}${text('address')}${more}.`;
    },
  },
  DnsNoData: {
    title: answerTitle('answers without an address', 'learns that the name has no such address'),
    sentence: (facts) => {
      const { text } = facts;
      return text('alias') === ''
        ? `${text('name')} exists, but it has no ${wanted(facts)} (NODATA).`
        : `${text('name')} is another name (CNAME) for ${text('alias')}, and that has no ${wanted(facts)} or does not exist.`;
    },
  },
  DnsNoSuchName: {
    title: answerTitle('answers NXDOMAIN', 'learns that there is no such name'),
    sentence: ({ text }) =>
      `There is no ${text('name')}. The sender tries the next name on its search path, if there is one.`,
  },
  DnsServerFailure: {
    title: answerTitle('answers SERVFAIL', 'learns that the DNS server failed'),
    sentence: ({ text }) =>
      `SERVFAIL: CoreDNS is not the one who knows ${text('name')}, and it could not ask who does${text('upstream') === '' ? '' : ` (forward to ${text('upstream')})`}. That says nothing about whether the name exists.`,
    lookAt: () => 'Look at the forward line of the Corefile, in the ConfigMap coredns in kube-system.',
  },
  NameNotFound: {
    title: () => 'Name not found',
    sentence: ({ text, number, flag }) =>
      flag('isPublic')
        ? `The public DNS does not know ${text('name')}; names of Services exist only inside the cluster.`
        : `None of the ${number('tried')} names on the search path for ${text('name')} exists.`,
    lookAt: ({ flag }) =>
      flag('isPublic')
        ? 'From outside, use the address of a load balancer, or of a node with a nodePort.'
        : 'Check the spelling and the namespace: a Service of another namespace is <name>.<namespace>.',
  },
  NameHasNoAddress: {
    title: () => 'The name has no address',
    sentence: (facts) =>
      `${facts.text('lastName')} exists, but it has no ${facts.text('type') === '' ? 'address' : wanted(facts)} (NODATA).`,
    lookAt: () =>
      'Look at ipFamilies of the Service and at the addresses of the sender; an ExternalName needs a target that exists.',
  },
  NetworkUnreachable: {
    title: ({ place }) => `${place} has no address of that kind`,
    sentence: ({ text, place }) =>
      `${text('destination')} is an ${text('destination').includes(':') ? 'IPv6' : 'IPv4'} address, and ${place} has none of that family, so its kernel says so at once.`,
    lookAt: () =>
      'Look at the addresses of the sender, and at ipFamilies of the Service: PreferDualStack gives it both where the cluster has both.',
  },
  DnsUnavailable: {
    title: () => 'The cluster DNS did not answer',
    sentence: ({ text }) => {
      const why =
        text('cause') === 'NoReadyEndpoints'
          ? 'Service kube-dns has no ready endpoints'
          : text('cause') === 'TimedOut'
            ? 'no answer came in time'
            : text('cause') === 'PolicyDenied'
              ? 'a NetworkPolicy of the sender stops the query; whoever forbids egress forbids DNS too, unless a rule allows port 53'
              : `the query was lost or refused (${text('cause')})`;
      return `The address of ${text('name')} could not be found out: ${why}.`;
    },
    lookAt: ({ text }) =>
      text('cause') === 'PolicyDenied'
        ? 'Allow egress to the cluster DNS: port 53 over UDP and TCP, to the Namespace kube-system.'
        : 'Look at the CoreDNS Pods and at Service kube-dns in the namespace kube-system.',
  },
} satisfies Record<DnsReason, Telling>;
