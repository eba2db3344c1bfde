/** Fields that many structs share: see `structs.ts`. */

/** Fields that nothing here reads. */
export function anyOf(fields: string): Record<string, string> {
  return Object.fromEntries(fields.split(' ').map((field) => [field, 'any']));
}

/** What every object has. */
export const kind = { apiVersion: 'string', kind: 'string', metadata: 'ObjectMeta!' } as const;
