/** Reading and changing one field of an immutable object by its path. */

export type Path = readonly (string | number)[];

export function readPath(object: unknown, path: Path): unknown {
  let value = object;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** A copy with the field changed; `undefined` takes the field out. Objects on the way that are missing are made. */
export function writePath<T>(object: T, path: Path, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  const isIndex = typeof step === 'number';
  const parent = (object ?? (isIndex ? [] : {})) as Record<string | number, unknown>;
  const copy = (Array.isArray(parent) ? [...parent] : { ...parent }) as Record<string | number, unknown>;
  const child = rest.length === 0 ? value : writePath(parent[step], rest, value);
  if (child === undefined && !isIndex) delete copy[step];
  else copy[step] = child;
  return copy as T;
}

/** As the API server writes it: `spec.ports[0].nodePort`, `metadata.annotations[kubehop.dev/ready]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number' || step.includes('.') || step.includes('/')) return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** Whether an error or problem about `field` belongs to the control of `name`: the field itself, or a part of it. */
export function isAbout(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`);
}
