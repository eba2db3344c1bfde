/** Gateway (gateway.networking.k8s.io/v1): where requests enter, as listeners that routes attach to. */
import { type Condition, GATEWAY_API_VERSION } from './gatewayClass.ts';
import type { KindRow } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface SecretReference {
  group?: string;
  kind?: string;
  name: string;
  namespace?: string;
}

export interface AllowedRoutes {
  namespaces?: { from?: string; selector?: LabelSelector };
  kinds?: { group?: string; kind: string }[];
}

export interface Listener {
  name: string;
  /** Absent: every host. `*.example.com` stands for any number of labels more. */
  hostname?: string;
  port: number;
  protocol: string;
  tls?: { mode?: string; certificateRefs?: SecretReference[]; options?: Record<string, string> };
  allowedRoutes?: AllowedRoutes;
}

export interface ListenerStatus {
  name: string;
  supportedKinds: { group?: string; kind: string }[];
  attachedRoutes: number;
  conditions: Condition[];
}

export interface Gateway extends KubernetesObject {
  kind: 'Gateway';
  spec: {
    gatewayClassName: string;
    listeners: Listener[];
    addresses?: { type?: string; value?: string }[];
    infrastructure?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  };
  status?: {
    addresses?: { type?: string; value: string }[];
    conditions?: Condition[];
    listeners?: ListenerStatus[];
  };
}

function listenerDefaults(listener: Listener): Listener {
  const { tls, allowedRoutes } = listener;
  const { namespaces } = allowedRoutes ?? {};
  return {
    ...listener,
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ...tls,
            mode: tls.mode ?? 'Terminate',
            ...(tls.certificateRefs === undefined
              ? {}
              : {
                  certificateRefs: tls.certificateRefs.map((one) => ({
                    ...one,
                    group: one.group ?? '',
                    kind: one.kind ?? 'Secret',
                  })),
                }),
          },
        }),
    allowedRoutes: {
      ...allowedRoutes,
      namespaces: { ...namespaces, from: namespaces?.from ?? 'Same' },
      ...(allowedRoutes?.kinds === undefined
        ? {}
        : {
            kinds: allowedRoutes.kinds.map((one) => ({
              ...one,
              group: one.group ?? 'gateway.networking.k8s.io',
            })),
          }),
    },
  };
}

export const gatewayRow: KindRow<Gateway> = {
  apiVersion: GATEWAY_API_VERSION,
  plural: 'gateways',
  singular: 'gateway',
  shortNames: ['gtw'],
  namespaced: true,
  template: (name) => ({
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { name, namespace: 'default' },
    spec: { gatewayClassName: 'traefik', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  }),
  defaults: (gateway) =>
    Array.isArray(gateway.spec.listeners)
      ? { ...gateway, spec: { ...gateway.spec, listeners: gateway.spec.listeners.map(listenerDefaults) } }
      : gateway,
};
