/** What a fault that was switched on does now, and what happens next and when: timings are those of the simulation. */
import type { Node } from '../kubernetes/node.ts';
import { isCutOff, isPoweredOff } from '../kubernetes/nodeFaults.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { msOfTimestamp } from './clockTime.ts';
import { brokenOf, type Fault, type FaultId } from './faults.ts';
import type { Problem } from './problems.ts';
import type { Survey } from './survey.ts';

const UNREACHABLE = 'node.kubernetes.io/unreachable';
const EVICTED_AFTER_MS = 300_000;

/** `05:52` on the clock of the scene. */
function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Where a silent Node is in the real course of things. */
function silence(node: Node): string {
  const what = isPoweredOff(node) ? 'No power' : 'Cut off from the network';
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'Unknown')
    return `${what}, and nobody has noticed yet: the Node is NotReady 40 to 55 s after it fell silent. Until then its Pods get connections, which time out.`;
  const since = clockText(msOfTimestamp(ready.lastTransitionTime ?? ''));
  const taint = (node.spec?.taints ?? []).find(
    ({ key, effect }) => key === UNREACHABLE && effect === 'NoExecute',
  );
  const next =
    taint === undefined
      ? 'As so many Nodes are silent nobody evicts its Pods.'
      : `They are deleted at ${clockText(msOfTimestamp(taint.timeAdded ?? '') + EVICTED_AFTER_MS)} and replaced elsewhere, but stay Terminating until the Node is back.`;
  return `${what}: NotReady since ${since}. Its Pods get no connections. ${next}`;
}

function problemOf(fault: Fault, text: string, commands: NonNullable<Problem['fix']>['commands']): Problem {
  return { severity: 'warning', cause: 'node', text, fix: { label: fault.mend ?? fault.label, commands } };
}

export function nodeFaultProblems(node: Node): Problem[] {
  return brokenOf(node)
    .filter(({ id }) => id !== 'cordon')
    .map(({ id, fault }) =>
      problemOf(
        fault,
        id === 'stopKubeProxy'
          ? 'kube-proxy is stopped: the rules stay as they were, and changes of Services and endpoints are not known here.'
          : silence(node),
        fault.off?.(node) ?? [],
      ),
    );
}

const podTexts: { readonly [I in FaultId]?: string } = {
  hang: 'Hangs: no request gets an answer. Only a liveness probe that waits for an answer restarts it.',
  slowDown: 'Slow: it answers late, and gets as many connections as the others.',
  crashLoop:
    'Crashes two seconds after each start, with exit code 1: restarted at once, then after 10, 20, 40 … 300 s (CrashLoopBackOff).',
};

/** That it is not ready is told with its readiness. */
export function podFaultProblems(pod: Pod, { objects }: Survey): Problem[] {
  const node = objects.get(`Node//${pod.spec.nodeName ?? ''}`) as Node | undefined;
  const isSilent = node !== undefined && (isPoweredOff(node) || isCutOff(node));
  const own = brokenOf(pod).flatMap(({ id, fault }): Problem[] => {
    const text = podTexts[id];
    return text === undefined
      ? []
      : [{ ...problemOf(fault, text, fault.off?.(pod) ?? []), cause: 'readiness' }];
  });
  if (!isSilent) return own;
  const where = isPoweredOff(node) ? 'has no power' : 'is cut off from the network';
  return [{ severity: 'warning', cause: 'node', text: `Node ${node.metadata.name} ${where}.` }, ...own];
}
