import { describe, expect, it } from 'vitest';
import type { DaemonSet } from './daemonSet.ts';
import { isFinished, type Job } from './job.ts';
import { type KindRow, keyOfReference, kinds, type ObjectsByKind } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { StatefulSet } from './statefulSet.ts';
import { validate } from './validation.ts';
import {
  isTopWorkload,
  podCountOf,
  progressOf,
  selectorOf,
  topWorkloads,
  type Workload,
} from './workload.ts';
import { type WorkloadKind, workloadKinds } from './workloadKinds.ts';

/** The template of a kind after defaulting, with another spec. */
function made<K extends WorkloadKind>(
  kind: K,
  spec: Partial<ObjectsByKind[K]['spec']> = {},
): ObjectsByKind[K] {
  const row = kinds[kind] as unknown as KindRow<Workload>;
  const { metadata, ...template } = row.template('web');
  return row.defaults({
    ...template,
    metadata: { ...metadata, resourceVersion: '1' },
    spec: { ...template.spec, ...spec },
  } as Workload) as ObjectsByKind[K];
}

const complaints = (object: Workload, old?: Workload): string[] =>
  validate(object, old).map(({ field, message }) => `${field}: ${message}`);

describe('what makes Pods', () => {
  it('is known by kind, also in references without an apiVersion', () => {
    expect(keyOfReference({ kind: 'StatefulSet', name: 'web' })).toBe('StatefulSet.apps/default/web');
    expect(keyOfReference({ kind: 'Job', namespace: 'night', name: 'web' })).toBe('Job.batch/night/web');
    expect(keyOfReference({ kind: 'Client', name: 'visitor' })).toBe('Client.kubehop.dev//visitor');
  });

  it('has a selector and counts of Pods for every kind', () => {
    for (const kind of workloadKinds) {
      const workload = made(kind);
      const wanted = kind === 'Job' ? {} : { matchLabels: { app: 'web' } };
      expect(selectorOf(workload)).toEqual(wanted);
      expect(progressOf(workload).done).toBe(0);
    }
    expect(podCountOf(made('DaemonSet'), 4)).toBe(4);
    expect(podCountOf(made('Job', { completions: 5, parallelism: 2 }), 4)).toBe(2);
    expect(podCountOf(made('StatefulSet'), 4)).toBe(3);
  });

  it('is drawn when no controller made it', () => {
    const own = made('ReplicaSet');
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: '1', controller: true };
    const owned = { ...own, metadata: { ...own.metadata, name: 'web-1', ownerReferences: [owner] } };
    expect([own, owned].map(isTopWorkload)).toEqual([true, false]);
    const objects = new Map<string, KubernetesObject>([
      ['a', made('Job')],
      ['b', owned],
      ['c', made('Deployment')],
    ]);
    expect(topWorkloads(objects).map(({ kind }) => kind)).toEqual(['Deployment', 'Job']);
  });
});

describe('a StatefulSet', () => {
  it('has a DNS label as its name, since its Pods are called after it', () => {
    const set = made('StatefulSet');
    expect(complaints({ ...set, metadata: { ...set.metadata, name: 'web.one' } })[0]).toMatch(
      /^metadata.name: /,
    );
  });

  it('is refused in the words of the API server', () => {
    expect(
      complaints(
        made('StatefulSet', {
          podManagementPolicy: 'Random' as never,
          updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } },
          ordinals: { start: -1 },
        }),
      ),
    ).toEqual([
      "spec.podManagementPolicy: Invalid value: \"Random\": must be 'OrderedReady' or 'Parallel'",
      'spec.updateStrategy.rollingUpdate: Invalid value: {"partition":1}: only allowed for updateStrategy \'RollingUpdate\'',
      'spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0',
    ]);
  });

  it('is refused for what is wrong in its template, where the claims are volumes; what was wrong before may stay', () => {
    const set = made('StatefulSet');
    const withMount = (name: string): StatefulSet => {
      const [container] = set.spec.template.spec.containers;
      const containers = [{ ...container!, volumeMounts: [{ name, mountPath: '/data' }] }];
      const template = { ...set.spec.template, spec: { ...set.spec.template.spec, containers } };
      return {
        ...set,
        spec: { ...set.spec, template, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
      };
    };
    expect(complaints(withMount('data'))).toEqual([]);
    expect(complaints(withMount('date'))).toEqual([
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "date"',
    ]);
    expect(complaints(withMount('date'), withMount('data'))).toHaveLength(1);
    expect(complaints(withMount('date'), withMount('other'))).toEqual([]);
  });

  it('keeps its serviceName, selector and storage', () => {
    const set = made('StatefulSet');
    expect(complaints({ ...set, spec: { ...set.spec, replicas: 9, minReadySeconds: 5 } }, set)).toEqual([]);
    expect(complaints({ ...set, spec: { ...set.spec, serviceName: 'other' } }, set)).toEqual([
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ]);
  });
});

describe('a DaemonSet', () => {
  it('may be short of Pods or have some too many, but not both or neither', () => {
    const rolling = (maxUnavailable: number, maxSurge: number) =>
      complaints(
        made('DaemonSet', {
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } },
        }),
      );
    expect(rolling(1, 0)).toEqual([]);
    expect(rolling(1, 1)).toEqual([
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
    ]);
    expect(rolling(0, 0)).toEqual([
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
    ]);
  });

  it('needs a selector that its template matches', () => {
    const { selector: _, ...spec } = made('DaemonSet').spec;
    expect(complaints({ ...made('DaemonSet'), spec } as DaemonSet)).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ]);
  });
});

describe('a ReplicationController', () => {
  it('takes selector and labels from its template', () => {
    const { metadata, spec } = kinds.ReplicationController.defaults({
      ...kinds.ReplicationController.template('web'),
      metadata: { name: 'web' },
      spec: { template: kinds.ReplicationController.template('web').spec.template },
    });
    expect(metadata.labels).toEqual({ app: 'web' });
    expect(spec).toMatchObject({ replicas: 1, selector: { app: 'web' } });
  });

  it('is refused without a template', () => {
    const { template: _, ...spec } = made('ReplicationController').spec;
    expect(complaints({ ...made('ReplicationController'), spec } as never)).toEqual([
      'spec.template: Required value',
    ]);
  });
});

describe('a Job', () => {
  const always = (job: Job): Job => ({
    ...job,
    spec: {
      ...job.spec,
      template: { ...job.spec.template, spec: { ...job.spec.template.spec, restartPolicy: 'Always' } },
    },
  });

  it('must say what happens to Pods that fail', () => {
    expect(complaints(always(made('Job')))).toEqual([
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ]);
  });

  it('needs a number of completions to be indexed', () => {
    expect(complaints(made('Job', { parallelism: 2, completionMode: 'Indexed' }))).toEqual([
      'spec.completions: Required value: when completion mode is Indexed',
    ]);
  });

  it('keeps its template and its number of completions', () => {
    const job = made('Job');
    expect(complaints({ ...job, spec: { ...job.spec, completions: 2 } }, job)).toEqual([
      'spec.completions: Invalid value: 2: field is immutable',
    ]);
    expect(complaints(always(job), job)[1]).toMatch(/^spec.template: Invalid value: .*: field is immutable$/);
  });

  it('is finished when it is complete or has failed', () => {
    const job = made('Job');
    expect(isFinished(job)).toBe(false);
    expect(isFinished({ ...job, status: { conditions: [{ type: 'Failed', status: 'True' }] } })).toBe(true);
  });
});
