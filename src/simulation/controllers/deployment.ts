/**
 * Gives a Deployment its ReplicaSet and says how it is. Models pkg/controller/deployment (sync.go, progress.go); how it goes
 * from one ReplicaSet to the next is in rollout.ts.
 */
import type { Deployment } from '../../kubernetes/deployment.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import type { PodTemplateSpec } from '../../kubernetes/pod.ts';
import type { ReplicaSet } from '../../kubernetes/replicaSet.ts';
import { write, writeStatus } from '../apiServer.ts';
import { REVISION_ANNOTATION } from '../deploymentRevision.ts';
import { isEqual } from '../equality.ts';
import { featureOf } from '../features.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import { resolveAmount } from './amounts.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';
import { controllerReference } from './podClaims.ts';

export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

/** apimachinery `rand.SafeEncodeString`: digits become letters that spell nothing. */
const SAFE_DIGITS = '456789bcdf';

/** A hash of the Pod template, which looks like the real one: `5d59d67564`. */
export function templateHash(template: PodTemplateSpec): string {
  const digits = String(hash32(JSON.stringify(template)));
  return [...digits].map((digit) => SAFE_DIGITS[Number(digit)]).join('');
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [TEMPLATE_HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

export function ownReplicaSets(simulation: Simulation, deployment: Deployment): ReplicaSet[] {
  return [...(simulation.index.dependents.get(deployment.metadata.uid!) ?? [])]
    .map((key) => simulation.byKind.ReplicaSet.get(key))
    .filter((replicaSet) => replicaSet !== undefined)
    .sort((a, b) => revisionOf(a) - revisionOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
}

export function revisionOf(replicaSet: ReplicaSet): number {
  return Number(replicaSet.metadata.annotations?.[REVISION_ANNOTATION] ?? 0);
}

export const wanted = (replicaSet: ReplicaSet): number => replicaSet.spec.replicas ?? 0;
export const available = (replicaSet: ReplicaSet): number => replicaSet.status?.availableReplicas ?? 0;
export const sum = (replicaSets: readonly ReplicaSet[], count: (replicaSet: ReplicaSet) => number): number =>
  replicaSets.reduce((total, replicaSet) => total + count(replicaSet), 0);

/** How many Pods may be there in all, and how many must be available at least. */
export function rolloutLimits(deployment: Deployment): { most: number; least: number } {
  const { replicas = 1, strategy } = deployment.spec;
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const surge = resolveAmount(maxSurge, replicas, Math.ceil);
  const unavailable = resolveAmount(maxUnavailable, replicas, Math.floor);
  const isStuck = surge === 0 && unavailable === 0;
  return { most: replicas + surge, least: replicas - Math.min(replicas, isStuck ? 1 : unavailable) };
}

export function emitScaled(
  simulation: Simulation,
  deployment: Deployment,
  replicaSet: string,
  from: number,
  to: number,
): void {
  const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${replicaSet} from ${from} to ${to}`;
  const about = objectKey(deployment);
  emitEvent(simulation, 'deployment-controller', about, 'Normal', 'ScalingReplicaSet', message);
}

export function createReplicaSet(
  simulation: Simulation,
  deployment: Deployment,
  revision: number,
  replicas: number,
): void {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template);
  const { name, namespace, annotations } = deployment.metadata;
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  const object: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace: namespace!,
      labels,
      annotations: { ...annotations, [REVISION_ANNOTATION]: String(revision) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    },
  };
  const result = write(simulation, { verb: 'create', object }, 'deployment');
  if (result.object !== null && replicas > 0)
    emitScaled(simulation, deployment, object.metadata.name, 0, replicas);
}

export function reconcileDeployment(simulation: Simulation, key: ObjectKey): void {
  const deployment = simulation.byKind.Deployment.get(key);
  if (deployment === undefined || deployment.metadata.deletionTimestamp !== undefined) return;
  const all = ownReplicaSets(simulation, deployment);
  const current = all.find((replicaSet) =>
    isEqual(withoutHash(replicaSet.spec.template), withoutHash(deployment.spec.template)),
  );
  const old = all.filter((replicaSet) => replicaSet !== current);
  const { replicas = 1, paused } = deployment.spec;
  if (all.length === 0) createReplicaSet(simulation, deployment, 1, replicas);
  else if (old.length > 0 || current === undefined || wanted(current) !== replicas)
    featureOf(simulation, 'changes').roll(simulation, deployment, current, all);
  if (!paused || all.length === 0) noteRevision(simulation, deployment);
  if (old.length > 0) featureOf(simulation, 'changes').cleanUp(simulation, deployment, old);
  reportStatus(simulation, key);
}

/** `SetDeploymentRevision`: the Deployment says which revision it is, that of its new ReplicaSet. */
function noteRevision(simulation: Simulation, deployment: Deployment): void {
  const current = ownReplicaSets(simulation, deployment).find((replicaSet) =>
    isEqual(withoutHash(replicaSet.spec.template), withoutHash(deployment.spec.template)),
  );
  const { annotations } = deployment.metadata;
  const revision = current?.metadata.annotations?.[REVISION_ANNOTATION];
  if (revision === undefined || annotations?.[REVISION_ANNOTATION] === revision) return;
  const metadata = {
    ...deployment.metadata,
    annotations: { ...annotations, [REVISION_ANNOTATION]: revision },
  };
  write(simulation, { verb: 'update', object: { ...deployment, metadata } }, 'deployment');
}

function reportStatus(simulation: Simulation, key: ObjectKey): void {
  const deployment = simulation.byKind.Deployment.get(key)!;
  const all = ownReplicaSets(simulation, deployment);
  const current = all.find((replicaSet) =>
    isEqual(withoutHash(replicaSet.spec.template), withoutHash(deployment.spec.template)),
  );
  const replicas = sum(all, (replicaSet) => replicaSet.status?.replicas ?? 0);
  const availableReplicas = sum(all, available);
  const readyReplicas = sum(all, (replicaSet) => replicaSet.status?.readyReplicas ?? 0);
  const unavailable = Math.max(0, sum(all, wanted) - availableReplicas);
  const updated = current?.status?.replicas ?? 0;
  const isAvailable = availableReplicas >= rolloutLimits(deployment).least;
  const count = (name: string, value: number) => (value === 0 ? {} : { [name]: value });
  const condition = isAvailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  const status: NonNullable<Deployment['status']> = {
    observedGeneration: deployment.metadata.generation!,
    ...count('replicas', replicas),
    ...count('updatedReplicas', updated),
    ...count('readyReplicas', readyReplicas),
    ...count('availableReplicas', availableReplicas),
    ...count('unavailableReplicas', unavailable),
  };
  const conditions = withCondition(simulation, deployment.status?.conditions ?? [], condition);
  const progress = progressOf(deployment, current, status);
  status.conditions = progress === null ? conditions : withCondition(simulation, conditions, progress);
  writeStatus(simulation, deployment, status, 'deployment');
}

/** progress.go `syncRolloutStatus`: how a rollout goes on; null when nothing new is to be said. */
function progressOf(
  { spec, status }: Deployment,
  current: ReplicaSet | undefined,
  { replicas = 0, updatedReplicas = 0, availableReplicas = 0 }: NonNullable<Deployment['status']>,
) {
  const before = status?.conditions?.find(({ type }) => type === 'Progressing');
  const isSettled = replicas === updatedReplicas && before?.reason === 'NewReplicaSetAvailable';
  if (current === undefined || spec.paused === true || isSettled) return null;
  const isComplete = [replicas, updatedReplicas, availableReplicas].every((count) => count === spec.replicas);
  const { name } = current.metadata;
  return {
    type: 'Progressing',
    status: 'True',
    ...(isComplete
      ? {
          reason: 'NewReplicaSetAvailable',
          message: `ReplicaSet "${name}" has successfully progressed.`,
        }
      : { reason: 'ReplicaSetUpdated', message: `ReplicaSet "${name}" is progressing.` }),
  };
}
