/** What was done, as it comes from outside: a list of moments with their writes and requests, or it is refused. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Deed } from './deeds.ts';

const VERBS = ['create', 'update', 'delete'];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As much as everybody relies on before the API server looks at it. */
export function isObject(value: unknown): value is KubernetesObject {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** A write that the API server can judge, or a request of somebody. */
export function isDeed(value: unknown): value is Deed {
  if (!isRecord(value) || !isRecord(value.request)) return false;
  const { type, request } = value;
  if (type === 'send') return typeof request.from === 'string';
  if (type !== 'write' || !VERBS.includes(request.verb as string)) return false;
  if (request.verb === 'delete') return typeof request.key === 'string';
  const { object } = request;
  return (
    isRecord(object) &&
    typeof object.apiVersion === 'string' &&
    typeof object.kind === 'string' &&
    isRecord(object.metadata)
  );
}

/** What is wrong with them; null when they can be done. */
export function entriesProblem(entries: unknown): string | null {
  if (!Array.isArray(entries)) return 'it does not say what was done';
  let before = 0;
  for (const entry of entries) {
    if (!isRecord(entry) || !Number.isInteger(entry.at) || (entry.at as number) < before)
      return 'what was done is not in the order of time';
    if (!Array.isArray(entry.deeds) || !entry.deeds.every(isDeed)) return 'what was done cannot be read';
    before = entry.at as number;
  }
  return null;
}
