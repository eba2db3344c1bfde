/** GatewayClass (gateway.networking.k8s.io/v1): names the controller that serves the Gateways of a class. */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
export const GATEWAY_API_VERSION = `${GATEWAY_GROUP}/v1`;

/** metav1.Condition. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  observedGeneration?: number;
  lastTransitionTime?: string;
}

export interface GatewayClass extends KubernetesObject {
  kind: 'GatewayClass';
  spec: { controllerName: string; description?: string; parametersRef?: unknown };
  status?: { conditions?: Condition[] };
}

/** What the definition of the resource writes into a status that nobody has written yet. */
export function waitingFor(...types: string[]): Condition[] {
  return types.map((type) => ({
    type,
    status: 'Unknown',
    reason: 'Pending',
    message: 'Waiting for controller',
    lastTransitionTime: '1970-01-01T00:00:00Z',
  }));
}

export function conditionOf(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export const gatewayClassRow: KindRow<GatewayClass> = {
  apiVersion: GATEWAY_API_VERSION,
  plural: 'gatewayclasses',
  singular: 'gatewayclass',
  shortNames: ['gc'],
  namespaced: false,
  template: (name) => ({
    apiVersion: GATEWAY_API_VERSION,
    kind: 'GatewayClass',
    metadata: { name },
    spec: { controllerName: 'traefik.io/gateway-controller' },
  }),
  defaults: (gatewayClass) => gatewayClass,
};
