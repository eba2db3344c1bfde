/** How lessons name things: `Kind/name` or `Kind/namespace/name` for objects, `app=shop` for Pods, `spec.ports[0].port` for fields. */
import { kinds } from '../kubernetes/kinds.ts';
import {
  type KubernetesObject,
  keyOf,
  type ObjectKey,
  objectKey,
  parseKey,
} from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { PlaceKey } from '../simulation/events.ts';
import type { Schema } from './schema.ts';

export type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

const NAME = '[a-z0-9]([-a-z0-9.:]*[a-z0-9])?';

export const referenceSchema: Schema = {
  type: 'string',
  pattern: `^[A-Z][A-Za-z]+(\\.[a-z0-9.]+)?/(${NAME}/)?${NAME}$`,
  description: 'an object: Kind/name or Kind/namespace/name',
};

const LABEL = '[A-Za-z0-9][-A-Za-z0-9_./]*=[-A-Za-z0-9_.]*';

export const selectorSchema: Schema = {
  type: 'string',
  pattern: `^(${LABEL}(,${LABEL})*|Pod/(${NAME}/)?${NAME})$`,
  description: 'a selector of Pods: app=shop, or one Pod: Pod/shop-1',
};

export const pathSchema: Schema = {
  type: 'string',
  pattern: '^[A-Za-z_][\\w-]*(\\.[A-Za-z_][\\w-]*|\\[\\d+\\]|\\["[^"\\]]+"\\]|\\[[A-Za-z]+=[^\\]]+\\])*$',
  description: 'a field: spec.ports[0].targetPort, metadata.labels["app"], spec.ports[name=http].port',
};

/** Besides the objects' kinds: the load balancer of a Service is a place, too. */
export function keyNamed(reference: string): ObjectKey {
  const parts = reference.split('/');
  const [kindAndGroup = '', ...rest] = parts;
  const { kind, group } = parseKey(`${kindAndGroup}//`);
  const name = rest.at(-1) ?? '';
  const namespace = rest.length > 1 ? rest[0]! : 'default';
  if (kind === 'LoadBalancer') return `LoadBalancer/${namespace}/${name}`;
  const row = Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : undefined;
  if (row === undefined) return keyOf(group === '' ? 'v1' : `${group}/v1`, kind, namespace, name);
  return keyOf(row.apiVersion, kind, row.namespaced ? namespace : '', name);
}

/** The object that is named, also of a kind that is only kept. */
export function objectNamed(objects: Objects, reference: string): KubernetesObject | undefined {
  const key = keyNamed(reference);
  const found = objects.get(key);
  if (found !== undefined) return found;
  const { kind, group, namespace, name } = parseKey(key);
  if (Object.hasOwn(kinds, kind)) return undefined;
  for (const [each, object] of objects) {
    const other = parseKey(each);
    const isSameKind = other.kind === kind && (group === '' || other.group === group);
    if (isSameKind && other.name === name && ['', namespace].includes(other.namespace)) return object;
  }
  return undefined;
}

/** A key as lessons write it: `Service/shop`, `Pod/team/web`, `Client/visitor`. */
export function referenceTo(key: ObjectKey | PlaceKey): string {
  const { kind, namespace, name } = parseKey(key);
  return namespace === '' || namespace === 'default' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** `Pod/shop-1` → `Pod shop-1`, as people call it. */
export function inWords(reference: string): string {
  return reference.replaceAll('/', ' ');
}

function labelsOf(selector: string): (readonly [string, string])[] {
  return selector.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
}

/** The Pods that `app=shop` or `Pod/shop-1` means, in all namespaces. */
export function podsNamed(objects: Objects, selector: string): Pod[] {
  const pods = [...objects.values()].filter((object): object is Pod => object.kind === 'Pod');
  if (selector.startsWith('Pod/')) return pods.filter((pod) => objectKey(pod) === keyNamed(selector));
  const wanted = labelsOf(selector);
  return pods.filter(({ metadata: { labels } }) => wanted.every(([name, value]) => labels?.[name] === value));
}

/** The value at a path; undefined when there is none. */
export function fieldAt(object: unknown, path: string): unknown {
  const steps = path.matchAll(/\["([^"\]]+)"\]|\[(\d+)\]|\[([A-Za-z]+)=([^\]]+)\]|([A-Za-z_][\w-]*)/g);
  let value: unknown = object;
  for (const [, quoted, index, key, wanted, name] of steps) {
    if (value === null || typeof value !== 'object') return undefined;
    if (key !== undefined)
      value = Array.isArray(value)
        ? value.find((each: Record<string, unknown> | null) => String(each?.[key]) === wanted)
        : undefined;
    else {
      const step = quoted ?? index ?? name ?? '';
      value =
        step === 'length' && Array.isArray(value)
          ? value.length
          : Object.hasOwn(value, step)
            ? (value as Record<string, unknown>)[step]
            : undefined;
    }
  }
  return value;
}

/** A field's value as a lesson writes it; what is not there is ''. */
export function valueInWords(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
