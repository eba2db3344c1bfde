/** Namespace (core/v1). */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface Namespace extends KubernetesObject {
  kind: 'Namespace';
  spec?: { finalizers?: string[] };
  status?: { phase?: 'Active' | 'Terminating' };
}

/** The label that every Namespace carries, so that selectors can name it. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceRow: KindRow<Namespace> = {
  apiVersion: 'v1',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  namespaced: false,
  template: (name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  defaults: (namespace) => {
    const { name, labels } = namespace.metadata;
    if (!name || labels?.[NAMESPACE_NAME_LABEL] === name) return namespace;
    return {
      ...namespace,
      metadata: { ...namespace.metadata, labels: { ...labels, [NAMESPACE_NAME_LABEL]: name } },
    };
  },
};
