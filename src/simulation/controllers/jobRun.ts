/** How long the Pods of Jobs run. */
import type { Pod } from '../../kubernetes/pod.ts';
import { sleepMs } from '../../kubernetes/podStopping.ts';

/** Unless its command says it. */
const JOB_RUN_MS = 5000;

/** As its command sleeps, else a few seconds. */
export function runMs(pod: Pod): number {
  const sleeps = pod.spec.containers.map(({ command = [], args = [] }) => sleepMs([...command, ...args]));
  return Math.max(...sleeps) || JOB_RUN_MS;
}
