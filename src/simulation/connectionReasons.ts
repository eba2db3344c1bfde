/** The reasons of connections that end before their time: title, sentence, and what to look at next. */
import type { Telling } from './reasons.ts';

export type ConnectionReason = 'ConnectionReset' | 'ConnectionClosed';

/** By why it was reset. */
const resets: Readonly<Record<string, string>> = {
  closed:
    'The server had closed the connection; its farewell (FIN) and the request passed each other on the way. Many clients send such a request again.',
  ended: 'The process that had taken the request in has ended or was killed before it answered.',
};
const STRANGER = 'The connection was opened to somebody else, who had this address before.';

export const connectionTellings = {
  ConnectionReset: {
    title: ({ place }) => `${place} resets the connection`,
    sentence: ({ text }) => resets[text('why')] ?? STRANGER,
  },
  ConnectionClosed: {
    title: ({ place, isEnd }) =>
      isEnd ? `${place} learns that its connection is closed` : `${place} closes the connection`,
    sentence: ({ text, flag }) =>
      flag('isGoAway')
        ? 'The server has been told to stop (SIGTERM) and says GOAWAY: what is under way is still answered, new requests open another connection.'
        : text('why') === 'stopping'
          ? 'The server has been told to stop (SIGTERM) and closes its idle connections (FIN). The next request opens a new one.'
          : 'The process has ended, so its kernel closes what was open (FIN). The next request opens a new one.',
  },
} satisfies Record<ConnectionReason, Telling>;
