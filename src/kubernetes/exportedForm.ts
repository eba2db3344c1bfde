/** Objects as one would write them into a file: without what a cluster added to them. */
import type { KubernetesObject } from './objectMeta.ts';

/** What the API server and the controllers write into `metadata`. */
const serverFields: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

/** The object without `status` and without the API server's own metadata. */
export function forExport<T extends KubernetesObject>(object: T): T {
  const { status: _, ...rest } = object as T & { status?: unknown };
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(([field]) => !serverFields.has(field)),
  );
  return { ...rest, metadata } as unknown as T;
}
