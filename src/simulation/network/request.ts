/** A request: resolve the name, open or reuse a connection, send, wait for the answer. */
import type { Traffic } from '../../kubernetes/kubehop.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';

export interface RequestSpec {
  /** Key of a Client, Pod or Deployment. */
  from: ObjectKey;
  url?: string;
  service?: Traffic['spec']['service'];
  connection?: 'PerRequest' | 'KeepAlive';
  timeoutSeconds?: number;
  /** The Traffic object that this belongs to. */
  traffic?: ObjectKey | null;
}

/** Sends one request now; returns its id. Everything that follows comes out as events. */
export function sendRequest(_simulation: Simulation, _spec: RequestSpec): number {
  return 0;
}
