/** The events about an object, at the end of its description. */
import type { Call } from '../call.ts';
import { findType, type Loose } from '../client.ts';
import { type EventObject, eventAge } from '../verbs/events.ts';
import type { Writer } from './writer.ts';

export function writeEvents(call: Call, writer: Writer, object: Loose): void {
  const { namespace = '', name, uid } = object.metadata;
  const type = findType(call.client.types, 'events');
  const found =
    type === undefined || !call.flags.isOn('show-events')
      ? []
      : (call.client.list(type, namespace === '' ? 'default' : namespace) as unknown as EventObject[]).filter(
          ({ involvedObject }) =>
            involvedObject.kind === object.kind &&
            involvedObject.name === name &&
            (involvedObject.uid === undefined || uid === undefined || involvedObject.uid === uid),
        );
  if (!call.flags.isOn('show-events')) return;
  if (found.length === 0) {
    writer.line(0, 'Events:\t<none>');
    return;
  }
  found.sort((a, b) => Date.parse(a.lastTimestamp) - Date.parse(b.lastTimestamp));
  writer.line(0, 'Events:');
  writer.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  writer.line(1, '----\t------\t----\t----\t-------');
  for (const event of found)
    writer.line(
      1,
      `${event.type}\t${event.reason}\t${eventAge(event, call.now())}\t${event.source.component ?? ''}\t${event.message.trim()}`,
    );
}
