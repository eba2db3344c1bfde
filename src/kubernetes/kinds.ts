/** THE table of kinds: what the API server knows of each simulated kind. A new kind is a new row here and a file beside. */
import type { Deployment } from './deployment.ts';
import type { EndpointSlice } from './endpointSlice.ts';
import {
  type Client,
  type CloudProvider,
  KUBEHOP_API_VERSION,
  type OutsideServer,
  type Traffic,
} from './kubehop.ts';
import type { Namespace } from './namespace.ts';
import type { Node } from './node.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { keyOf, type ObjectKey } from './objectMeta.ts';
import type { Pod } from './pod.ts';
import type { ReplicaSet } from './replicaSet.ts';
import type { Service } from './service.ts';
import type { StatusCause } from './status.ts';

export interface ObjectsByKind {
  Namespace: Namespace;
  Node: Node;
  Pod: Pod;
  Deployment: Deployment;
  ReplicaSet: ReplicaSet;
  Service: Service;
  EndpointSlice: EndpointSlice;
  Client: Client;
  OutsideServer: OutsideServer;
  Traffic: Traffic;
  CloudProvider: CloudProvider;
}

export type Kind = keyof ObjectsByKind;

export interface KindRow<T extends KubernetesObject> {
  apiVersion: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  namespaced: boolean;
  /** A new object as the palette places it: complete enough to be valid after defaulting. */
  template(name: string): T;
  /** Returns the object with the API server's static defaults filled in; never changes its argument. */
  defaults(object: T): T;
  /** Wrong fields in the API server's order and words, after defaulting; with `old`, also the rules of an update. */
  validate(object: T, old?: T): StatusCause[];
}

// Rows: see the kind files. (Filled in by the kind files' own `…Row` constants.)
export declare const kinds: { readonly [K in Kind]: KindRow<ObjectsByKind[K]> };

export function isSimulated(object: KubernetesObject): boolean {
  const row = (kinds as Record<string, KindRow<KubernetesObject> | undefined>)[object.kind];
  return row !== undefined && row.apiVersion === object.apiVersion;
}

/** The key of an object of a simulated kind: `keyOfKind('Service', 'default', 'shop')`. */
export function keyOfKind(kind: Kind, namespace: string, name: string): ObjectKey {
  return keyOf(kinds[kind].apiVersion, kind, namespace, name);
}

export { KUBEHOP_API_VERSION };
