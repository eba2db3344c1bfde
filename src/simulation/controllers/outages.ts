/**
 * What a kubelet does when its machine is off or cut off, and afterwards. Models pkg/kubelet: after a reboot each Pod gets
 * a new sandbox (SandboxChanged) with a new address, and its containers count as terminated for an unknown reason; after
 * a network partition the kubelet reports what it knows. Simplified: while its node is cut off nothing is probed or
 * restarted there; a Pod that was deleted meanwhile runs on until the node is back.
 */
import { internalIPs, type Node } from '../../kubernetes/node.ts';
import { isPoweredOff, isSilent } from '../../kubernetes/nodeFaults.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { writeStatus } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { choosePodIPs } from './podAddress.ts';
import { ended, reportReadiness, running, saysReady } from './podStatus.ts';
import { forgetProbes } from './probes.ts';
import { hasWaited } from './workQueue.ts';

/** Remembers that the kubelet was away, and why; `boot` once it is back and sets the Pod up again. */
const lane = (key: ObjectKey): string => `kubelet ${key} away`;
const BOOT_LANE = ' boot';

/**
 * Whether the kubelet can do nothing for the Pod: its machine is off, or nobody hears it. `forget` is called when all that
 * ran has gone.
 */
export function isAway(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  node: Node,
  forget: () => void,
): boolean {
  const { waits } = simulation.controllers;
  if (!isSilent(node)) return false;
  const before = waits.get(lane(key))?.step;
  const isLost = isPoweredOff(node) || before === 'off';
  if (isPoweredOff(node) && before !== 'off') forget();
  for (const { name } of pod.spec.containers) forgetProbes(simulation, key, name);
  waits.set(lane(key), { step: isLost ? 'off' : 'cut', until: simulation.now });
  return true;
}

/** The node is back: what ran before is set up again, or reported. Whether the Pod needs a moment for that. */
export function comesBack(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  node: Node,
  bootMs: number,
): boolean {
  const { waits } = simulation.controllers;
  const step = waits.get(lane(key))?.step;
  if (step === undefined) return false;
  if (step === 'cut' || pod.status?.phase !== 'Running') {
    waits.delete(lane(key));
    if (pod.status?.phase === 'Running') reportReadiness(simulation, pod);
    return false;
  }
  if (step === 'off') {
    waits.set(lane(key), { step: 'boot', until: simulation.now });
    endContainers(simulation, pod);
  }
  const isDeleted = pod.metadata.deletionTimestamp !== undefined;
  if (!isDeleted && !hasWaited(simulation, 'kubelet', key, 'boot', bootMs, BOOT_LANE)) return true;
  waits.delete(lane(key));
  if (!isDeleted) startContainers(simulation, key, simulation.byKind.Pod.get(key)!, node);
  return false;
}

function endContainers(simulation: Simulation, pod: Pod): void {
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((status) => ({
    ...status,
    ready: false,
    started: false,
    state: status.state?.terminated ? status.state : ended(simulation, status.state, 255, 'Unknown'),
  }));
  reportReadiness(simulation, { ...pod, status: { ...pod.status, containerStatuses } });
}

function startContainers(simulation: Simulation, key: ObjectKey, pod: Pod, node: Node): void {
  const podIPs = pod.spec.hostNetwork ? internalIPs(node) : (choosePodIPs(simulation, node) ?? []);
  const message = 'Pod sandbox changed, it will be killed and re-created.';
  emitEvent(simulation, 'kubelet', key, 'Normal', 'SandboxChanged', message);
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((status) => {
    const container = pod.spec.containers.find(({ name }) => name === status.name);
    return {
      ...status,
      ...(status.state === undefined ? {} : { lastState: status.state }),
      state: running(simulation),
      restartCount: status.restartCount + 1,
      started: container?.startupProbe === undefined,
      ready: !container?.startupProbe && !container?.readinessProbe && saysReady(pod),
    };
  });
  const [podIP] = podIPs;
  const addressed = podIP === undefined ? {} : { podIP, podIPs: podIPs.map((ip) => ({ ip })) };
  const status = { ...pod.status, ...addressed, containerStatuses };
  reportReadiness(simulation, writeStatus<Pod>(simulation, pod, status, 'kubelet'));
}
