/** The reasons of HTTP, TLS and proxies: title, sentence, and what to look at next. */
import { statusLine } from '../kubernetes/httpStatus.ts';
import { parseKey } from '../kubernetes/objectMeta.ts';
import type { RequestEnd } from './events.ts';
import { type Facts, listed } from './facts.ts';
import type { Explanation, Telling } from './reasons.ts';

export type HttpReason =
  // what a server makes of a request
  | 'UnknownHost'
  | 'MisdirectedRequest'
  | 'PlainHttpToTlsPort'
  | 'AnsweredWithStatus'
  | 'ApplicationHangs'
  // TLS
  | 'CertificateShown'
  | 'TlsNameMismatch'
  | 'TlsNotUnderstood'
  | 'TlsNotSpoken'
  // proxies
  | 'ProxyTakesIn'
  | 'ProxyConnects'
  | 'ProxyPassesOn'
  | 'ProxyAnswers'
  | 'NoRouteMatches'
  | 'NoBackendEndpoints'
  | 'BadGateway'
  | 'GatewayTimeout';

/** For places that tell it as a packet comes in, and again as the answer leaves. */
function takenIn(verb: string) {
  return ({ place, isReply }: Facts) => (isReply ? `${place} sends its answer` : `${place} ${verb}`);
}

const hostHint = ({ text }: Facts) =>
  `The Host header is what the client wrote into its URL, whatever name that is an alias (CNAME) for. Send the Host that the server knows: ${text('serves')}.`;

export const httpTellings = {
  UnknownHost: {
    title: takenIn('has no such site'),
    sentence: ({ text }) =>
      `It answers 404: the request has the Host header ${text('host')}, and it serves only ${text('serves')}.`,
    lookAt: hostHint,
  },
  MisdirectedRequest: {
    title: takenIn('has no such site'),
    sentence: ({ text }) =>
      `It answers 421: TLS was agreed on for ${text('serverName')}, but the request has the Host header ${text('host')}, and it serves only ${text('serves')}.`,
    lookAt: hostHint,
  },
  PlainHttpToTlsPort: {
    title: takenIn('does not understand it'),
    sentence: ({ number }) =>
      `It answers 400: the plain HTTP request was sent to HTTPS port ${number('port')}.`,
    lookAt: () => 'Use https in the URL, or port 80.',
  },
  AnsweredWithStatus: {
    title: takenIn('takes it in'),
    sentence: ({ number }) =>
      `The application itself answers ${number('status')}: the network has done its part.`,
    lookAt: ({ number }) =>
      number('status') >= 400 ? 'Look at the application: its annotation kubehop.dev/status.' : '',
  },
  ApplicationHangs: {
    title: ({ place }) => `${place} accepts it and says nothing`,
    sentence: () =>
      'The kernel has accepted the connection, but the application hangs and never answers. Only a timeout tells the sender.',
    lookAt: () => 'A liveness probe restarts what hangs; a readiness probe takes it out of its Services.',
  },
  CertificateShown: {
    title: ({ place, isReply }) =>
      isReply ? `${place} shows its certificate` : `${place} begins the TLS handshake`,
    sentence: ({ text }) =>
      `The client asks for ${text('serverName')}; the certificate is for ${text('certificate')}.`,
  },
  TlsNameMismatch: {
    title: ({ place }) => `${place} does not trust the certificate`,
    sentence: ({ text }) =>
      `SSL: no alternative certificate subject name matches target host name '${text('serverName')}'. The certificate is for ${text('certificate')}, so the client closes the connection before it has asked for anything.`,
    lookAt: ({ flag }) =>
      flag('isProxy')
        ? 'Look at tls of the Ingress, or of the listener of the Gateway: the name must be among its hosts.'
        : 'A DNS alias changes the address, not the name that the client checks. Use the real name in the URL, or tell the client which TLS server name to expect.',
  },
  TlsNotUnderstood: {
    title: ({ place, isReply }) =>
      isReply ? `${place} answers in plain HTTP` : `${place} does not understand the TLS handshake`,
    sentence: ({ number }) => `On port ${number('port')} it speaks plain HTTP: to it a handshake is noise.`,
  },
  TlsNotSpoken: {
    title: ({ place }) => `${place} gives up the TLS handshake`,
    sentence: ({ number }) =>
      `SSL: wrong version number: the server speaks no TLS on port ${number('port')}.`,
    lookAt: () => 'Use http in the URL, or the port that speaks TLS (443).',
  },
  ProxyTakesIn: {
    title: ({ place }) => `${place} ends the connection here`,
    sentence: ({ before, text }) =>
      `It is a proxy: it reads the request (Host ${text('host')}, path ${text('path')}) and makes one of its own. It sees the request come from ${before.source}.`,
  },
  ProxyConnects: {
    title: ({ place }) => `${place} opens a connection of its own`,
    sentence: ({ after, number, text }) =>
      `It reads the EndpointSlices of Service ${text('serviceName')} itself and takes ${number('endpoints') === 1 ? 'its one ready endpoint' : `the next of its ${listed(number('endpoints'), 'ready endpoint')}`}: the ClusterIP and kube-proxy have no part in it. The Pod will see ${after.source} as the sender; the client's address is only in the header X-Forwarded-For: ${text('forwardedFor')}.`,
  },
  ProxyPassesOn: {
    title: ({ place }) => `${place} passes the answer on`,
    sentence: ({ text, number }) => `${text('server')} has answered ${number('status')}.`,
  },
  ProxyAnswers: {
    title: ({ place }) => `${place} answers itself`,
    sentence: ({ number, text }) =>
      text('location') === ''
        ? `Its rule says ${number('status')}, without asking any Service.`
        : `Its rule sends the client to ${text('location')} with ${number('status')}.`,
  },
  NoRouteMatches: {
    title: ({ place }) => `${place} has no rule for it`,
    sentence: ({ text }) =>
      `It answers 404: no rule of the proxy is for Host ${text('host')} and path ${text('path')}.`,
    lookAt: () => 'Compare the Host header and the path with the rules of the Ingress or HTTPRoute.',
  },
  NoBackendEndpoints: {
    title: ({ place }) => `${place} has nobody to ask`,
    sentence: ({ text }) => `It answers 503: Service ${text('serviceName')} has no ready endpoints.`,
    lookAt: () => "Look at the readiness of its Pods, and at the Service's selector and ports.",
  },
  BadGateway: {
    title: ({ place }) => `${place} gets no answer`,
    sentence: ({ text }) => `It answers 502: ${text('backend')} refused or broke the proxy's own connection.`,
    lookAt: () => "Follow the proxy's own request: it says what went wrong on the way to the Pod.",
  },
  GatewayTimeout: {
    title: ({ place }) => `${place} has waited long enough`,
    sentence: ({ text }) => `It answers 504: ${text('backend')} did not answer the proxy in time.`,
    lookAt: () => "Follow the proxy's own request: it says where it got lost.",
  },
} satisfies Record<HttpReason, Telling>;

/** How an answered request ended: by whom, and unless all went well, why with this status. */
export function explainAnswer(end: RequestEnd, facts: Facts, telling: Telling): Explanation {
  const { status, upstream, sourceSeen } = end;
  const line = status === undefined || status < 300 ? 'Answered' : statusLine(status);
  const seen = sourceSeen === null ? '' : `; it saw the request come from ${sourceSeen}`;
  const by = `Answered by ${facts.server}${seen}.`;
  if (status !== undefined && status >= 400) {
    const lookAt = telling.lookAt?.(facts);
    const why = telling.sentence(facts);
    return lookAt ? { title: line, sentence: why, lookAt } : { title: line, sentence: why };
  }
  if (upstream === undefined || upstream.answeredBy === null) return { title: line, sentence: by };
  const last = parseKey(upstream.answeredBy).name;
  return {
    title: line,
    sentence: `${by} It passed on what ${last} answered; that one saw the proxy as the sender, ${upstream.sourceSeen}.`,
  };
}
