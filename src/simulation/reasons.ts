/** Every reason that a packet's treatment or a request's end can have: title, sentence, and what to look at next. */
import type { Decision, RequestEnd } from './events.ts';

export type Reason =
  // sending
  | 'Sent'
  | 'DnsQuery'
  | 'DnsAnswer'
  | 'DnsNoSuchName'
  | 'NameNotFound'
  | 'NoAddress'
  | 'DnsUnavailable'
  | 'SenderNotRunning'
  // pod network and internet
  | 'RoutedToNode'
  | 'DeliveredToPod'
  | 'LeavesCluster'
  | 'RoutedOverInternet'
  | 'NoRoute'
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
  | 'EstablishedConnection'
  | 'ReplyTranslatedBack'
  | 'NodeAnswers'
  // load balancer
  | 'NodePicked'
  | 'NoHealthyNode'
  | 'PortNotBalanced'
  // the process at the end
  | 'Answered'
  | 'AnswerReceived'
  | 'PortNotListening'
  | 'NotUnderstood'
  | 'UnexpectedReply'
  | 'NobodyWaits'
  | 'HostUnreachable'
  | 'TimedOut'
  | 'ConnectionRefused'
  | 'ConnectionReset';

export interface Explanation {
  /** Short: `kube-proxy on node-b rewrites it`. */
  title: string;
  /** One sentence of why, with the figures: `2 ready endpoints, each with probability 1/2. …` */
  sentence: string;
  /** What to look at next, when something failed. */
  lookAt?: string;
}

export function explain(decision: Decision | RequestEnd, place: string): Explanation {
  return { title: decision.reason, sentence: `${decision.reason} at ${place}.` };
}
