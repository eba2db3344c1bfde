/** What would put a problem right, as commands of the playground: one undo step, and a `kubectl` line that does the same. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import type { Command } from './commands.ts';

export interface Fix {
  /** What it does, for a button or above a line: `Select app=shop`. */
  label: string;
  commands: readonly Command[];
}

export function create(object: KubernetesObject): Command {
  return { type: 'create', object };
}

/** The object with another spec. */
export function withSpec<T extends KubernetesObject & { spec: object }>(
  object: T,
  change: Partial<T['spec']>,
): Command {
  return { type: 'update', object: { ...object, spec: { ...object.spec, ...change } } };
}

export function withPort(service: Service, index: number, change: Partial<ServicePort>): Command {
  const ports = (service.spec.ports ?? []).map((port, at) => (at === index ? { ...port, ...change } : port));
  return withSpec(service, { ports });
}

export function withoutAnnotations(object: KubernetesObject, names: readonly string[]): Command {
  return { type: 'update', object: { ...object, metadata: lessAnnotated(object.metadata, names) } };
}

export function lessAnnotated<T extends { annotations?: Record<string, string> | null }>(
  metadata: T,
  names: readonly string[],
): T {
  const { annotations, ...others } = metadata;
  const left = Object.fromEntries(
    Object.entries(annotations ?? {}).filter(([name]) => !names.includes(name)),
  );
  return (Object.keys(left).length === 0 ? others : { ...others, annotations: left }) as T;
}

/** A problem's field `fix`, left out when there is none. */
export function fixedBy(fix: Fix | undefined): { fix?: Fix } {
  return fix === undefined ? {} : { fix };
}
