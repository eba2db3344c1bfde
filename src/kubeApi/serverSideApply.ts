/**
 * Server-side apply: what an applier says is set, what it no longer says is removed, and what somebody else set is theirs
 * unless it is forced. Models apimachinery's `managedfields` and structured-merge-diff. Simplified: of each field only the
 * one who set it last is known, and only of writes that came through this API.
 */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { failure, type Status } from '../kubernetes/status.ts';
import { isEqual } from '../simulation/equality.ts';
import { mergeKeyOf, strategicMergePatch } from './patch.ts';

type Json = Record<string, unknown>;

export interface Owners {
  /** By field: `.spec.template.spec.containers[name="web"].image`. */
  readonly managers: Map<string, string>;
  /** When each of them wrote last. */
  readonly times: Map<string, string>;
  /** What each applier said last. */
  readonly applied: Map<string, Json>;
}

export function ownersOf(all: Map<ObjectKey, Owners>, key: ObjectKey): Owners {
  let owners = all.get(key);
  if (owners === undefined) {
    owners = { managers: new Map(), times: new Map(), applied: new Map() };
    all.set(key, owners);
  }
  return owners;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Part {
  /** As FieldsV1 calls it: `f:image`, `k:{"name":"web"}`. */
  readonly segment: string;
  readonly field: string;
  readonly path: string;
  readonly value: unknown;
}

/** What a value is made of: fields, or items of a list by the field that tells them apart. Null for what is one value. */
export function partsOf(value: unknown, path: string, field: string): Part[] | null {
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).map(([name, item]) => ({
      segment: `f:${name}`,
      field: name,
      path: `${path}.${name}`,
      value: item,
    }));
  const key =
    Array.isArray(value) && value.length > 0 && value.every(isObject)
      ? mergeKeyOf(field, value as Json[])
      : undefined;
  if (key === undefined) return null;
  return (value as Json[]).map((item) => ({
    segment: `k:${JSON.stringify({ [key]: item[key] })}`,
    field,
    path: `${path}[${key}=${JSON.stringify(item[key])}]`,
    value: item,
  }));
}

/** Every field that has a value, by its path. */
function leavesOf(
  value: unknown,
  path: string,
  field: string,
  leaves: Map<string, unknown>,
): Map<string, unknown> {
  const parts = partsOf(value, path, field);
  if (parts === null) leaves.set(path, value);
  else for (const part of parts) leavesOf(part.value, part.path, part.field, leaves);
  return leaves;
}

/** What people write of an object: not who it is, nor what controllers report. */
export function writtenContent(object: KubernetesObject | Json): Json {
  const { apiVersion: _v, kind: _k, status: _s, metadata, ...content } = object as Json;
  const { labels, annotations, finalizers, ownerReferences } = (metadata ?? {}) as Json;
  const kept = Object.entries({ labels, annotations, finalizers, ownerReferences }).filter(
    ([, value]) => value,
  );
  return { ...(kept.length === 0 ? {} : { metadata: Object.fromEntries(kept) }), ...content };
}

function contentLeaves(object: KubernetesObject | Json): Map<string, unknown> {
  return leavesOf(writtenContent(object), '', '', new Map());
}

export interface Author {
  readonly manager: string;
  readonly time: string;
  readonly subresource?: string;
}

/** Notes who set the fields that a write changed. */
export function noteOwners(
  { managers, times }: Owners,
  before: KubernetesObject | null,
  after: KubernetesObject,
  { manager, time, subresource = '' }: Author,
): void {
  // In the words of a conflict.
  const author = `"${manager}"${subresource === '' ? '' : ` with subresource "${subresource}"`}`;
  times.set(author, time);
  const old = before === null ? new Map<string, unknown>() : contentLeaves(before);
  for (const [path, value] of contentLeaves(after))
    if (!old.has(path) || !isEqual(old.get(path), value)) managers.set(path, author);
}

/** The object with what the applier says, without what it said before and says no longer. */
export function applyOver(owners: Owners, current: KubernetesObject, config: Json, manager: string): Json {
  const previous = owners.applied.get(manager);
  const removed =
    previous === undefined
      ? undefined
      : removalOf(contentOf(previous), contentOf(config), owners, manager, '');
  const base = removed === undefined ? current : strategicMergePatch(current, removed);
  return strategicMergePatch(base, withoutVersion(config)) as Json;
}

function contentOf({ apiVersion: _v, kind: _k, status: _s, ...content }: Json): Json {
  return content;
}

/** An applier's resourceVersion is a condition, no content. */
function withoutVersion(config: Json): Json {
  if (!isObject(config.metadata)) return config;
  const { resourceVersion: _r, managedFields: _m, ...metadata } = config.metadata;
  return { ...config, metadata };
}

/** A strategic merge patch that takes out what is not said any more and nobody else has set since. */
function removalOf(
  before: Json,
  after: Json,
  owners: Owners,
  manager: string,
  path: string,
): Json | undefined {
  const patch: Json = {};
  for (const [field, value] of Object.entries(before)) {
    const at = `${path}.${field}`;
    const next = after[field];
    if (next === undefined) {
      const owner = owners.managers.get(at);
      if (owner === undefined || owner === `"${manager}"`) patch[field] = null;
    } else if (isObject(value) && isObject(next)) {
      const inner = removalOf(value, next, owners, manager, at);
      if (inner !== undefined) patch[field] = inner;
    } else if (Array.isArray(value) && Array.isArray(next)) {
      const items = removedItems(field, value, next, owners, manager, at);
      if (items.length > 0) patch[field] = items;
    }
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function removedItems(
  field: string,
  before: readonly unknown[],
  after: readonly unknown[],
  owners: Owners,
  manager: string,
  path: string,
): Json[] {
  const key = mergeKeyOf(field, before.filter(isObject));
  if (key === undefined || !before.every(isObject)) return [];
  return before.flatMap((item): Json[] => {
    const next = after.filter(isObject).find((other) => isEqual(other[key], item[key]));
    if (next === undefined) return [{ [key]: item[key], $patch: 'delete' }];
    const inner = removalOf(item, next, owners, manager, `${path}[${key}=${JSON.stringify(item[key])}]`);
    return inner === undefined ? [] : [{ [key]: item[key], ...inner }];
  });
}

/** A Conflict when the applier would change what somebody else has set; undefined when it would not. */
export function conflictsOf(
  owners: Owners,
  current: KubernetesObject,
  config: Json,
  manager: string,
): Status | undefined {
  const live = contentLeaves(current);
  const taken: { manager: string; field: string }[] = [];
  for (const [field, value] of contentLeaves(config)) {
    const owner = owners.managers.get(field);
    if (
      owner !== undefined &&
      owner !== `"${manager}"` &&
      live.has(field) &&
      !isEqual(live.get(field), value)
    )
      taken.push({ manager: owner, field });
  }
  if (taken.length === 0) return undefined;
  const using = `using ${current.apiVersion}`;
  const lines = [...new Set(taken.map((each) => each.manager))].sort().map((name) => {
    const fields = taken.filter((each) => each.manager === name).map(({ field }) => field);
    return fields.length === 1
      ? `conflict with ${name} ${using}: ${fields[0]}`
      : `conflicts with ${name} ${using}:\n- ${fields.join('\n- ')}`;
  });
  return failure(
    409,
    'Conflict',
    `Apply failed with ${taken.length} conflict${taken.length === 1 ? '' : 's'}: ${lines.join('\n')}`,
    {
      causes: taken.map((each) => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${each.manager} ${using}`,
        field: each.field,
      })),
    },
  );
}
