/** What Go's types print though nobody said it: some verbs of kubectl read an answer into them before they print it. */
import type { Loose } from './client.ts';

/** Every container with its `resources`, every condition of a Deployment with its `lastUpdateTime`. */
export function asGoType<T extends Loose>(object: T): T {
  const filled = fill(object) as T;
  const { conditions } = (object as { status?: { conditions?: object[] } }).status ?? {};
  if (object.kind !== 'Deployment' || conditions === undefined) return filled;
  const status = {
    ...(filled as unknown as { status: object }).status,
    conditions: conditions.map((condition) => ({ lastUpdateTime: null, ...condition })),
  };
  return { ...filled, status };
}

function fill(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fill);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => {
      if ((field !== 'containers' && field !== 'initContainers') || !Array.isArray(item))
        return [field, fill(item)];
      return [field, item.map((container: object) => ({ resources: {}, ...container }))];
    }),
  );
}
