/** How far a rollout has come, in words. Models kubectl/pkg/polymorphichelpers/rollout_status.go. */
import { KubectlError, type Loose } from './client.ts';

interface Workload {
  metadata: { name: string; generation?: number };
  spec: { replicas?: number; updateStrategy?: { type?: string; rollingUpdate?: { partition?: number } } };
  status?: Record<string, unknown> & { conditions?: { type: string; reason?: string }[] };
}

export interface RolloutStatus {
  readonly text: string;
  readonly isDone: boolean;
}

/** `revision`: the one that must be running, or 0. */
export function rolloutStatus(object: Loose, revision = 0): RolloutStatus {
  const status = statuses[object.kind];
  if (status === undefined)
    throw new KubectlError(`no status viewer has been implemented for ${object.kind}`);
  const running = object.metadata.annotations?.['deployment.kubernetes.io/revision'];
  if (revision > 0 && running !== undefined && Number(running) !== revision)
    throw new KubectlError(
      `desired revision (${revision}) is different from the running revision (${running})`,
    );
  return status(object as unknown as Workload);
}

const waiting = (text: string): RolloutStatus => ({ text, isDone: false });
const done = (text: string): RolloutStatus => ({ text, isDone: true });

const statuses: Readonly<Record<string, (object: Workload) => RolloutStatus>> = {
  Deployment({ metadata: { name, generation = 0 }, spec, status = {} }) {
    const count = (field: string) => Number(status[field] ?? 0);
    const quoted = JSON.stringify(name);
    if (generation > count('observedGeneration'))
      return waiting('Waiting for deployment spec update to be observed...\n');
    const progress = status.conditions?.find(({ type }) => type === 'Progressing');
    if (progress?.reason === 'ProgressDeadlineExceeded')
      throw new KubectlError(`deployment ${quoted} exceeded its progress deadline`);
    const updated = count('updatedReplicas');
    const wanted = spec.replicas ?? 1;
    if (updated < wanted)
      return waiting(
        `Waiting for deployment ${quoted} rollout to finish: ${updated} out of ${wanted} new replicas have been updated...\n`,
      );
    if (count('replicas') > updated)
      return waiting(
        `Waiting for deployment ${quoted} rollout to finish: ${count('replicas') - updated} old replicas are pending termination...\n`,
      );
    if (count('availableReplicas') < updated)
      return waiting(
        `Waiting for deployment ${quoted} rollout to finish: ${count('availableReplicas')} of ${updated} updated replicas are available...\n`,
      );
    return done(`deployment ${quoted} successfully rolled out\n`);
  },
  DaemonSet({ metadata: { name, generation = 0 }, spec, status = {} }) {
    const count = (field: string) => Number(status[field] ?? 0);
    const quoted = JSON.stringify(name);
    if (spec.updateStrategy?.type === 'OnDelete')
      throw new KubectlError('rollout status is only available for RollingUpdate strategy type');
    if (generation > count('observedGeneration'))
      return waiting('Waiting for daemon set spec update to be observed...\n');
    const desired = count('desiredNumberScheduled');
    if (count('updatedNumberScheduled') < desired)
      return waiting(
        `Waiting for daemon set ${quoted} rollout to finish: ${count('updatedNumberScheduled')} out of ${desired} new pods have been updated...\n`,
      );
    if (count('numberAvailable') < desired)
      return waiting(
        `Waiting for daemon set ${quoted} rollout to finish: ${count('numberAvailable')} of ${desired} updated pods are available...\n`,
      );
    return done(`daemon set ${quoted} successfully rolled out\n`);
  },
  StatefulSet({ metadata: { generation = 0 }, spec, status = {} }) {
    const count = (field: string) => Number(status[field] ?? 0);
    if (spec.updateStrategy?.type === 'OnDelete')
      throw new KubectlError('rollout status is only available for RollingUpdate strategy type');
    const observed = count('observedGeneration');
    if (observed === 0 || generation > observed)
      return waiting('Waiting for statefulset spec update to be observed...\n');
    const wanted = spec.replicas ?? 1;
    if (count('readyReplicas') < wanted)
      return waiting(`Waiting for ${wanted - count('readyReplicas')} pods to be ready...\n`);
    const partition = spec.updateStrategy?.rollingUpdate?.partition;
    // The API server fills in a partition of 0, so that this is what is nearly always said.
    if (partition !== undefined) {
      if (count('updatedReplicas') < wanted - partition)
        return waiting(
          `Waiting for partitioned roll out to finish: ${count('updatedReplicas')} out of ${wanted - partition} new pods have been updated...\n`,
        );
      return done(
        `partitioned roll out complete: ${count('updatedReplicas')} new pods have been updated...\n`,
      );
    }
    if (status.updateRevision !== status.currentRevision)
      return waiting(
        `waiting for statefulset rolling update to complete ${count('updatedReplicas')} pods at revision ${String(status.updateRevision)}...\n`,
      );
    return done(
      `statefulset rolling update complete ${count('currentReplicas')} pods at revision ${String(status.currentRevision)}...\n`,
    );
  },
};
