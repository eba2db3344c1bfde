/** `kubectl events`: what controllers said, oldest first. */

import { ageOf } from '../age.ts';
import type { Verb } from '../call.ts';
import { findType, KubectlError, type Loose } from '../client.ts';
import { BareError } from '../messages.ts';
import { documentPrinter, listOf, outputFlags } from '../output.ts';
import { alignTabs, TABLE_TABS } from '../tabWriter.ts';

export interface EventObject {
  metadata: { name: string; namespace: string; creationTimestamp: string };
  involvedObject: { kind: string; name: string; namespace?: string; uid?: string; fieldPath?: string };
  reason: string;
  message: string;
  type: string;
  count?: number;
  firstTimestamp: string;
  lastTimestamp: string;
  source: { component?: string };
}

/** `5s`, or `5s (x3 over 2m)` */
export function eventAge({ count = 1, firstTimestamp, lastTimestamp }: EventObject, now: number): string {
  return count > 1
    ? `${ageOf(lastTimestamp, now)} (x${count} over ${ageOf(firstTimestamp, now)})`
    : ageOf(firstTimestamp, now);
}

export const events: Verb = {
  usage:
    'kubectl events [(-o|--output=)json|yaml] [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]',
  short: 'List events',
  flags: {
    ...outputFlags,
    'all-namespaces': { short: 'A', type: 'bool' },
    for: { type: 'string', help: 'Filter events to only those pertaining to the specified resource.' },
    types: { type: 'strings' },
    watch: { short: 'w', type: 'bool' },
    'no-headers': { type: 'bool' },
  },
  run(call) {
    const isEverywhere = call.flags.isOn('all-namespaces');
    const [kind = '', name = ''] = call.flags.text('for').split('/');
    const wanted = kind === '' ? undefined : findType(call.client.types, kind);
    if (kind !== '' && wanted === undefined)
      throw new BareError(`the server doesn't have a resource type ${JSON.stringify(kind)}`);
    if (kind !== '' && name === '') throw new KubectlError('--for must be in resource/name form');
    const types = call.flags.all('types').map((each) => each.toLowerCase());
    if (types.some((type) => type !== 'normal' && type !== 'warning'))
      throw new KubectlError('valid --types are Normal or Warning');
    const found = (
      call.client.list(
        findType(call.client.types, 'events')!,
        isEverywhere ? '' : call.namespace,
      ) as unknown as EventObject[]
    )
      .filter(
        ({ involvedObject }) =>
          wanted === undefined || (involvedObject.kind === wanted.kind && involvedObject.name === name),
      )
      .filter(({ type }) => types.length === 0 || types.includes(type.toLowerCase()))
      .sort((a, b) => Date.parse(a.lastTimestamp) - Date.parse(b.lastTimestamp));
    if (found.length === 0) {
      call.stderr(isEverywhere ? 'No events found.\n' : `No events found in ${call.namespace} namespace.\n`);
      return 0;
    }
    const print = documentPrinter(call, false);
    if (print !== null) {
      call.stdout(print(listOf(found as unknown as Loose[]), null));
      return 0;
    }
    const rows = found.map((event) =>
      [
        ...(isEverywhere ? [event.metadata.namespace] : []),
        eventAge(event, call.now()),
        event.type,
        event.reason,
        `${event.involvedObject.kind}/${event.involvedObject.name}`,
        event.message.trim(),
      ].join('\t'),
    );
    const header = [
      ...(isEverywhere ? ['NAMESPACE'] : []),
      'LAST SEEN',
      'TYPE',
      'REASON',
      'OBJECT',
      'MESSAGE',
    ].join('\t');
    call.stdout(
      alignTabs(
        [...(call.flags.isOn('no-headers') ? [] : [header]), ...rows].map((row) => `${row}\n`).join(''),
        TABLE_TABS,
      ),
    );
    return 0;
  },
};
