/** What explanations say of pings: an echo has no ports, and kernels answer it, not processes. */
import type { Header } from './events.ts';
import type { Facts } from './facts.ts';

/** What is pinged with `ping://10.96.0.20`: its packets are ICMP echoes, whose identifier stands in for the client's port. */
export function isPingURL(url: string): boolean {
  return /^(ping|icmp):/i.test(url);
}

/** An ICMP error about a connection has both of its ports. */
export function isEcho({ protocol, sourcePort, destinationPort }: Header): boolean {
  return protocol === 'ICMP' && (sourcePort === 0 || destinationPort === 0);
}

export const pingOutcomes = {
  answered: 'Answered',
  refused: 'Destination unreachable',
  timedOut: 'Timed out',
} as const;

/** Told of packets whatever is asked of them. */
export const pingTellings = {
  PingRefused: {
    title: ({ place }: Facts) => `kube-proxy on ${place} refuses the ping`,
    sentence: ({ text }: Facts) =>
      `${text('destination')} belongs to a Service, and only its ports are answered. In this proxy mode everything else to such an address is rejected: "Destination Port Unreachable".`,
    lookAt: () => 'Ping an address of a Pod, or connect to a port of the Service.',
  },
};

/** Told instead of what is told of requests. */
export const pingTellingsInstead = {
  Sent: {
    title: ({ place }: Facts) => `${place} sends a ping`,
    sentence: ({ before, service }: Facts) =>
      `An ICMP echo request to ${before.destination}${service === '' ? '' : `, an address of Service ${service}`}. It has no port.`,
  },
  NoRoute: {
    title: ({ place }: Facts) => `Nobody knows the way on from ${place}`,
    sentence: ({ text }: Facts) =>
      `No rule is about ICMP and no route leads to ${text('destination')}, so the ping is lost without a word. A ClusterIP is no machine that could answer.`,
    lookAt: () => 'Ping an address of a Pod, or connect to a port of the Service.',
  },
  EstablishedConnection: {
    title: ({ place }: Facts) => `conntrack on ${place} knows the ping`,
    sentence: ({ after }: Facts) => `An echo with this identifier went to ${after.destination} before.`,
  },
  ReplyTranslatedBack: {
    title: ({ place }: Facts) => `conntrack on ${place} translates it back`,
    sentence: ({ after }: Facts) =>
      `The ping went out under the node's address. Its answer goes on to ${after.destination}, who asked.`,
  },
  PortNotBalanced: {
    title: () => 'The load balancer drops it',
    sentence: () => 'It has listeners for ports, and a ping has none. Nothing is sent back.',
    lookAt: () => 'Connect to a port of the Service.',
  },
  Answered: {
    title: ({ place, isReply }: Facts) => (isReply ? `${place} sends its answer` : `${place} takes it in`),
    sentence: ({ before, isReply }: Facts) =>
      isReply
        ? `An ICMP echo reply to ${before.destination}.`
        : `Its kernel answers pings by itself, whether or not a process runs. It sees the ping come from ${before.source}.`,
  },
  AnswerReceived: {
    title: ({ place }: Facts) => `${place} has its answer`,
    sentence: ({ before }: Facts) => `${before.source} can be reached. That says nothing about its ports.`,
  },
  UnexpectedReply: {
    title: ({ place }: Facts) => `${place} throws it away`,
    sentence: ({ before }: Facts) =>
      `${before.source} is not whom it pinged: nothing has translated the answer back.`,
  },
  ConnectionRefused: {
    title: ({ place, isEnd }: Facts) =>
      isEnd ? `${place} sees "Destination Port Unreachable"` : `${place} sends the refusal back`,
    sentence: () => 'An ICMP error (port unreachable) tells the sender at once.',
  },
};
