/** What a proxying Pod does with a request by its host and path: which Service it is for, or what it answers itself. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Rule } from '../events.ts';
import type { Simulation } from '../state.ts';
import type { PodPlace } from './places.ts';

/** A request as the process that takes it in reads it. Header names are in lower case. */
export interface HttpRequest {
  readonly scheme: 'http' | 'https';
  readonly method: string;
  /** The Host header without its port: what the client wrote, not what it resolved to. */
  readonly host: string;
  readonly path: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

export type RouteDecision =
  | {
      readonly kind: 'backend';
      readonly service: ObjectKey;
      readonly port: number | string;
      readonly rule: Rule;
      /** After rewrites. */
      readonly request: HttpRequest;
      /** The Ingress or HTTPRoute. */
      readonly resource: ObjectKey;
    }
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly rule: Rule;
      readonly resource: ObjectKey | null;
      readonly location?: string;
    };

/** null: this Pod is no proxy. */
export function routeHttp(
  _simulation: Simulation,
  _proxy: PodPlace,
  _request: HttpRequest,
): RouteDecision | null {
  return null;
}
