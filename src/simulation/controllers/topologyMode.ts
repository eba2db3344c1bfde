/** Which Services want hints by the zones' CPU; `topologyHints.ts` makes them. */
import type { Service } from '../../kubernetes/service.ts';

const OLD_ANNOTATION = 'service.kubernetes.io/topology-aware-hints';
const ANNOTATION = 'service.kubernetes.io/topology-mode';

/** Whether the Service asks for mode Auto. When both annotations are there, the old one counts. */
export function asksForTopologyHints(service: Service): boolean {
  const { annotations } = service.metadata;
  const mode = annotations?.[OLD_ANNOTATION] ?? annotations?.[ANNOTATION];
  return mode === 'Auto' || mode === 'auto';
}
