/** What the scene's KubeProxyConfiguration says, read for forms and tables. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Objects } from './queries.ts';

export type KubeProxyConfiguration = KubernetesObject & { mode?: string; ipvs?: { scheduler?: string } };

const ABSENT: KubeProxyConfiguration = {
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  metadata: { name: 'kube-proxy' },
};

/** The scene's own, or one that says nothing. */
export function proxyConfigurationOf(objects: Objects): KubeProxyConfiguration {
  for (const object of objects.values())
    if (object.kind === 'KubeProxyConfiguration' && object.apiVersion.startsWith('kubeproxy.config.k8s.io/'))
      return object as KubeProxyConfiguration;
  return ABSENT;
}

/** Null in the modes that pick at random. */
export function schedulerOf({ mode, ipvs }: KubeProxyConfiguration): string | null {
  return mode === 'ipvs' ? ipvs?.scheduler || 'rr' : null;
}
