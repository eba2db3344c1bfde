/** What keeps a Pod from running or from getting connections. */
import { type Pod, READY_ANNOTATION } from '../kubernetes/pod.ts';
import type { Problem } from './problems.ts';
import type { Survey } from './survey.ts';

export function podProblems(pod: Pod, { nodeNames }: Survey): Problem[] {
  const { nodeName } = pod.spec;
  if (nodeName === undefined || nodeName === '') {
    const unschedulable = pod.status?.conditions?.find(
      ({ type, status }) => type === 'PodScheduled' && status === 'False',
    );
    if (nodeNames.length === 0)
      return [{ severity: 'error', text: 'Pending: the cluster has no Node that could run it. Add a Node.' }];
    if (unschedulable === undefined) return [];
    return [{ severity: 'error', text: `Pending: ${unschedulable.message ?? 'no Node can run it'}` }];
  }
  if (!nodeNames.includes(nodeName))
    return [{ severity: 'error', field: 'spec.nodeName', text: `Node ${nodeName} does not exist.` }];
  const crashing = pod.status?.containerStatuses?.find(
    ({ state }) => state?.waiting?.reason === 'CrashLoopBackOff',
  );
  if (crashing !== undefined)
    return [
      {
        severity: 'error',
        text: `Container ${crashing.name} is restarted again and again (CrashLoopBackOff): its probes fail.`,
      },
    ];
  if (pod.metadata.annotations?.[READY_ANNOTATION] === 'false')
    return [
      {
        severity: 'info',
        field: `metadata.annotations.${READY_ANNOTATION}`,
        text: 'Not ready: its readiness probe fails. Services send it no new connections.',
      },
    ];
  return [];
}
