/** The workloads that fewer scenes have than Deployments. */
import { reconcileDaemonSet } from '../controllers/daemonSet.ts';
import { reconcileJob } from '../controllers/job.ts';
import { runMs } from '../controllers/jobRun.ts';
import { reconcileReplicationController } from '../controllers/replicationController.ts';
import { reconcileStatefulSet } from '../controllers/statefulSet.ts';

export const workloads = {
  controllers: {
    daemonSet: reconcileDaemonSet,
    job: reconcileJob,
    replicationController: reconcileReplicationController,
    statefulSet: reconcileStatefulSet,
  },
  runMs,
};

export type Workloads = typeof workloads;
