/**
 * A look at the containers of a Pod that may fail: asks their probes, and lets those restart that have ended or were given
 * up. Models pkg/kubelet's `syncPod` and pkg/kubelet/prober. In a scene without probes and crashes there is nothing to do.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Container, ContainerStatus, Pod } from '../../kubernetes/pod.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { hasReadinessProbe, saysReady, writeContainer } from './podStatus.ts';
import { askProbe, type ProbeKind, probeFields } from './probes.ts';
import { beginRestart, crashesNow, isRestarting } from './restarts.ts';

export function tendContainers(simulation: Simulation, key: ObjectKey): void {
  const current = () => simulation.byKind.Pod.get(key)!;
  for (const container of current().spec.containers)
    if (
      !isRestarting(simulation, key, current(), container) &&
      !crashesNow(simulation, key, current(), container)
    )
      probe(simulation, key, current(), container);
}

/** In a Pod that is told to stop: what still runs. */
export function probeStopping(simulation: Simulation, key: ObjectKey): void {
  const current = () => simulation.byKind.Pod.get(key)!;
  for (const container of current().spec.containers)
    if (statusOf(current(), container)?.state?.running) probeReadiness(simulation, key, current(), container);
}

/** Asks the container's probes: until the startup probe has succeeded, no other. */
function probe(simulation: Simulation, key: ObjectKey, pod: Pod, container: Container): void {
  if (!statusOf(pod, container)?.started) {
    const answer = ask(simulation, key, pod, container, 'startup', true, true);
    if (answer === 'failure')
      beginRestart(simulation, key, pod, container, 'failed startup probe', container.startupProbe);
    if (answer !== 'success') return;
    const isReady = container.readinessProbe === undefined && (hasReadinessProbe(pod) || saysReady(pod));
    const after = writeContainer(simulation, pod, container.name, { started: true, ready: isReady });
    probe(simulation, key, after, container);
    return;
  }
  if (ask(simulation, key, pod, container, 'liveness', false, true) === 'failure') {
    beginRestart(simulation, key, pod, container, 'failed liveness probe', container.livenessProbe);
    return;
  }
  probeReadiness(simulation, key, pod, container);
}

function probeReadiness(simulation: Simulation, key: ObjectKey, pod: Pod, container: Container): void {
  const { ready = false } = statusOf(pod, container) ?? {};
  const answer = ask(simulation, key, pod, container, 'readiness', !ready, ready);
  if (answer !== undefined) writeContainer(simulation, pod, container.name, { ready: answer === 'success' });
}

function statusOf(pod: Pod, container: Container): ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find(({ name }) => name === container.name);
}

/** Makes a probe if it is due; `success` and `failure` say which answers would change something. */
function ask(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
  kind: ProbeKind,
  success: boolean,
  failure: boolean,
): 'success' | 'failure' | undefined {
  const probe = container[probeFields[kind]];
  if (probe === undefined) return undefined;
  return askProbe(simulation, key, pod, {
    kind,
    probe,
    container,
    matters: { success, failure },
    onFailure: (message) => emitEvent(simulation, 'kubelet', key, 'Warning', 'Unhealthy', message),
  });
}
