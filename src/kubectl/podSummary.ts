/** READY, STATUS and RESTARTS of a Pod: models pkg/printers/internalversion `printPod`. */
import { type ContainerStatus, isReady, isTerminating, type Pod } from '../kubernetes/pod.ts';
import { ageOf } from './age.ts';
import type { RowCondition } from './columns.ts';

export interface PodSummary {
  /** Ready containers of all that go on running, sidecars included: `1/2`. */
  readonly ready: string;
  readonly status: string;
  /** `0`, or `3 (10s ago)`. */
  readonly restarts: string;
}

/** What the containers that run before the others say. */
interface Initialization {
  /** Up to the one that is not done yet. */
  seen: ContainerStatus[];
  readySidecars: number;
  /** `Init:1/2`, `Init:CrashLoopBackOff`; undefined when all are done. */
  waitsFor: string | undefined;
}

/** A node that does not answer any more leaves its Pods with this reason. */
const NODE_LOST = 'NodeLost';

export function summarizePod(pod: Pod, now: number): PodSummary {
  const sidecars = sidecarsOf(pod);
  const initialization = initialize(pod, sidecars);
  const { seen, readySidecars, waitsFor } = initialization;
  const isInitialized = waitsFor === undefined || hasCondition(pod, 'Initialized');
  const containers = isInitialized ? (pod.status?.containerStatuses ?? []) : [];
  const counted = isInitialized
    ? [...seen.filter(({ name }) => sidecars.has(name)), ...containers]
    : initialization.seen;
  const running = containers.filter(isReadyAndRunning);
  const total = pod.spec.containers.length + sidecars.size;
  return {
    ready: `${readySidecars + running.length}/${total}`,
    status: statusOf(pod, reasonOf(pod, containers, running.length > 0, waitsFor)),
    restarts: restartsOf(counted, now),
  };
}

/** Init containers that are restarted whenever they end, so that they run beside the others. */
function sidecarsOf(pod: Pod): ReadonlySet<string> {
  const always = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return new Set(always.map(({ name }) => name));
}

function hasCondition(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

function initialize(pod: Pod, sidecars: ReadonlySet<string>): Initialization {
  const seen: ContainerStatus[] = [];
  let readySidecars = 0;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    seen.push(status);
    const { waiting, terminated } = status.state ?? {};
    if (terminated && !terminated.exitCode) continue;
    if (sidecars.has(status.name) && status.started) {
      if (status.ready) readySidecars++;
      continue;
    }
    const total = pod.spec.initContainers?.length ?? 0;
    const waitsFor = terminated
      ? endOf(terminated)
      : waiting?.reason && waiting.reason !== 'PodInitializing'
        ? waiting.reason
        : `${index}/${total}`;
    return { seen, readySidecars, waitsFor: `Init:${waitsFor}` };
  }
  return { seen, readySidecars, waitsFor: undefined };
}

function endOf({ reason, signal, exitCode = 0 }: { reason?: string; signal?: number; exitCode?: number }) {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

/** The most telling word, before it is known whether the Pod is being deleted. */
function reasonOf(
  pod: Pod,
  containers: readonly ContainerStatus[],
  anyRuns: boolean,
  waitsFor: string | undefined,
): string {
  const { phase = '', reason, conditions = [] } = pod.status ?? {};
  const isGated = conditions.some((one) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated');
  const own = isGated ? 'SchedulingGated' : reason || phase;
  // The first container in the list that has something to say wins.
  const told = containers.map(reasonOfContainer).find((one) => one !== undefined);
  const word = told ?? waitsFor ?? own;
  if (word !== 'Completed' || !anyRuns) return word;
  return isReady(pod) ? 'Running' : 'NotReady';
}

function reasonOfContainer({ state }: ContainerStatus): string | undefined {
  return state?.waiting?.reason || (state?.terminated ? endOf(state.terminated) : undefined);
}

function isReadyAndRunning(status: ContainerStatus): boolean {
  return status.ready && status.state?.running !== undefined && reasonOfContainer(status) === undefined;
}

function statusOf(pod: Pod, reason: string): string {
  if (!isTerminating(pod)) return reason;
  const { phase, reason: podReason } = pod.status ?? {};
  if (podReason === NODE_LOST) return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? reason : 'Terminating';
}

function restartsOf(statuses: readonly ContainerStatus[], now: number): string {
  const restarts = statuses.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
  const endings = statuses.flatMap(({ lastState }) => lastState?.terminated?.finishedAt ?? []);
  const last = endings.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${ageOf(last, now)} ago)`;
}

const completions: Readonly<Record<string, string>> = {
  Succeeded: 'The pod has completed successfully.',
  Failed: 'The pod failed.',
};

/** A Pod that has come to its end says so beside its cells. */
export function podConditions({ status }: Pod): readonly RowCondition[] {
  const message = completions[status?.phase ?? ''];
  return message === undefined
    ? []
    : [{ type: 'Completed', status: 'True', reason: status!.phase!, message }];
}
