/** `kubectl describe` of what has no describer of its own: every field, as a tree. Models describe.go's genericDescriber. */
import type { Call } from '../call.ts';
import type { Loose } from '../client.ts';
import { writeEvents } from './events.ts';
import { type Writer, writeAnnotations, writeMap } from './writer.ts';

export function describeGeneric(call: Call, writer: Writer, object: Loose): void {
  writer.line(0, `Name:\t${object.metadata.name}`);
  writer.line(0, `Namespace:\t${object.metadata.namespace ?? ''}`);
  writeMap(writer, 'Labels', object.metadata.labels);
  writeAnnotations(writer, object.metadata.annotations);
  const { name: _n, namespace: _s, labels: _l, annotations: _a, ...metadata } = object.metadata;
  const { managedFields: _m, ...shown } = metadata as Record<string, unknown>;
  writeContent(writer, 0, { ...object, metadata: shown });
  writeEvents(call, writer, object);
}

/** `creationTimestamp` → `Creation Timestamp`, `podCIDR` → `Pod CIDR`. */
function smartLabel(field: string): string {
  const words = field
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ');
  return words
    .map((word) =>
      ['api', 'cpu', 'dns', 'http', 'https', 'id', 'ip', 'tls', 'uid', 'uri', 'url'].includes(
        word.toLowerCase(),
      )
        ? word.toUpperCase()
        : word[0]!.toUpperCase() + word.slice(1),
    )
    .join(' ')
    .replace('API Version', 'API Version');
}

function writeContent(writer: Writer, level: number, content: Record<string, unknown>): void {
  const fields = Object.keys(content).filter((field) => content[field] !== undefined);
  fields.sort((a, b) => (smartLabel(a) < smartLabel(b) ? -1 : 1));
  for (const field of fields) {
    const value = content[field];
    const label = smartLabel(field);
    if (Array.isArray(value)) {
      writer.line(level, `${label}:`);
      for (const item of value)
        if (typeof item === 'object' && item !== null)
          writeContent(writer, level + 1, item as Record<string, unknown>);
        else writer.line(level + 1, String(item));
    } else if (typeof value === 'object' && value !== null) {
      writer.line(level, `${label}:`);
      writeContent(writer, level + 1, value as Record<string, unknown>);
    } else writer.line(level, `${label}:\t${value === null ? '<nil>' : String(value)}`);
  }
}
