/**
 * Rolls a Deployment from one ReplicaSet to the next. Models pkg/controller/deployment (rolling.go, recreate.go,
 * sync.go). Simplified: no rollback, no progress deadline, no proportional scaling in the middle of a rollout.
 */
import type { Deployment } from '../../kubernetes/deployment.ts';
import { objectKey } from '../../kubernetes/objectMeta.ts';
import type { ReplicaSet } from '../../kubernetes/replicaSet.ts';
import { write } from '../apiServer.ts';
import { REVISION_ANNOTATION } from '../deploymentRevision.ts';
import type { Simulation } from '../state.ts';
import {
  available,
  createReplicaSet,
  emitScaled,
  revisionOf,
  rolloutLimits,
  sum,
  wanted,
} from './deployment.ts';

/** Takes the next step; a paused one only follows its `replicas`. `all` are its ReplicaSets by revision. */
export function roll(
  simulation: Simulation,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  all: readonly ReplicaSet[],
): void {
  if (deployment.spec.paused) {
    scaleActive(simulation, deployment, all);
    return;
  }
  const { replicas = 1, strategy } = deployment.spec;
  const old = all.filter((replicaSet) => replicaSet !== current);
  if (
    strategy?.type === 'Recreate' &&
    old.some((replicaSet) => wanted(replicaSet) > 0 || hasPods(simulation, replicaSet))
  ) {
    for (const replicaSet of old) scale(simulation, deployment, replicaSet, 0);
    return;
  }
  if (current === undefined) {
    const revision = Math.max(0, ...old.map(revisionOf)) + 1;
    createReplicaSet(simulation, deployment, revision, newReplicas(deployment, 0, all));
    return;
  }
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  if (old.length > 0 && revisionOf(current) < revision) renew(simulation, current, revision);
  else if (wanted(current) > replicas) scale(simulation, deployment, current, replicas);
  else if (newReplicas(deployment, wanted(current), all) > wanted(current))
    scale(simulation, deployment, current, newReplicas(deployment, wanted(current), all));
  else scaleDownOld(simulation, deployment, current, old);
}

/** sync.go `scale`: without a rollout the ReplicaSet that has the Pods follows `replicas`, else the latest one. */
function scaleActive(simulation: Simulation, deployment: Deployment, all: readonly ReplicaSet[]): void {
  const active = all.filter((replicaSet) => wanted(replicaSet) > 0);
  const [only = all.at(-1), ...others] = active;
  if (only !== undefined && others.length === 0)
    scale(simulation, deployment, only, deployment.spec.replicas ?? 1);
}

/** A ReplicaSet of long ago is wanted again: it gets the newest revision. */
function renew(simulation: Simulation, replicaSet: ReplicaSet, revision: number): void {
  const annotations = { ...replicaSet.metadata.annotations, [REVISION_ANNOTATION]: String(revision) };
  const object: ReplicaSet = { ...replicaSet, metadata: { ...replicaSet.metadata, annotations } };
  write(simulation, { verb: 'update', object }, 'deployment');
}

/** How many Pods a new ReplicaSet may have now (`NewRSNewReplicas`). */
function newReplicas(deployment: Deployment, current: number, all: readonly ReplicaSet[]): number {
  const { replicas = 1, strategy } = deployment.spec;
  if (strategy?.type === 'Recreate') return replicas;
  const room = rolloutLimits(deployment).most - sum(all, wanted);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

function scale(
  simulation: Simulation,
  deployment: Deployment,
  replicaSet: ReplicaSet,
  replicas: number,
): void {
  const from = wanted(replicaSet);
  if (from === replicas) return;
  const object: ReplicaSet = { ...replicaSet, spec: { ...replicaSet.spec, replicas } };
  write(simulation, { verb: 'update', object }, 'deployment');
  emitScaled(simulation, deployment, replicaSet.metadata.name, from, replicas);
}

function hasPods(simulation: Simulation, replicaSet: ReplicaSet): boolean {
  return (simulation.index.dependents.get(replicaSet.metadata.uid!)?.size ?? 0) > 0;
}

/**
 * rolling.go `reconcileOldReplicaSets`: Pods that are not available go first, then as many as are not needed. Statuses
 * lag behind, so never more in all than the wanted numbers allow.
 */
function scaleDownOld(
  simulation: Simulation,
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): void {
  const { least } = rolloutLimits(deployment);
  const all = [...old, current];
  const newUnavailable = wanted(current) - available(current);
  let allowed = sum(all, wanted) - least - newUnavailable;
  if (allowed <= 0) return;
  const left = new Map(old.map((replicaSet) => [replicaSet, wanted(replicaSet)]));
  for (const replicaSet of old) {
    const down = Math.max(0, Math.min(allowed, wanted(replicaSet) - available(replicaSet)));
    left.set(replicaSet, wanted(replicaSet) - down);
    allowed -= down;
  }
  let spare = Math.min(allowed, sum(all, available) - least);
  for (const [replicaSet, replicas] of left) {
    const down = Math.max(0, Math.min(spare, replicas));
    spare -= down;
    scale(simulation, deployment, replicaSet, replicas - down);
  }
}

/** Old ReplicaSets without Pods beyond `revisionHistoryLimit` are deleted, the oldest first. */
export function cleanUp(simulation: Simulation, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const idle = old.filter(
    (replicaSet) => wanted(replicaSet) === 0 && (replicaSet.status?.replicas ?? 0) === 0,
  );
  const surplus = old.length - (deployment.spec.revisionHistoryLimit ?? 10);
  for (const replicaSet of idle.slice(0, Math.max(0, surplus)))
    write(simulation, { verb: 'delete', key: objectKey(replicaSet) }, 'deployment');
}
