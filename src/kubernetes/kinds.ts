/** THE table of kinds: what the API server knows of each simulated kind. A new kind is a new row here and in `validation.ts`, and a file beside. */
import { type Client, clientRow } from './client.ts';
import { type CloudProvider, cloudProviderRow } from './cloudProvider.ts';
import { type DaemonSet, daemonSetRow } from './daemonSet.ts';
import { type Deployment, deploymentRow } from './deployment.ts';
import { type EndpointSlice, endpointSliceRow } from './endpointSlice.ts';
import { type Gateway, gatewayRow } from './gateway.ts';
import { type GatewayClass, gatewayClassRow } from './gatewayClass.ts';
import { type HTTPRoute, httpRouteRow } from './httpRoute.ts';
import { type Ingress, ingressRow } from './ingress.ts';
import { type IngressClass, ingressClassRow } from './ingressClass.ts';
import { type Job, jobRow } from './job.ts';
import { type Namespace, namespaceRow } from './namespace.ts';
import { type NetworkPolicy, networkPolicyRow } from './networkPolicy.ts';
import { type Node, nodeRow } from './node.ts';
import { type KubernetesObject, keyOf, type ObjectKey, type ObjectReference } from './objectMeta.ts';
import { type OutsideServer, outsideServerRow } from './outsideServer.ts';
import { type Pod, podRow } from './pod.ts';
import { type ReplicaSet, replicaSetRow } from './replicaSet.ts';
import { type ReplicationController, replicationControllerRow } from './replicationController.ts';
import { type Service, serviceRow } from './service.ts';
import { type StatefulSet, statefulSetRow } from './statefulSet.ts';
import { type Traffic, trafficRow } from './traffic.ts';

export { KUBEHOP_API_VERSION } from './kubehop.ts';

export interface ObjectsByKind {
  Namespace: Namespace;
  Node: Node;
  Pod: Pod;
  Deployment: Deployment;
  ReplicaSet: ReplicaSet;
  ReplicationController: ReplicationController;
  StatefulSet: StatefulSet;
  DaemonSet: DaemonSet;
  Job: Job;
  Service: Service;
  EndpointSlice: EndpointSlice;
  Ingress: Ingress;
  IngressClass: IngressClass;
  GatewayClass: GatewayClass;
  Gateway: Gateway;
  HTTPRoute: HTTPRoute;
  NetworkPolicy: NetworkPolicy;
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
}

export const kinds: { readonly [K in Kind]: KindRow<ObjectsByKind[K]> } = {
  Namespace: namespaceRow,
  Node: nodeRow,
  Pod: podRow,
  Deployment: deploymentRow,
  ReplicaSet: replicaSetRow,
  ReplicationController: replicationControllerRow,
  StatefulSet: statefulSetRow,
  DaemonSet: daemonSetRow,
  Job: jobRow,
  Service: serviceRow,
  EndpointSlice: endpointSliceRow,
  Ingress: ingressRow,
  IngressClass: ingressClassRow,
  GatewayClass: gatewayClassRow,
  Gateway: gatewayRow,
  HTTPRoute: httpRouteRow,
  NetworkPolicy: networkPolicyRow,
  Client: clientRow,
  OutsideServer: outsideServerRow,
  Traffic: trafficRow,
  CloudProvider: cloudProviderRow,
};

const rowsByName: ReadonlyMap<string, KindRow<KubernetesObject>> = new Map(
  Object.entries(kinds) as [string, unknown][] as [string, KindRow<KubernetesObject>][],
);

/** The row of an object's kind, for code that handles any object; undefined when the kind is not simulated. */
export function rowOf(object: KubernetesObject): KindRow<KubernetesObject> | undefined {
  const row = rowsByName.get(object.kind);
  return row?.apiVersion === object.apiVersion ? row : undefined;
}

export function isSimulated(object: KubernetesObject): boolean {
  return rowOf(object) !== undefined;
}

/**
 * The object as its request would carry it: in the given namespace when it names none, and in none when its kind is
 * cluster-scoped (apiserver `EnsureObjectNamespaceMatchesRequestNamespace`). Kinds that are not simulated stay as they are.
 */
export function inNamespace<T extends KubernetesObject>(object: T, namespace = 'default'): T {
  const row = rowOf(object);
  if (row === undefined) return object;
  const current = object.metadata.namespace ?? '';
  if (row.namespaced)
    return current === '' ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  if (current === '') return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The key of the object that a reference means: its kind says the rest when it is a simulated one. */
export function keyOfReference({
  apiVersion,
  kind,
  namespace = 'default',
  name,
}: ObjectReference): ObjectKey {
  const row = rowsByName.get(kind);
  return keyOf(apiVersion ?? row?.apiVersion ?? 'v1', kind, row?.namespaced === false ? '' : namespace, name);
}

/** The key of an object of a simulated kind: `keyOfKind('Service', 'default', 'shop')`. */
export function keyOfKind(kind: Kind, namespace: string, name: string): ObjectKey {
  return keyOf(kinds[kind].apiVersion, kind, namespace, name);
}
