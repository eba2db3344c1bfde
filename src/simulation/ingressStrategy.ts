/**
 * Which class a new Ingress gets. Models plugin/pkg/admission/network/defaultingressclass: without a class and without
 * the old annotation it gets the default one; of several the newest, then the first by name.
 */
import { INGRESS_CLASS_ANNOTATION, type Ingress } from '../kubernetes/ingress.ts';
import { isDefaultClass } from '../kubernetes/ingressClass.ts';
import type { Simulation } from './state.ts';
import type { Allocated } from './strategies.ts';

export function admitIngress(
  simulation: Simulation,
  ingress: Ingress,
  before: Ingress | null,
): Allocated<Ingress> {
  const { metadata, spec } = ingress;
  const isNamed =
    spec.ingressClassName !== undefined || metadata.annotations?.[INGRESS_CLASS_ANNOTATION] !== undefined;
  if (before !== null || isNamed) return { object: ingress };
  const [newest] = [...simulation.byKind.IngressClass.values()]
    .filter(isDefaultClass)
    .map((ingressClass) => ingressClass.metadata)
    .sort((a, b) => {
      const [createdA, createdB] = [a.creationTimestamp ?? '', b.creationTimestamp ?? ''];
      if (createdA !== createdB) return createdA > createdB ? -1 : 1;
      return a.name < b.name ? -1 : 1;
    });
  if (newest === undefined) return { object: ingress };
  return { object: { ...ingress, spec: { ...spec, ingressClassName: newest.name } } };
}
