/**
 * On which nodes a DaemonSet's Pod runs, and what ties the Pod to its node. Models pkg/controller/daemon
 * `NodeShouldRunDaemonPod` and pkg/controller/daemon/util.
 */
import type { DaemonSet } from '../../kubernetes/daemonSet.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { Pod, Toleration } from '../../kubernetes/pod.ts';
import { REVISION_LABEL, type Revision } from './controllerRevisions.ts';
import { podFromTemplate } from './podControl.ts';
import { tolerates, wantsNode } from './scheduler.ts';

/** Troubles of a node that drive other Pods away, but not these. */
const daemonTolerations: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const hostNetworkToleration: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

function withDaemonTolerations({ tolerations = [], hostNetwork }: Pod['spec']): Toleration[] {
  const added = hostNetwork ? [...daemonTolerations, hostNetworkToleration] : daemonTolerations;
  const isAdded = ({ key, effect, operator }: Toleration) =>
    added.some((one) => one.key === key && one.effect === effect && one.operator === operator);
  return [...tolerations.filter((toleration) => !isAdded(toleration)), ...added];
}

/** The Pod for one node: the scheduler will find only this node fit. */
export function daemonPod(set: DaemonSet, { hash, template }: Revision, node: Node): Pod {
  const { name } = node.metadata;
  const required = {
    nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: [name] }] }],
  };
  return podFromTemplate(
    set,
    template,
    { labels: { ...template.metadata?.labels, [REVISION_LABEL]: hash } },
    {
      tolerations: withDaemonTolerations(template.spec),
      affinity: {
        ...template.spec.affinity,
        nodeAffinity: {
          ...template.spec.affinity?.nodeAffinity,
          requiredDuringSchedulingIgnoredDuringExecution: required,
        },
      },
    },
  );
}

/** The node that the Pod is on or will be scheduled to. */
export function targetOf({ spec }: Pod): string {
  if (spec.nodeName) return spec.nodeName;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = required?.nodeSelectorTerms.flatMap(({ matchFields = [] }) => matchFields) ?? [];
  return fields.find(({ key }) => key === 'metadata.name')?.values?.[0] ?? '';
}

/** Whether a Pod belongs on the node, and whether one that is there may stay: a taint NoSchedule only keeps new ones away. */
export function fitnessOf(set: DaemonSet, node: Node): { shouldRun: boolean; mayStay: boolean } {
  const { template } = set.spec;
  const pod = podFromTemplate(set, template, {}, { tolerations: withDaemonTolerations(template.spec) });
  const { nodeName } = template.spec;
  if ((nodeName && nodeName !== node.metadata.name) || !wantsNode(pod, node))
    return { shouldRun: false, mayStay: false };
  const untolerated = (node.spec?.taints ?? []).filter((taint) => !tolerates(pod, taint));
  return {
    shouldRun: !untolerated.some(({ effect }) => effect !== 'PreferNoSchedule'),
    mayStay: !untolerated.some(({ effect }) => effect === 'NoExecute'),
  };
}
