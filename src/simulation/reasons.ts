/** Every reason that a packet's treatment or a request's end can have: title, sentence, and what to look at next. */

import { formatSocket } from '../kubernetes/ip.ts';
import { type ConnectionReason, connectionTellings } from './connectionReasons.ts';
import { type DnsReason, dnsOutcomes, dnsTellings } from './dnsReasons.ts';
import type { Decision, Outcome, RequestEnd } from './events.ts';
import { type Facts, factsOf, listed } from './facts.ts';
import { faultTellings } from './faultReasons.ts';
import { explainAnswer, type HttpReason, httpTellings } from './httpReasons.ts';
import { proxyName, schedulerChoice } from './ipvsReasons.ts';
import { pingOutcomes, pingTellings, pingTellingsInstead } from './pingReasons.ts';
import { allowedBySentence, policyTellings } from './policyReasons.ts';

export type Reason =
  | ConnectionReason
  | HttpReason
  | DnsReason
  | keyof typeof faultTellings
  // sending
  | 'Sent'
  | 'NoAddress'
  | 'SenderNotRunning'
  // pod network and internet
  | 'RoutedToNode'
  | 'DeliveredToPod'
  | 'LeavesCluster'
  | 'RoutedOverInternet'
  | 'NoRoute'
  | 'PolicyDenied'
  // kube-proxy
  | 'EndpointPicked'
  | 'EndpointPickedMasqueraded'
  | 'AffinityKept'
  | 'NoServiceRule'
  | 'NoReadyEndpoints'
  | 'NoLocalEndpoints'
  | 'SourceRangeRefused'
  | 'PortNotServed'
  | 'UnusedClusterIP'
  | 'PingRefused'
  | 'EstablishedConnection'
  | 'ReplyTranslatedBack'
  | 'NodeAnswers'
  // load balancer
  | 'NodePicked'
  | 'NoHealthyNode'
  | 'PortNotBalanced'
  | 'ConnectionRelayed'
  | 'AnswerRelayed'
  | 'NoNodePort'
  // the process at the end
  | 'Answered'
  | 'AnswerReceived'
  | 'PortNotListening'
  | 'NotUnderstood'
  | 'UnexpectedReply'
  | 'NobodyWaits'
  | 'HostUnreachable'
  | 'TimedOut'
  | 'ConnectionRefused';

export interface Explanation {
  /** Short: `kube-proxy on node-b rewrites it`. */
  title: string;
  /** Why, with the figures: `2 ready endpoints, each with probability 1/2. …` */
  sentence: string;
  /** What to look at next, when something failed. */
  lookAt?: string;
}

export interface Telling {
  title(facts: Facts): string;
  sentence(facts: Facts): string;
  lookAt?(facts: Facts): string;
}

const tellings = {
  ...dnsTellings,
  ...connectionTellings,
  ...httpTellings,
  ...faultTellings,
  // sending
  Sent: {
    title: ({ place }) => `${place} sends a request`,
    sentence: ({ before, service }) =>
      `It is addressed to ${formatSocket(before.destination, before.destinationPort)}${service === '' ? '' : `, where Service ${service} is reached`}.`,
  },
  NoAddress: {
    title: () => 'There is no address to connect to',
    sentence: ({ url }) =>
      url.includes('<pending>')
        ? 'The load balancer of the Service is pending: nobody has given it an address.'
        : `${url} leads nowhere: it names no address that can be reached from here.`,
    lookAt: ({ url }) =>
      url.includes('<pending>')
        ? 'Add a CloudProvider, or reach the Service by its nodePort.'
        : 'Look at the type and the addresses of the Service.',
  },
  SenderNotRunning: {
    title: () => 'The sender does not run',
    sentence: ({ place }) => `${place} has no running Pod that could send a request or take an answer.`,
    lookAt: () => 'Look at the phase and the readiness of the sender.',
  },
  // pod network and internet
  RoutedToNode: {
    title: ({ place, to }) => `${place} passes it on to ${to}`,
    sentence: ({ after, to }) => `${after.destination} is on ${to}; nothing is rewritten.`,
  },
  DeliveredToPod: {
    title: ({ place, to }) => `${place} hands it to ${to}`,
    sentence: ({ after, place }) => `${after.destination} is a Pod on ${place}; nothing is rewritten.`,
  },
  LeavesCluster: {
    title: ({ place }) => `${place} lets it out of the Pod network`,
    sentence: ({ after }) =>
      `Outside nobody knows the way to Pod addresses, so the network plug-in makes the source ${after.source}, the node's own.`,
  },
  RoutedOverInternet: {
    title: ({ place, to }) => `${place} sends it over the internet to ${to}`,
    sentence: ({ after }) => `${after.destination} is outside the cluster; nothing is rewritten.`,
  },
  NoRoute: {
    title: ({ place }) => `Nobody knows the way on from ${place}`,
    sentence: ({ text, flag }) =>
      flag('isHidden')
        ? `The nodes stand on a network of their own, and nobody outside of it knows a way to ${text('destination')}. The packet is lost without a word, before any nodePort.`
        : `${flag('isTracked') ? 'conntrack knows this UDP flow, untranslated: it began before kube-proxy knew the Service, and no rule is asked again. ' : ''}No route leads to ${text('destination')}, so the packet is lost without a word. ClusterIPs and Pod addresses mean nothing outside the cluster, and an address that nobody has means nothing anywhere.`,
    lookAt: ({ flag }) =>
      flag('isHidden')
        ? 'Look for a way in that is there: a load balancer or a tunnel.'
        : 'From outside, use a nodePort or the address of a load balancer; inside, an address that exists.',
  },
  ...policyTellings,
  ...pingTellings,
  // kube-proxy
  EndpointPicked: {
    title: (facts) => `${proxyName(facts)} on ${facts.place} rewrites it`,
    sentence: (facts) => pickedSentence(facts),
  },
  EndpointPickedMasqueraded: {
    title: (facts) => `${proxyName(facts)} on ${facts.place} rewrites it`,
    sentence: (facts) =>
      `${pickedSentence(facts)} The reply must come back through here, so the source becomes ${facts.after.source}, an address of ${facts.place}.`,
  },
  AffinityKept: {
    title: (facts) => `${proxyName(facts)} on ${facts.place} rewrites it as before`,
    sentence: ({ before, after, number, text }) =>
      `Session affinity: ${before.source} had ${text('picked')} less than ${number('affinitySeconds')} s ago and gets it again.${after.source === before.source ? '' : ` The source becomes ${after.source}, for the reply must come back through here.`}`,
  },
  NoServiceRule: {
    title: ({ place }) => `No rule on ${place} matches`,
    sentence: ({ text, number }) =>
      `kube-proxy there does not know ${text('destination')}:${number('port')} (yet), and sending it back would lead in circles.`,
    lookAt: () => 'Look at when kube-proxy wrote its rules last.',
  },
  NoReadyEndpoints: {
    title: ({ place }) => `kube-proxy on ${place} refuses it`,
    sentence: ({ text, number }) =>
      `Service ${text('serviceName')} has no ready endpoints. ${
        number('endpoints') === 0
          ? 'Its EndpointSlices list none.'
          : `Its EndpointSlices list ${number('endpoints')}, of which ${number('ready')} are ready.`
      }`,
    lookAt: ({ number }) =>
      number('endpoints') === 0
        ? "Compare the Service's selector with the labels of the Pods, and its targetPort with the names of their ports."
        : 'Look at the readiness of its Pods.',
  },
  NoLocalEndpoints: {
    title: ({ place }) => `kube-proxy on ${place} drops it`,
    sentence: ({ text }) =>
      `Service ${text('serviceName')} has ready endpoints, but none on ${text('node')}, and its traffic policy is Local. Nothing is sent back.`,
    lookAt: () => 'Look at the traffic policies of the Service, and at which nodes its Pods are on.',
  },
  SourceRangeRefused: {
    title: ({ place, flag }) =>
      flag('isBalancer') ? 'The load balancer drops it' : `kube-proxy on ${place} drops it`,
    sentence: ({ text }) =>
      `${text('source')} is in none of the loadBalancerSourceRanges of Service ${text('serviceName')}. Nothing is sent back.`,
    lookAt: () => 'Look at loadBalancerSourceRanges of the Service.',
  },
  PortNotServed: {
    title: ({ place }) => `kube-proxy on ${place} refuses it`,
    sentence: ({ text, number }) =>
      `${text('destination')} is a ClusterIP, but its Service has no port ${number('port')} for this protocol.`,
    lookAt: () => 'Look at the ports of the Service.',
  },
  UnusedClusterIP: {
    title: ({ place }) => `kube-proxy on ${place} drops it`,
    sentence: ({ text }) => `${text('destination')} is in the Service range, but no Service has it.`,
    lookAt: () => 'Look at the ClusterIPs that exist.',
  },
  EstablishedConnection: {
    title: ({ place }) => `conntrack on ${place} knows the connection`,
    sentence: ({ after }) =>
      `It was opened before, so this packet goes where the first one went: ${formatSocket(after.destination, after.destinationPort)}. No rule is asked again.`,
  },
  ReplyTranslatedBack: {
    title: ({ place }) => `conntrack on ${place} translates it back`,
    sentence: ({ before, after }) => {
      const onward = `It goes on to ${after.destination}, who asked.`;
      if (after.source === before.source) return `The request went out under the node's address. ${onward}`;
      const from = formatSocket(after.source, after.sourcePort);
      const isSame = after.destination === before.destination;
      return `The connection was opened to ${from}, so its answer must come from there and not from ${formatSocket(before.source, before.sourcePort)}.${isSame ? '' : ` ${onward}`}`;
    },
  },
  NodeAnswers: {
    title: ({ place }) => `kube-proxy on ${place} answers itself`,
    sentence: ({ text, number }) =>
      `This is the health check port of Service ${text('serviceName')}: ${listed(number('localEndpoints'), 'ready endpoint')} on this node, so the answer is ${number('status')}.`,
  },
  // load balancer
  NodePicked: {
    title: ({ text }) => `The load balancer picks ${text('picked')}`,
    sentence: ({ number, text, flag }) => {
      const why = flag('isKnown')
        ? 'The connection went there before.'
        : `${number('healthy')} of ${listed(number('nodes'), 'node')} ${number('healthy') === 1 ? 'is' : 'are'} healthy${
            text('policy') === 'Local'
              ? ' (with a ready endpoint of their own: externalTrafficPolicy is Local)'
              : ''
          }${number('healthy') === 1 ? '' : `, each with probability 1/${number('healthy')}`}.`;
      return `${why} Source and destination stay as they are.`;
    },
  },
  NoHealthyNode: {
    title: ({ flag }) =>
      flag('isReset') ? 'The load balancer resets the connection' : 'The load balancer drops it',
    sentence: ({ number, text, flag }) =>
      `None of ${listed(number('nodes'), 'node')} is healthy${
        text('policy') === 'Local'
          ? ': with externalTrafficPolicy Local a node needs a ready endpoint of its own'
          : ''
      }. ${flag('isReset') ? 'It had taken the connection, and ends it.' : 'Nothing is sent back.'}`,
    lookAt: ({ text }) =>
      text('policy') === 'Local'
        ? 'Look at the readiness of its Pods.'
        : 'Look at the Ready condition of the nodes.',
  },
  PortNotBalanced: {
    title: () => 'The load balancer drops it',
    sentence: ({ number }) => `It has no listener on port ${number('port')}. Nothing is sent back.`,
    lookAt: () => 'Look at the ports of the Service.',
  },
  ConnectionRelayed: {
    title: ({ text }) => `The load balancer opens a connection to ${text('picked')}`,
    sentence: ({ before, after, number }) =>
      `It is a proxy (ipMode Proxy): it has taken the connection of ${before.source} and makes one of its own, from ${after.source} to ${formatSocket(after.destination, after.destinationPort)}, the nodePort. ${listed(number('healthy'), 'node')} of ${number('nodes')} ${number('healthy') === 1 ? 'is' : 'are'} healthy. Who stands behind sees the load balancer and not the client.`,
  },
  AnswerRelayed: {
    title: ({ to }) => `The load balancer passes the answer to ${to}`,
    sentence: ({ before, after }) =>
      `What came on its own connection from ${formatSocket(before.source, before.sourcePort)} goes back on the connection of ${after.destination}.`,
  },
  NoNodePort: {
    title: () => 'The load balancer cannot deliver it',
    sentence: ({ text }) =>
      `It is a proxy, which reaches nodes by a nodePort, and Service ${text('serviceName')} has none: allocateLoadBalancerNodePorts is false.`,
    lookAt: () => 'Look at allocateLoadBalancerNodePorts of the Service, and at ipMode of the CloudProvider.',
  },
  // the process at the end
  Answered: {
    title: ({ place, isReply }) => (isReply ? `${place} sends its answer` : `${place} takes it in`),
    sentence: ({ before, isReply, text }) =>
      isReply
        ? `It answers to where the request came from, ${formatSocket(before.destination, before.destinationPort)}.`
        : `A process listens on port ${before.destinationPort}. It sees the request come from ${before.source}.${text('forwardedFor') === '' ? '' : ` That is the proxy: of the client it knows only what the header X-Forwarded-For says, ${text('forwardedFor')}.`}`,
  },
  AnswerReceived: {
    title: ({ place }) => `${place} has its answer`,
    sentence: ({ before }) => `It comes from ${formatSocket(before.source, before.sourcePort)}, as it must.`,
  },
  PortNotListening: {
    title: ({ place }) => `${place} refuses it`,
    sentence: ({ number, server, flag }) =>
      flag('isStopping')
        ? `The process in ${server} has been told to stop (SIGTERM) and takes no new connections, so its kernel refuses at once.`
        : flag('isLocalOnly')
          ? `The process in ${server} listens on 127.0.0.1:${number('port')}, the loopback interface of its own Pod, and on no other address, so its kernel refuses at once.`
          : `Nothing listens on port ${number('port')}${server === '' ? '' : ` of ${server}`}, so its kernel says so at once.`,
    lookAt: ({ flag }) =>
      flag('isStopping')
        ? 'Endpoints are removed while the Pod stops, not before: a preStop hook that sleeps some seconds gives kube-proxy time.'
        : flag('isLocalOnly')
          ? 'Let the process listen on 0.0.0.0 (and [::]): 127.0.0.1 is another machine in each Pod.'
          : "Compare the Service's targetPort with the port that the Pod listens on.",
  },
  NotUnderstood: {
    title: ({ place }) => `${place} does not answer it`,
    sentence: () => 'What listens there is no DNS server, or nobody waits for the answer any more.',
    lookAt: () => 'Look at the selector of Service kube-dns.',
  },
  UnexpectedReply: {
    title: ({ place }) => `${place} throws it away`,
    sentence: ({ before }) =>
      `${formatSocket(before.source, before.sourcePort)} is not whom it asked: nothing has translated the answer back.`,
  },
  NobodyWaits: {
    title: ({ place }) => `${place} throws it away`,
    sentence: () => 'The answer came too late: nobody waits for it any more.',
  },
  HostUnreachable: {
    title: ({ place }) => `${place} finds nobody`,
    sentence: ({ text }) => `Nobody has ${text('destination')} any more, so the packet is lost.`,
    lookAt: () =>
      'A Pod that is gone stays in the rules until its EndpointSlice and kube-proxy have followed.',
  },
  TimedOut: {
    title: () => 'Timed out',
    sentence: () => 'The answer was still on its way when the sender gave up.',
    lookAt: () => 'Look at timeoutSeconds of the traffic.',
  },
  ConnectionRefused: {
    title: ({ place, isEnd }) =>
      isEnd ? `${place} sees "connection refused"` : `${place} sends the refusal back`,
    sentence: ({ before }) =>
      before.protocol === 'ICMP'
        ? 'An ICMP error (port unreachable) tells the sender at once.'
        : before.protocol === 'SCTP'
          ? 'An SCTP ABORT tells the sender at once.'
          : 'A TCP reset tells the sender at once.',
  },
} satisfies Record<Reason, Telling>;

export function isReason(text: string): text is Reason {
  return Object.hasOwn(tellings, text);
}

/** `2 ready endpoints, each with probability 1/2. It picked default/shop-7x2 on node-b.` */
function pickedSentence(facts: Facts): string {
  const { number, text, flag } = facts;
  const count = number('endpoints');
  const kind = flag('isTerminating') ? 'endpoint that still serves while it terminates' : 'ready endpoint';
  const here = text('policy') === 'Local' ? ' on this node' : '';
  const node = text('pickedNode') === '' ? '' : ` on ${text('pickedNode')}`;
  return count === 1
    ? `1 ${kind}${here}: ${text('picked')}${node}.`
    : `${listed(count, kind)}${here}, ${schedulerChoice(facts) ?? `each with probability 1/${count}`}. It picked ${text('picked')}${node}.`;
}

const outcomes: Readonly<Record<Outcome, string>> = {
  answered: 'Answered',
  refused: 'Connection refused',
  timedOut: 'Timed out',
  nameNotFound: 'Name not found',
  noAddress: 'No address',
  tlsFailed: 'TLS failed',
};

const pingInstead: Partial<Record<Reason, Telling>> = pingTellingsInstead;

function tellingOf(reason: Reason, { isPing }: Facts): Telling {
  return (isPing ? pingInstead[reason] : undefined) ?? tellings[reason];
}

function outcomesOf({ isPing }: Facts): Readonly<Record<Outcome, string>> {
  return isPing ? { ...outcomes, ...pingOutcomes } : outcomes;
}

/** What happened at a place (by its name) to a packet, or how a request ended for its sender. */
export function explain(decision: Decision | RequestEnd, place: string): Explanation {
  const facts = factsOf(decision, place);
  const telling = tellingOf(decision.reason, facts);
  const lookAt = telling.lookAt?.(facts);
  if (!('outcome' in decision))
    return withHint(telling.title(facts), `${telling.sentence(facts)}${allowedBySentence(facts)}`, lookAt);
  const title =
    decision.reason === 'ConnectionReset'
      ? 'Connection reset'
      : (dnsOutcomes[decision.reason] ?? outcomesOf(facts)[decision.outcome]);
  if (decision.outcome !== 'answered') return withHint(title, `${title}: ${telling.sentence(facts)}`, lookAt);
  return explainAnswer(decision, facts, telling);
}

function withHint(title: string, sentence: string, lookAt: string | undefined): Explanation {
  return lookAt === undefined ? { title, sentence } : { title, sentence, lookAt };
}
