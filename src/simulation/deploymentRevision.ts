/** The annotation by which a Deployment and its ReplicaSets count rollouts. Models pkg/controller/deployment/util. */
import type { Deployment } from '../kubernetes/deployment.ts';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

/** The Deployment as a person would have written it: without the revision that its controller notes. */
export function withoutRevision(deployment: Deployment): Deployment {
  const { annotations, ...metadata } = deployment.metadata;
  if (annotations?.[REVISION_ANNOTATION] === undefined) return deployment;
  const { [REVISION_ANNOTATION]: _, ...others } = annotations;
  return {
    ...deployment,
    metadata: Object.keys(others).length === 0 ? metadata : { ...metadata, annotations: others },
  };
}
