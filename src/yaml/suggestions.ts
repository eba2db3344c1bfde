/** What can be written at a place of a manifest: fields of the kind, allowed values, names and labels that exist. */
import { describeField } from '../kubernetes/fieldDescriptions.ts';
import { type Kind, kinds } from '../kubernetes/kinds.ts';
import { KUBEHOP_API_VERSION } from '../kubernetes/kubehop.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { fieldsOf, type StructName, type TypeNode, typeAt } from '../kubernetes/schema.ts';
import type { CursorPlace } from './cursorPlace.ts';
import { enumValues } from './enumValues.ts';

export interface Suggestion {
  label: string;
  /** What is written instead of what is there; `\n` starts a line that stands two deeper. */
  insert: string;
  detail: string;
  info: string;
  sort: 'field' | 'value';
}

type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

interface Around {
  type: TypeNode;
  /** The innermost struct and the field in it that led here, as `Struct.field`. */
  field: string;
  /** Field names from the top, without items. */
  names: readonly string[];
}

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(kinds, kind);
}

/** What the path leads to; undefined for what no kind has. */
export function around(kind: string, path: readonly (string | number)[]): Around | undefined {
  if (!isKind(kind)) return undefined;
  let type: TypeNode = { form: 'struct', go: kind, name: kind as StructName };
  let field = '';
  const names: string[] = [];
  for (const key of path) {
    if (typeof key === 'number') {
      if (type.form !== 'list') return undefined;
      type = type.of;
    } else if (type.form === 'map') {
      type = type.of;
      names.push(key);
    } else if (type.form === 'struct') {
      const next = fieldsOf(type.name).get(key);
      if (next === undefined) return undefined;
      field = `${type.name}.${key}`;
      type = next.type;
      names.push(key);
    } else return undefined;
  }
  return { type, field, names };
}

export function suggestionsAt(place: CursorPlace, objects: Objects): Suggestion[] {
  if (place.path.length === 0 && place.field === 'kind') return Object.keys(kinds).map(kindSuggestion);
  if (place.path.length === 0 && place.field === 'apiVersion') return apiVersions(place.siblings.get('kind'));
  const path = place.field === null ? place.path : [...place.path, place.field];
  const found = around(place.kind, path);
  if (found === undefined) return place.path.length === 0 && place.field === null ? bareObject(place) : [];
  if (place.field !== null || isScalarItem(found.type, place)) return values(found, place, objects);
  return fields(found, place, objects);
}

function isScalarItem(type: TypeNode, { path }: CursorPlace): boolean {
  return typeof path.at(-1) === 'number' && type.form === 'scalar';
}

function kindSuggestion(kind: string): Suggestion {
  const { apiVersion } = kinds[kind as Kind];
  return { label: kind, insert: kind, detail: apiVersion, info: '', sort: 'value' };
}

function apiVersions(kind: string | undefined): Suggestion[] {
  const rows = kind !== undefined && isKind(kind) ? [kinds[kind]] : Object.values(kinds);
  return valuesOf([...new Set(rows.map(({ apiVersion }) => apiVersion))], '');
}

/** The first fields of a document that does not say yet what it is. */
function bareObject({ siblings }: CursorPlace): Suggestion[] {
  return ['apiVersion', 'kind', 'metadata', 'spec']
    .filter((field) => !siblings.has(field))
    .map((field) => ({
      label: field,
      insert: field === 'metadata' || field === 'spec' ? `${field}:\n` : `${field}: `,
      detail: '',
      info: '',
      sort: 'field',
    }));
}

function fields({ type, names, field }: Around, place: CursorPlace, objects: Objects): Suggestion[] {
  if (type.form === 'list') {
    // No dash yet.
    const item = { ...place, path: [...place.path, 0], siblings: new Map() };
    const inner = around(place.kind, item.path);
    if (inner === undefined) return [];
    const suggestions =
      inner.type.form === 'scalar' ? values(inner, item, objects) : fields(inner, item, objects);
    return suggestions.map((one) => ({ ...one, label: `- ${one.label}`, insert: `- ${one.insert}` }));
  }
  if (type.form === 'map') {
    const labels = labelsFor(field, names, objects);
    return [...labels.keys()]
      .filter((key) => !place.siblings.has(key))
      .map((key) => ({ label: key, insert: `${key}: `, detail: 'label', info: '', sort: 'field' }));
  }
  if (type.form !== 'struct') return [];
  const kind = place.kind as Kind;
  return [...fieldsOf(type.name)]
    .filter(([name]) => !place.siblings.has(name) && !(names.length === 0 && name === 'status'))
    .map(([name, node]) => ({
      label: name,
      insert: `${name}:${opening(node.type)}`,
      detail: typeAt(kind as StructName, [...names, name]) ?? '',
      info: describeField(kind as StructName, [...names, name]) ?? '',
      sort: 'field',
    }));
}

function opening(type: TypeNode): string {
  if (type.form === 'list') return '\n- ';
  return type.form === 'scalar' ? ' ' : '\n';
}

function values({ type, field, names }: Around, place: CursorPlace, objects: Objects): Suggestion[] {
  const goName = type.form === 'scalar' ? type.go.replace('v1.', '') : '';
  const known = enumValues(goName, field);
  if (known.length > 0) return valuesOf(known, '');
  const kind = referenceKind(field, place);
  if (kind !== undefined) return namesOf(kind, objects);
  const parent = around(place.kind, place.path);
  if (parent?.type.form !== 'map' || place.field === null) return [];
  const labels = labelsFor(parent.field, names.slice(0, -1), objects);
  return valuesOf([...(labels.get(place.field) ?? [])], 'label');
}

function valuesOf(values: readonly string[], detail: string): Suggestion[] {
  return values.map((value) => ({
    label: value,
    insert: quoted(value, detail),
    detail,
    info: '',
    sort: 'value',
  }));
}

/** A label's value is text, also where it looks like something else. */
function quoted(value: string, detail: string): string {
  return detail === 'label' && /^([\d.+-]|true$|false$|yes$|no$|on$|off$|null$|y$|n$|~$|$)/i.test(value)
    ? JSON.stringify(value)
    : value;
}

/** Fields that name an object. */
const references: Readonly<Record<string, Kind>> = {
  'ObjectMeta.namespace': 'Namespace',
  'PodSpec.nodeName': 'Node',
  'IngressServiceBackend.name': 'Service',
  'IngressSpec.ingressClassName': 'IngressClass',
  'GatewaySpec.gatewayClassName': 'GatewayClass',
  'ParentReference.name': 'Gateway',
  'HTTPBackendRef.name': 'Service',
  'StatefulSetSpec.serviceName': 'Service',
  'TrafficService.name': 'Service',
  'TrafficService.namespace': 'Namespace',
  'TrafficService.node': 'Node',
  'ObjectReference.namespace': 'Namespace',
};

function referenceKind(field: string, { siblings }: CursorPlace): string | undefined {
  return field === 'ObjectReference.name' ? siblings.get('kind') : references[field];
}

function namesOf(kind: string, objects: Objects): Suggestion[] {
  const found = [...objects.values()].filter((object) => object.kind === kind);
  return valuesOf([...new Set(found.map(({ metadata }) => metadata.name))].sort(), kind);
}

/** The labels that a selector at this field can find, with their values. */
function labelsFor(field: string, names: readonly string[], objects: Objects): Map<string, Set<string>> {
  const name = field.split('.')[1];
  const labels = new Map<string, Set<string>>();
  const isSelector =
    name === 'selector' || name === 'matchLabels' || name === 'nodeSelector' || name === 'labels';
  if (!isSelector) return labels;
  const wanted = name === 'nodeSelector' ? 'Node' : names.includes('namespaceSelector') ? 'Namespace' : 'Pod';
  for (const object of objects.values())
    for (const own of labelsOf(object, wanted))
      for (const [key, value] of Object.entries(own))
        labels.set(key, (labels.get(key) ?? new Set()).add(value));
  return labels;
}

function labelsOf(object: KubernetesObject, wanted: string): Record<string, string>[] {
  if (object.apiVersion === KUBEHOP_API_VERSION) return [];
  if (object.kind === wanted) return [object.metadata.labels ?? {}];
  if (wanted !== 'Pod') return [];
  const { spec } = object as KubernetesObject & {
    spec?: { template?: { metadata?: { labels?: Record<string, string> | null } } };
  };
  return [spec?.template?.metadata?.labels ?? {}];
}

/** The documentation of the field at a path, for hovering. */
export function documentationOf(
  kind: string,
  path: readonly (string | number)[],
): { name: string; type: string; text: string } | undefined {
  const found = around(kind, path);
  if (found === undefined || found.names.length === 0) return undefined;
  return {
    name: found.names.join('.'),
    type: typeAt(kind as StructName, found.names) ?? '',
    text: describeField(kind as StructName, found.names) ?? '',
  };
}
