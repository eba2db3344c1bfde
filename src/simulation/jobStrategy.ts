/**
 * What the API server adds to a Job so that it finds its own Pods: a selector and labels made from its uid and name.
 * Models pkg/registry/batch/job/strategy.go `generateSelector`.
 */
import { CONTROLLER_UID_LABELS, JOB_NAME_LABELS, type Job } from '../kubernetes/job.ts';
import { isEqual } from './equality.ts';

type Labels = Readonly<Record<string, string>>;

const generated: readonly string[] = [...CONTROLLER_UID_LABELS, ...JOB_NAME_LABELS];

function generatedLabels({ metadata: { uid = '', name } }: Job): Record<string, string> {
  return Object.fromEntries([
    ...CONTROLLER_UID_LABELS.map((label) => [label, uid]),
    ...JOB_NAME_LABELS.map((label) => [label, name]),
  ]);
}

export function prepareJob(job: Job, before: Job | null): Job {
  const { spec, metadata } = job;
  const status = before === null ? { status: {} } : {};
  if (spec.manualSelector === true) return { ...job, ...status };
  const added = generatedLabels(job);
  const labels = spec.template.metadata?.labels ?? {};
  const takesTemplateLabels = before === null && isEqual(metadata.labels ?? {}, labels);
  return {
    ...job,
    ...status,
    metadata: takesTemplateLabels ? { ...metadata, labels: { ...added, ...labels } } : metadata,
    spec: {
      ...spec,
      selector: {
        ...spec.selector,
        matchLabels: { [CONTROLLER_UID_LABELS[0]]: metadata.uid ?? '', ...spec.selector?.matchLabels },
      },
      template: {
        ...spec.template,
        metadata: { ...spec.template.metadata, labels: { ...added, ...labels } },
      },
    },
  };
}

function withoutGeneratedLabels<T extends { labels?: Labels | null }>(metadata: T): T {
  const { labels, ...rest } = metadata;
  const own = Object.entries(labels ?? {}).filter(([label]) => !generated.includes(label));
  return (own.length === 0 ? rest : { ...rest, labels: Object.fromEntries(own) }) as T;
}

/** The Job as a person would have written it: without what `prepareJob` added. */
export function withoutGeneratedSelector(job: Job): Job {
  const { selector: _, ...spec } = job.spec;
  if (spec.manualSelector === true) return job;
  const { metadata, ...template } = spec.template;
  const written = withoutGeneratedLabels(metadata ?? {});
  return {
    ...job,
    metadata: withoutGeneratedLabels(job.metadata),
    spec: {
      ...spec,
      template: Object.keys(written).length === 0 ? template : { ...template, metadata: written },
    },
  };
}
