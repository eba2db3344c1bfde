/** Any command on a scene, for property tests: chosen when its turn comes, among the objects that are there then. */
import fc from 'fast-check';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Command } from '../playground/commands.ts';
import { paletteItems } from '../playground/paletteItems.ts';
import type { Playground } from '../playground/playground.ts';

export type Choose = (playground: Playground) => Command | readonly Command[];

/** Some object of the kind that is not the cluster's own, as the number says; null when there is none. */
function pick(playground: Playground, kind: string, number: number): [ObjectKey, KubernetesObject] | null {
  const all = [...playground.store.getState().objects].filter(
    ([, { kind: found, metadata }]) =>
      found === kind &&
      ![metadata.namespace, metadata.name].includes('kube-system') &&
      metadata.name !== 'default',
  );
  return all.length === 0 ? null : all[number % all.length]!;
}

const kindsToTouch = [
  'Pod',
  'Service',
  'Node',
  'Deployment',
  'Client',
  'OutsideServer',
  'Traffic',
  'Namespace',
];
const anyKind = fc.constantFrom(...kindsToTouch);
/** Node and Namespace take Pods and all else with them, a while later: they have tests of their own. */
const lonelyKind = anyKind.filter((kind) => kind !== 'Node' && kind !== 'Namespace');
const number = fc.nat(50);
const nothing: Command = { type: 'select', keys: [] };

/** Everything that can be undone. */
export const anyChoice: fc.Arbitrary<Choose> = fc.oneof(
  fc.tuple(fc.nat(paletteItems.length - 1), number, number).map(
    ([index, x, y]): Choose =>
      (playground) =>
        paletteItems[index]!.place(playground.store.getState(), { x: x * 20, y: y * 20 }),
  ),
  fc.tuple(lonelyKind, number, fc.boolean()).map(
    ([kind, n, force]): Choose =>
      (playground) => {
        const found = pick(playground, kind, n);
        return found === null ? nothing : { type: 'delete', key: found[0], force };
      },
  ),
  fc.tuple(anyKind, number, fc.constantFrom('renamed', 'shop', 'Not a name')).map(
    ([kind, n, name]): Choose =>
      (playground) => {
        const found = pick(playground, kind, n);
        return found === null ? nothing : { type: 'rename', key: found[0], name };
      },
  ),
  fc.tuple(anyKind, number, anyKind, number).map(
    ([fromKind, from, toKind, to]): Choose =>
      (playground) => {
        const source = pick(playground, fromKind, from);
        const target = pick(playground, toKind, to);
        if (source === null || target === null) return nothing;
        return { type: 'connect', from: source[0], to: target[0] };
      },
  ),
  fc.tuple(number, fc.constantFrom('node-a', 'node-b', 'no-node')).map(
    ([n, node]): Choose =>
      (playground) => {
        const found = pick(playground, 'Pod', n);
        return found === null ? nothing : { type: 'movePod', key: found[0], node };
      },
  ),
  fc.tuple(anyKind, number, anyKind, number).map(
    ([kind, n, otherKind, m]): Choose =>
      (playground) => ({
        type: 'duplicate',
        keys: [pick(playground, kind, n), pick(playground, otherKind, m)].flatMap(
          (found) => found?.[0] ?? [],
        ),
      }),
  ),
  fc.tuple(number, fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'Wrong')).map(
    ([n, type]): Choose =>
      (playground) => {
        const [, service] = pick(playground, 'Service', n) ?? [];
        if (service === undefined) return nothing;
        return {
          type: 'update',
          object: { ...service, spec: { ...(service as Service).spec, type } } as Service,
        };
      },
  ),
  fc.tuple(number, fc.constantFrom('true', 'false')).map(
    ([n, ready]): Choose =>
      (playground) => {
        const [, pod] = pick(playground, 'Pod', n) ?? [];
        if (pod === undefined || pod.metadata.ownerReferences !== undefined) return nothing;
        const annotations = { ...pod.metadata.annotations, 'kubehop.dev/ready': ready };
        return { type: 'update', object: { ...pod, metadata: { ...pod.metadata, annotations } } };
      },
  ),
  fc.constantFrom('prod', 'test').map(
    (name): Choose =>
      () => {
        const service = kinds.Service.template('shop');
        return {
          type: 'applyAll',
          objects: [
            kinds.Namespace.template(name),
            { ...service, metadata: { ...service.metadata, namespace: name } },
            { ...kinds.Pod.template('Bad name'), metadata: { name: 'Bad name', namespace: name } },
          ],
        };
      },
  ),
  fc.constant((() => ({ type: 'tidy' })) as Choose),
  fc.tuple(number, number, number).map(
    ([n, x, y]): Choose =>
      (playground) => {
        const keys = Object.keys(playground.store.getState().layout);
        const key = keys[n % Math.max(1, keys.length)];
        return key === undefined ? nothing : { type: 'place', positions: { [key]: { x, y } } };
      },
  ),
  fc.constant((() => ({ type: 'reset' })) as Choose),
);
