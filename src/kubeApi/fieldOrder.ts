/** Objects with their fields in the order of their kind: clients write them in orders of their own, and a template's hash should not tell. */
import { isSimulated } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { fieldsOf, type StructName, type TypeNode } from '../kubernetes/schema.ts';

export function inFieldOrder(object: KubernetesObject): KubernetesObject {
  if (!isSimulated(object)) return object;
  const type: TypeNode = { form: 'struct', go: object.kind, name: object.kind as StructName };
  return ordered(object, type) as KubernetesObject;
}

function ordered(value: unknown, type: TypeNode): unknown {
  if (type.form === 'list' && Array.isArray(value)) return value.map((item) => ordered(item, type.of));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = value as Record<string, unknown>;
  if (type.form === 'map' || type.form === 'any') return sortedKeys(given);
  if (type.form !== 'struct') return value;
  const fields = fieldsOf(type.name);
  const known = [...fields.keys()].filter((field) => field in given);
  const unknown = Object.keys(given).filter((field) => !fields.has(field));
  return Object.fromEntries(
    [...known, ...unknown].map((field) => {
      const inner = fields.get(field);
      return [field, inner === undefined ? given[field] : ordered(given[field], inner.type)];
    }),
  );
}

function sortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
