/** The part of `metadata` that belongs to the API server: whatever a client writes there is put aside. */
import type { ObjectMeta } from '../kubernetes/objectMeta.ts';

export const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
] as const;

/** `metadata` as the client may write it. */
export function writtenMetadata(metadata: ObjectMeta): ObjectMeta {
  const written: Record<string, unknown> = { ...metadata };
  for (const field of SERVER_FIELDS) delete written[field];
  return written as unknown as ObjectMeta;
}
