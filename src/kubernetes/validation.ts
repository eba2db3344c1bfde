/** THE table of what the API server checks of each kind, beside `kinds.ts`: a scene that is proven to be right runs without it. */
import { validateDaemonSet } from './daemonSetValidation.ts';
import { validateEndpointSlice } from './endpointSliceValidation.ts';
import { validateGateway, validateGatewayClass } from './gatewayValidation.ts';
import { validateHTTPRoute } from './httpRouteValidation.ts';
import { validateIngress, validateIngressClass } from './ingressValidation.ts';
import { validateJob } from './jobValidation.ts';
import { type Kind, type ObjectsByKind, rowOf } from './kinds.ts';
import { validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import { nameIsDNSLabel } from './names.ts';
import type { Namespace } from './namespace.ts';
import { validateNetworkPolicy } from './networkPolicyValidation.ts';
import { validateNode } from './nodeValidation.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { validateClient, validateCloudProvider, validateOutsideServer } from './outsideValidation.ts';
import { validatePod } from './podValidation.ts';
import { validateReplicationController } from './replicationControllerValidation.ts';
import { validateService } from './serviceValidation.ts';
import { validateStatefulSet } from './statefulSetValidation.ts';
import type { StatusCause } from './status.ts';
import { validateTraffic } from './trafficValidation.ts';
import { validateDeployment, validateReplicaSet } from './workloadValidation.ts';

/** Wrong fields in the API server's order and words, after defaulting; with `old`, also the rules of an update. */
type Validate<T extends KubernetesObject> = (object: T, old?: T) => StatusCause[];

function validateNamespace({ metadata }: Namespace, old?: Namespace): StatusCause[] {
  return old
    ? validateMetadataUpdate(metadata, old.metadata)
    : validateMetadata(metadata, false, nameIsDNSLabel);
}

export const validators: { readonly [K in Kind]: Validate<ObjectsByKind[K]> } = {
  Namespace: validateNamespace,
  Node: validateNode,
  Pod: validatePod,
  Deployment: validateDeployment,
  ReplicaSet: validateReplicaSet,
  ReplicationController: validateReplicationController,
  StatefulSet: validateStatefulSet,
  DaemonSet: validateDaemonSet,
  Job: validateJob,
  Service: (service, old) => validateService(service, old),
  EndpointSlice: validateEndpointSlice,
  Ingress: validateIngress,
  IngressClass: validateIngressClass,
  GatewayClass: validateGatewayClass,
  Gateway: validateGateway,
  HTTPRoute: validateHTTPRoute,
  NetworkPolicy: validateNetworkPolicy,
  Client: validateClient,
  OutsideServer: validateOutsideServer,
  Traffic: validateTraffic,
  CloudProvider: validateCloudProvider,
};

/** What is wrong with any object; of a kind that is not simulated nothing is known. */
export function validate(object: KubernetesObject, old?: KubernetesObject): StatusCause[] {
  if (rowOf(object) === undefined) return [];
  return (validators[object.kind as Kind] as Validate<KubernetesObject>)(object, old);
}
