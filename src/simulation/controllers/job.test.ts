import { describe, expect, it } from 'vitest';
import type { Job } from '../../kubernetes/job.ts';
import type { PodSpec } from '../../kubernetes/pod.ts';
import {
  cluster,
  clusterEvents,
  create,
  edit,
  node,
  podsOf,
  remove,
  run,
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import { asWritten } from '../scene.ts';
import type { Simulation } from '../state.ts';

const KEY = 'Job.batch/default/report';

function report(spec: Partial<Job['spec']> = {}, podSpec: Partial<PodSpec> = {}): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report', namespace: 'default' },
    spec: {
      template: {
        metadata: { labels: { app: 'report' } },
        spec: { containers: [{ name: 'app', image: 'busybox' }], restartPolicy: 'Never', ...podSpec },
      },
      ...spec,
    },
  };
}

/** A running cluster in which the Job begins now. */
function begin(job: Job): Simulation {
  const simulation = cluster([node('node-a'), node('node-b')]);
  create(simulation, job);
  return simulation;
}

const jobOf = (simulation: Simulation) => simulation.byKind.Job.get(KEY)!;
const conditionsOf = (simulation: Simulation) =>
  (jobOf(simulation).status?.conditions ?? [])
    .filter(({ status }) => status === 'True')
    .map(({ type, reason }) => `${type} ${reason}`);
const phases = (simulation: Simulation) => podsOf(simulation, 'report').map(({ status }) => status?.phase);
const change = (simulation: Simulation, spec: Partial<Job['spec']>) =>
  edit<Job>(simulation, KEY, (job) => ({ ...job, spec: { ...job.spec, ...spec } }));

describe('the Job', () => {
  it('JB1 runs a Pod until it has succeeded, and then no more', () => {
    const simulation = begin(report());
    run(simulation, 3000);
    expect(phases(simulation)).toEqual(['Running']);
    expect(jobOf(simulation).status).toMatchObject({ active: 1, ready: 1 });
    const events = clusterEvents(run(simulation, 10_000)).filter(({ about }) => about === KEY);
    expect(events.map(({ eventReason, message }) => `${eventReason}: ${message}`)).toEqual([
      'Completed: Job completed',
    ]);
    expect(phases(simulation)).toEqual(['Succeeded']);
    expect(conditionsOf(simulation)).toEqual([
      'SuccessCriteriaMet CompletionsReached',
      'Complete CompletionsReached',
    ]);
    expect(jobOf(simulation).status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0 });
    expect(jobOf(simulation).status?.active).toBeUndefined();
    run(simulation, 60_000);
    expect(podsOf(simulation, 'report')).toHaveLength(1);
  });

  it('JB1 has done its work in a scene that begins at rest', () => {
    const simulation = cluster([node('node-a'), report({ completions: 3 })]);
    expect(phases(simulation)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    expect(conditionsOf(simulation)).toContain('Complete CompletionsReached');
  });

  it('JB2 runs `parallelism` Pods at a time until `completions` have succeeded', () => {
    const simulation = begin(report({ completions: 5, parallelism: 2 }));
    let most = 0;
    for (let second = 0; second < 40; second++) {
      run(simulation, 1000);
      most = Math.max(most, jobOf(simulation).status?.active ?? 0);
    }
    expect(most).toBe(2);
    expect(phases(simulation)).toEqual(Array.from({ length: 5 }, () => 'Succeeded'));
    expect(jobOf(simulation).status?.succeeded).toBe(5);
  });

  it('JB2 without `completions` ends with the first Pod that succeeds', () => {
    const simulation = begin(report({ parallelism: 3 }));
    run(simulation, 20_000);
    expect(phases(simulation)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    expect(conditionsOf(simulation)).toContain('Complete CompletionsReached');
  });

  it('JB3 runs as long as the command sleeps', () => {
    const command = ['sh', '-c', 'sleep 20 && echo done'];
    const simulation = begin(report({}, { containers: [{ name: 'app', image: 'busybox', command }] }));
    run(simulation, 20_000);
    expect(phases(simulation)).toEqual(['Running']);
    run(simulation, 5000);
    expect(phases(simulation)).toEqual(['Succeeded']);
  });

  it('JB4 gives the Pods of an indexed Job numbers and hostnames', () => {
    const simulation = cluster([
      node('node-a'),
      report({ completions: 3, parallelism: 2, completionMode: 'Indexed' }, { subdomain: 'workers' }),
    ]);
    const pods = podsOf(simulation, 'report');
    expect(pods.map(({ spec }) => spec.hostname)).toEqual(['report-0', 'report-1', 'report-2']);
    expect(
      pods.map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-completion-index']),
    ).toEqual(['0', '1', '2']);
    expect(jobOf(simulation).status).toMatchObject({ succeeded: 3, completedIndexes: '0-2' });
  });

  it('JB5 counts a deleted Pod as failed and replaces it, up to `backoffLimit`', () => {
    const simulation = begin(report({ backoffLimit: 1 }));
    const kill = () => {
      run(simulation, 3000);
      const running = podsOf(simulation, 'report').find(({ status }) => status?.phase === 'Running')!;
      remove(simulation, `Pod/default/${running.metadata.name}`);
      run(simulation, 200);
    };
    kill();
    expect(jobOf(simulation).status).toMatchObject({ failed: 1, active: 1 });
    kill();
    expect(conditionsOf(simulation)).toEqual([
      'FailureTarget BackoffLimitExceeded',
      'Failed BackoffLimitExceeded',
    ]);
    run(simulation, 10_000);
    expect(podsOf(simulation, 'report')).toEqual([]);
  });

  it('JB5 keeps count of Pods that somebody deletes after they succeeded', () => {
    const simulation = begin(report({ completions: 3 }));
    run(simulation, 8000);
    const done = podsOf(simulation, 'report').find(({ status }) => status?.phase === 'Succeeded')!;
    expect(done.metadata.finalizers).toEqual([]);
    remove(simulation, `Pod/default/${done.metadata.name}`);
    run(simulation, 30_000);
    expect(jobOf(simulation).status).toMatchObject({ succeeded: 3 });
    expect(podsOf(simulation, 'report')).toHaveLength(2);
  });

  it('JB9 fails when it has been active for activeDeadlineSeconds, and its Pods are deleted', () => {
    const simulation = begin(report({ activeDeadlineSeconds: 3 }));
    const events = clusterEvents(run(simulation, 10_000)).filter(({ about }) => about === KEY);
    expect(events.map(({ eventReason, message }) => [eventReason, message])).toContainEqual([
      'DeadlineExceeded',
      'Job was active longer than specified deadline',
    ]);
    expect(conditionsOf(simulation)).toEqual(['FailureTarget DeadlineExceeded', 'Failed DeadlineExceeded']);
    expect(podsOf(simulation, 'report')).toEqual([]);
    const patient = begin(report({ activeDeadlineSeconds: 60 }));
    run(patient, 90_000);
    expect(conditionsOf(patient)).toContain('Complete CompletionsReached');
  });

  it('JB10 goes ttlSecondsAfterFinished after its end, with its Pods', () => {
    const simulation = begin(report({ ttlSecondsAfterFinished: 20 }));
    run(simulation, 10_000);
    expect(conditionsOf(simulation)).toContain('Complete CompletionsReached');
    run(simulation, 10_000);
    expect(jobOf(simulation)).toBeDefined();
    run(simulation, 20_000);
    expect(jobOf(simulation)).toBeUndefined();
    expect(podsOf(simulation, 'report')).toEqual([]);
  });

  it('JB6 has no Pods while it is suspended', () => {
    const simulation = begin(report({ suspend: true }));
    run(simulation, 10_000);
    expect(podsOf(simulation, 'report')).toEqual([]);
    expect(conditionsOf(simulation)).toEqual(['Suspended JobSuspended']);
    expect(jobOf(simulation).status?.startTime).toBeUndefined();
    change(simulation, { suspend: false });
    run(simulation, 10_000);
    expect(conditionsOf(simulation)).toContain('Complete CompletionsReached');
  });

  it('JB7 finds its Pods by labels that the API server makes, which no scene keeps', () => {
    const simulation = cluster([node('node-a'), report()]);
    const { metadata, spec } = jobOf(simulation);
    expect(spec.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } });
    expect(podsOf(simulation, 'report')[0]?.metadata.labels).toMatchObject({
      'batch.kubernetes.io/job-name': 'report',
      'job-name': 'report',
      'controller-uid': metadata.uid,
    });
    const written = asWritten(jobOf(simulation)) as Job;
    expect(written.spec.selector).toBeUndefined();
    expect(written.spec.template.metadata).toEqual({ labels: { app: 'report' } });
    expect(edit<Job>(simulation, KEY, () => written).status.status).toBe('Success');
  });

  it('JB8 takes its Pods with it, and its Services forget them as soon as they end', () => {
    const simulation = begin(
      report({}, { containers: [{ name: 'app', image: 'busybox', args: ['sleep 20'] }] }),
    );
    create(simulation, service('report'));
    const endpoints = () => slicesOf(simulation, 'report').flatMap((slice) => slice.endpoints ?? []).length;
    run(simulation, 5000);
    expect(endpoints()).toBe(1);
    run(simulation, 20_000);
    expect(endpoints()).toBe(0);
    remove(simulation, KEY);
    run(simulation, 5000);
    expect(podsOf(simulation, 'report')).toEqual([]);
  });
});
