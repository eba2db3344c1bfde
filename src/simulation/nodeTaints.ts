/** The taints that the node lifecycle controller puts on Nodes: they come again by themselves, so no file needs them. */
import type { Node } from '../kubernetes/node.ts';

export const UNREACHABLE_TAINT = 'node.kubernetes.io/unreachable';

export function withoutOwnTaints(node: Node): Node {
  if (!node.spec?.taints?.some(({ key }) => key === UNREACHABLE_TAINT)) return node;
  const { taints, ...spec } = node.spec;
  const others = taints.filter(({ key }) => key !== UNREACHABLE_TAINT);
  return { ...node, spec: others.length === 0 ? spec : { ...spec, taints: others } };
}
