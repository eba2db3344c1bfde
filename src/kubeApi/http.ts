/** Requests and responses of the Kubernetes API as plain data: who carries them (a socket, a test) does not matter. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import type { PodSession } from './podSessions.ts';

export interface ApiRequest {
  /** In capitals. */
  readonly method: string;
  /** Without the query: `/api/v1/namespaces/default/pods`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Sends lines as they come; returns how to stop. `end` closes the connection from this side. */
export type Stream = (send: (text: string) => void, end: () => void) => () => void;

export interface ApiResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Stream;
  /** Sentences for the header `Warning`, which kubectl prints. */
  readonly warnings?: readonly string[];
  /** When a stream ends by itself. */
  readonly endsAfterSeconds?: number;
  /** The connection is from now on for this. */
  readonly opens?: PodSession;
}

const JSON_TYPE = 'application/json';

export function json(status: number, value: unknown): ApiResponse {
  return { status, contentType: JSON_TYPE, body: `${JSON.stringify(value)}\n` };
}

export function text(body: string): ApiResponse {
  return { status: 200, contentType: 'text/plain', body };
}

/** A Status as the API server sends it, which leaves out what does not apply. */
export function refusal(status: Status): ApiResponse {
  const { apiVersion, kind, status: word, message, reason, details, code } = status;
  return json(code, { kind, apiVersion, metadata: {}, status: word, message, reason, details, code });
}

/** What a request carries that is one object, as far as it can be told before decoding. */
export type LooseObject = Partial<KubernetesObject> & Record<string, unknown>;

export function isStatus(value: object): value is Status {
  return 'kind' in value && value.kind === 'Status' && 'code' in value;
}
