/** The labels that a kubelet gives its Node. Models pkg/kubelet/kubelet_node_status.go; every machine is alike here. */
import type { Node } from '../kubernetes/node.ts';

function kubeletLabels(name: string): Record<string, string> {
  return {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  };
}

/** Labels that somebody wrote stay. */
export function withKubeletLabels(node: Node): Node {
  const { metadata } = node;
  return {
    ...node,
    metadata: { ...metadata, labels: { ...kubeletLabels(metadata.name), ...metadata.labels } },
  };
}

/** The Node as a person would have written it. */
export function withoutKubeletLabels(node: Node): Node {
  const { labels, ...metadata } = node.metadata;
  const given = kubeletLabels(metadata.name);
  const all = Object.entries(labels ?? {});
  const own = all.filter(([label, value]) => given[label] !== value);
  if (own.length === all.length) return node;
  return {
    ...node,
    metadata: own.length === 0 ? metadata : { ...metadata, labels: Object.fromEntries(own) },
  };
}
