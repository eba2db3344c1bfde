/** The subresource `scale`: how many replicas there are and should be, the same for every kind that has them. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';

type Scalable = KubernetesObject & {
  spec: { replicas?: number; selector?: { matchLabels?: Record<string, string> } | Record<string, string> };
  status?: { replicas?: number };
};

export function scaleOf(object: KubernetesObject): KubernetesObject & { spec: { replicas?: number } } {
  const { metadata, spec, status } = object as Scalable;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = spec.selector ?? {};
  const labels = ('matchLabels' in selector ? selector.matchLabels : selector) as Record<string, string>;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as KubernetesObject['metadata'],
    spec: spec.replicas === undefined ? {} : { replicas: spec.replicas },
    ...({
      status: {
        replicas: status?.replicas ?? 0,
        selector: Object.entries(labels ?? {})
          .map(([label, value]) => `${label}=${value}`)
          .join(','),
      },
    } as object),
  };
}

export function withScale(object: KubernetesObject, scale: KubernetesObject): KubernetesObject {
  const { replicas = 0 } = (scale as Scalable).spec ?? {};
  const { resourceVersion: _, ...metadata } = object.metadata;
  const wanted = scale.metadata?.resourceVersion;
  return {
    ...object,
    metadata: wanted === undefined ? metadata : { ...metadata, resourceVersion: wanted },
    spec: { ...(object as Scalable).spec, replicas },
  } as KubernetesObject;
}
