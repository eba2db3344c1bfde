/**
 * The revisions that a workload has had: the ReplicaSets of a Deployment, the ControllerRevisions of a DaemonSet or
 * StatefulSet. Models kubectl/pkg/polymorphichelpers/history.go and rollback.go.
 */
import type { Found } from './arguments.ts';
import type { Call } from './call.ts';
import { findType, type Loose } from './client.ts';
import type { PodSpec } from './describe/podParts.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const CAUSE = 'kubernetes.io/change-cause';

export interface Template {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

export interface Revision {
  readonly number: number;
  readonly cause: string;
  /** As it is shown: a Deployment's with the label of its ReplicaSet and its cause. */
  readonly shownTemplate: Template;
  /** As it is written when it is wanted back. */
  readonly template: Template;
  /** What holds it. */
  readonly object: Loose;
}

type ReplicaSet = Loose & { spec: { template: Template } };
type ControllerRevision = Loose & {
  data: { spec: { template: Template & { $patch?: string } } };
  revision: number;
};

const readers: Readonly<Record<string, { plural: string; read(object: Loose): Revision }>> = {
  Deployment: { plural: 'replicasets', read: (object) => ofReplicaSet(object as ReplicaSet) },
  DaemonSet: { plural: 'controllerrevisions', read: (object) => ofRevision(object as ControllerRevision) },
  StatefulSet: { plural: 'controllerrevisions', read: (object) => ofRevision(object as ControllerRevision) },
};

/** Oldest first; undefined for what has no history. */
export function revisionsOf(
  call: Pick<Call, 'client'>,
  { type, namespace, object }: Found,
): Revision[] | undefined {
  const reader = readers[type.kind];
  if (reader === undefined) return undefined;
  const all = call.client.list(findType(call.client.types, reader.plural)!, namespace);
  return all
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid))
    .map(reader.read)
    .sort((a, b) => a.number - b.number);
}

/** The revision that the workload has now. */
export function currentRevision(object: Loose, revisions: readonly Revision[]): number {
  const noted = object.metadata.annotations?.[REVISION];
  return noted === undefined ? (revisions.at(-1)?.number ?? 0) : Number(noted);
}

function ofReplicaSet(object: ReplicaSet): Revision {
  const { metadata, spec } = object;
  const cause = metadata.annotations?.[CAUSE];
  const { template } = spec;
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {};
  return {
    number: Number(metadata.annotations?.[REVISION] ?? 0),
    cause: cause ?? '<none>',
    shownTemplate:
      cause === undefined
        ? template
        : {
            ...template,
            metadata: {
              ...template.metadata,
              annotations: { ...template.metadata?.annotations, [CAUSE]: cause },
            },
          },
    template: { ...template, metadata: { ...template.metadata, labels } },
    object,
  };
}

function ofRevision(object: ControllerRevision): Revision {
  const { $patch: _, ...template } = object.data.spec.template;
  return {
    number: object.revision,
    cause: object.metadata.annotations?.[CAUSE] ?? '<none>',
    shownTemplate: template,
    template,
    object,
  };
}
