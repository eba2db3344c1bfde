/**
 * Empties a Namespace that is being deleted, then lets it go. Models pkg/controller/namespace. Simplified: all kinds go
 * at the same time; Pods still stop gracefully.
 */
import type { Namespace } from '../../kubernetes/namespace.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { write } from '../apiServer.ts';
import type { Simulation } from '../state.ts';

export function reconcileNamespace(simulation: Simulation, key: ObjectKey): void {
  const namespace = simulation.byKind.Namespace.get(key);
  if (namespace?.metadata.deletionTimestamp === undefined) return;
  const content = [...(simulation.index.byNamespace.get(namespace.metadata.name) ?? [])];
  for (const each of content)
    if (simulation.objects.get(each)?.metadata.deletionTimestamp === undefined)
      write(simulation, { verb: 'delete', key: each }, 'namespace');
  if (simulation.index.byNamespace.has(namespace.metadata.name)) return;
  const empty: Namespace = { ...namespace, spec: { ...namespace.spec, finalizers: [] } };
  write(simulation, { verb: 'update', object: empty }, 'namespace');
}
