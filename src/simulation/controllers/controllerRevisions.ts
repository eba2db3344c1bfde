/**
 * The templates that a StatefulSet or DaemonSet had, kept as ControllerRevisions so that Pods can be made from an older
 * one. Models pkg/controller/history. ControllerRevision is a kind that is kept, not simulated.
 */
import { type KubernetesObject, objectKey } from '../../kubernetes/objectMeta.ts';
import type { PodTemplateSpec } from '../../kubernetes/pod.ts';
import { write } from '../apiServer.ts';
import { isEqual } from '../equality.ts';
import type { Simulation } from '../state.ts';
import { templateHash } from './deployment.ts';
import { controllerReference } from './podClaims.ts';
import type { ControllerName } from './watches.ts';

/** The label by which a Pod says of which revision it is. */
export const REVISION_LABEL = 'controller-revision-hash';
const HASH_LABEL = 'controller.kubernetes.io/hash';

interface ControllerRevision extends KubernetesObject {
  /** A patch, by which `kubectl rollout undo` brings the template back whole. */
  data: { spec: { template: PodTemplateSpec & { $patch?: 'replace' } } };
  revision: number;
}

interface RevisionOwner extends KubernetesObject {
  spec: { template: PodTemplateSpec; revisionHistoryLimit?: number };
}

export interface Revision {
  /** `web-5d59d67564` */
  readonly name: string;
  readonly hash: string;
  readonly template: PodTemplateSpec;
}

function ownRevisions(simulation: Simulation, owner: RevisionOwner): ControllerRevision[] {
  return [...(simulation.index.dependents.get(owner.metadata.uid!) ?? [])]
    .map((key) => simulation.objects.get(key))
    .filter((object): object is ControllerRevision => object?.kind === 'ControllerRevision')
    .sort((a, b) => a.revision - b.revision);
}

function read({ metadata, data }: ControllerRevision): Revision {
  const { $patch: _, ...template } = data.spec.template;
  return { name: metadata.name, hash: metadata.labels?.[HASH_LABEL] ?? '', template };
}

/** The revision of the owner's template: found again, or made. An older one that is wanted again becomes the newest. */
export function updateRevision(
  simulation: Simulation,
  owner: RevisionOwner,
  author: ControllerName,
): Revision {
  const { template } = owner.spec;
  const all = ownRevisions(simulation, owner);
  const newest = all.at(-1);
  const next = (newest?.revision ?? 0) + 1;
  const same = all.find((each) => isEqual(read(each).template, template));
  if (same !== undefined) {
    if (same !== newest)
      write(simulation, { verb: 'update', object: { ...same, revision: next } as never }, author);
    return read(same);
  }
  const hash = templateHash(template);
  const object: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      namespace: owner.metadata.namespace!,
      labels: { ...template.metadata?.labels, [HASH_LABEL]: hash },
      ownerReferences: [controllerReference(owner)],
    },
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision: next,
  };
  write(simulation, { verb: 'create', object }, author);
  return read(object);
}

export function revisionNamed(
  simulation: Simulation,
  owner: RevisionOwner,
  name: string,
): Revision | undefined {
  const found = ownRevisions(simulation, owner).find(({ metadata }) => metadata.name === name);
  return found && read(found);
}

/** Deletes the oldest revisions beyond `revisionHistoryLimit`, but none that is in use. */
export function pruneRevisions(
  simulation: Simulation,
  owner: RevisionOwner,
  inUse: (revision: Revision) => boolean,
  author: ControllerName,
): void {
  const idle = ownRevisions(simulation, owner).filter((revision) => !inUse(read(revision)));
  const surplus = idle.length - (owner.spec.revisionHistoryLimit ?? 10);
  for (const revision of idle.slice(0, Math.max(0, surplus)))
    write(simulation, { verb: 'delete', key: objectKey(revision) }, author);
}
