/** The columns of Events: models `printEvent` of pkg/printers/internalversion. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { ageOf } from './age.ts';
import { column, type Printer, wideColumn } from './columns.ts';

interface Event extends KubernetesObject {
  involvedObject: { kind?: string; name?: string; fieldPath?: string };
  reason?: string;
  message?: string;
  source?: { component?: string; host?: string };
  reportingComponent?: string;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  count?: number;
  type?: string;
}

function sourceOf({ source, reportingComponent }: Event): string {
  const component = source?.component || reportingComponent || '';
  return source?.host ? `${component}, ${source.host}` : component;
}

/** The name comes last, and only with `-o wide`. */
export const eventPrinter: Printer<Event> = {
  columns: [
    column('Last Seen', ({ lastTimestamp, firstTimestamp }, { now }) =>
      ageOf(lastTimestamp ?? firstTimestamp, now),
    ),
    column('Type', ({ type }) => type ?? ''),
    column('Reason', ({ reason }) => reason ?? ''),
    column('Object', ({ involvedObject: { kind, name } }) => `${(kind ?? '').toLowerCase()}/${name ?? ''}`),
    wideColumn('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
    wideColumn('Source', sourceOf),
    column('Message', ({ message }) => (message ?? '').trim()),
    wideColumn('First Seen', ({ firstTimestamp }, { now }) => ageOf(firstTimestamp, now)),
    wideColumn('Count', ({ count }) => count || 1),
    wideColumn('Name', ({ metadata }) => metadata.name),
  ],
};
