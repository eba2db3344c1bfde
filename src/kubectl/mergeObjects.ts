/** RFC 7386: what `--overrides` says on top of what was made. */
export function mergeObjects(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isMap = typeof target === 'object' && target !== null && !Array.isArray(target);
  const merged: Record<string, unknown> = isMap ? { ...(target as object) } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = mergeObjects(merged[field], value);
  }
  return merged;
}
