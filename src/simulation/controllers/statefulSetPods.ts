/**
 * The identity of a StatefulSet's Pods: names with a number, a hostname under the set's Service, storage of their own.
 * Models pkg/controller/statefulset/stateful_set_utils.go. Simplified: claims for storage are named, not created.
 */
import type { Pod } from '../../kubernetes/pod.ts';
import type { StatefulSet } from '../../kubernetes/statefulSet.ts';
import { REVISION_LABEL, type Revision } from './controllerRevisions.ts';
import { podFromTemplate } from './podControl.ts';

const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** The number of the first Pod. */
export function firstOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

/** 2 for `web-2`; -1 for what is no Pod of the set. */
export function ordinalOf({ metadata: { name } }: StatefulSet, pod: Pod): number {
  const [, parent, number] = /^(.*)-(\d+)$/.exec(pod.metadata.name) ?? [];
  return parent === name ? Number(number) : -1;
}

export function revisionOf(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_LABEL] ?? '';
}

/** `web-0` of a revision. Each volume claim template becomes a volume, in place of one of the same name. */
export function statefulPod(set: StatefulSet, { name: revision, template }: Revision, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata?.name ?? ''}-${name}`, readOnly: false },
  }));
  const volumes = (template.spec.volumes ?? []).filter(
    (volume) => !claims.some((claim) => claim.name === volume.name),
  );
  return podFromTemplate(
    set,
    template,
    {
      name,
      labels: {
        ...template.metadata?.labels,
        [POD_NAME_LABEL]: name,
        [POD_INDEX_LABEL]: String(ordinal),
        [REVISION_LABEL]: revision,
      },
    },
    {
      hostname: name,
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(claims.length === 0 ? {} : { volumes: [...claims, ...volumes] }),
    },
  );
}
