/** The kubectl lines of one step: one for each write, but one line for the many of a drain. */
import type { Node } from '../kubernetes/node.ts';
import { controllerOf } from '../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import type { Written } from './draft.ts';
import { kubectlLine } from './kubectlLine.ts';
import { type Objects, ofKind } from './queries.ts';

export function kubectlLines(written: readonly Written[], objects: Objects): string[] {
  const drain = drainLine(written, objects);
  return drain === undefined ? written.map((each) => kubectlLine(each, objects)) : [drain];
}

/** A Node was cordoned, and all its Pods but those of DaemonSets were deleted. */
function drainLine([first, ...others]: readonly Written[], objects: Objects): string | undefined {
  const node = first?.after as Node | null | undefined;
  if (node?.kind !== 'Node' || node.spec?.unschedulable !== true || others.length === 0) return undefined;
  const isOnNode = ({ spec }: Pod) => spec.nodeName === node.metadata.name;
  const pods = others.flatMap(({ request, before }) =>
    request.verb === 'delete' && request.gracePeriodSeconds === undefined && before?.kind === 'Pod'
      ? (before as Pod)
      : [],
  );
  const isLeft = (pod: Pod) =>
    isOnNode(pod) && !isTerminating(pod) && controllerOf(pod)?.kind !== 'DaemonSet';
  if (pods.length < others.length || !pods.every(isOnNode) || ofKind(objects, 'Pod').some(isLeft))
    return undefined;
  const isForced = pods.some((pod) => controllerOf(pod) === undefined);
  return `kubectl drain ${node.metadata.name} --ignore-daemonsets${isForced ? ' --force' : ''}`;
}
