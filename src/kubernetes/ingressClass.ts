/** IngressClass (networking.k8s.io/v1): names the controller that serves the Ingresses of a class. */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface IngressClass extends KubernetesObject {
  kind: 'IngressClass';
  spec: {
    /** `traefik.io/ingress-controller` */
    controller: string;
    parameters?: { apiGroup?: string; kind: string; name: string; scope?: string; namespace?: string };
  };
}

const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

export const ingressClassRow: KindRow<IngressClass> = {
  apiVersion: 'networking.k8s.io/v1',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  shortNames: [],
  namespaced: false,
  template: (name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name },
    spec: { controller: 'traefik.io/ingress-controller' },
  }),
  /** pkg/apis/networking/v1/defaults.go `SetDefaults_IngressClass`. */
  defaults: (ingressClass) => {
    const { parameters } = ingressClass.spec;
    if (parameters === undefined || parameters.scope !== undefined) return ingressClass;
    return {
      ...ingressClass,
      spec: { ...ingressClass.spec, parameters: { ...parameters, scope: 'Cluster' } },
    };
  },
};

/** Whether new Ingresses that name no class get this one. */
export function isDefaultClass({ metadata }: IngressClass): boolean {
  return metadata.annotations?.[DEFAULT_CLASS_ANNOTATION] === 'true';
}
