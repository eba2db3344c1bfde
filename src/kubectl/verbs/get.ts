/** `kubectl get`: tables, documents, and watching either. */
import { placeOf, type Request, readArguments, readFiles } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, type ResourceType, ServerError, type ServerTable } from '../client.ts';
import { valuesAt } from '../jsonPath.ts';
import { throwAll } from '../messages.ts';
import { documentPrinter, listOf, outputFlags, typeNameOf } from '../output.ts';
import { alignTabs, TABLE_TABS } from '../tabWriter.ts';

export const get: Verb = {
  usage:
    'kubectl get\n[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide]\n(TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]',
  short: 'Display one or many resources',
  flags: {
    ...outputFlags,
    'all-namespaces': { short: 'A', type: 'bool', help: 'List the objects across all namespaces.' },
    selector: { short: 'l', type: 'string', help: 'Label query to filter on.' },
    'field-selector': { type: 'string', help: 'Field query to filter on.' },
    watch: { short: 'w', type: 'bool', help: 'After listing the objects, watch for changes.' },
    'watch-only': { type: 'bool' },
    'show-labels': { type: 'bool', help: 'Show all labels as the last column.' },
    'show-kind': { type: 'bool' },
    'no-headers': { type: 'bool' },
    'sort-by': { type: 'string', help: 'A JSONPath expression by which the list is sorted.' },
    'label-columns': { short: 'L', type: 'strings' },
    'ignore-not-found': { type: 'bool' },
    filename: { short: 'f', type: 'array' },
    'chunk-size': { type: 'int', default: '500' },
    'output-watch-events': { type: 'bool' },
    'server-print': { type: 'bool', default: 'true' },
    raw: { type: 'string', help: 'Raw URI to request from the server.' },
    recursive: { short: 'R', type: 'bool' },
    kustomize: { short: 'k', type: 'string' },
  },
  run(call) {
    const { args, flags } = call;
    const files = flags.all('filename');
    if (flags.has('raw')) return printRaw(call);
    if (args.length > 0 && files.length > 0)
      throw new KubectlError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    if (args.length === 0 && files.length === 0) {
      call.stderr(
        'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
      );
      call.stderr(
        `error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples\n`,
      );
      return 1;
    }
    const printer = documentPrinter(call);
    if (flags.isOn('watch') || flags.isOn('watch-only')) return watch(call);
    return printer === null ? printTables(call) : printDocuments(call, printer);
  },
};

function printRaw(call: Call): number {
  const [path = '', query = ''] = call.flags.text('raw').split('?', 2);
  const body = call.client.raw(path, Object.fromEntries(new URLSearchParams(query)));
  if (typeof body !== 'string') throw new KubectlError('what does not end cannot be shown raw here');
  call.stdout(body);
  return 0;
}

const isEverywhere = ({ flags }: Call) => flags.isOn('all-namespaces');
const selectionOf = ({ flags }: Call) => ({
  labelSelector: flags.text('selector'),
  fieldSelector: flags.text('field-selector'),
});

/** What the command line asks for, by type. */
function requestsOf(call: Call): Request[] {
  const files = call.flags.all('filename');
  if (files.length > 0) {
    const { written, problems } = readFiles(call, files);
    throwAll(problems.map((message) => new KubectlError(message)));
    return written.map(({ type, namespace, object }) => ({ type, namespace, names: [object.metadata.name] }));
  }
  const requests = readArguments(call, call.args);
  if (requests.some(({ names }) => names.length > 0)) {
    const { labelSelector, fieldSelector } = selectionOf(call);
    if (labelSelector || fieldSelector)
      throw new KubectlError('name cannot be provided when a selector is specified');
    if (isEverywhere(call))
      throw new KubectlError('a resource cannot be retrieved by name across all namespaces');
  }
  return requests;
}

function nothing(call: Call, requests: readonly Request[]): void {
  if (call.flags.isOn('ignore-not-found')) return;
  const isPlaced = !isEverywhere(call) && requests.every(({ type }) => type.namespaced);
  call.stderr(isPlaced ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n');
}

// Documents

function printDocuments(call: Call, print: (object: Loose, type: ResourceType | null) => string): number {
  const requests = requestsOf(call);
  const problems: Error[] = [];
  const found: { type: ResourceType; object: Loose }[] = [];
  for (const { type, names, namespace } of requests) {
    const place = namespace ?? placeOf(call, type, isEverywhere(call));
    const fetch = (run: () => readonly Loose[]) => {
      try {
        for (const object of run()) found.push({ type, object });
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        if (!isIgnored(call, error)) problems.push(error);
      }
    };
    if (names.length === 0) fetch(() => call.client.list(type, place, selectionOf(call)));
    for (const name of names) fetch(() => [call.client.get(type, place, name)]);
  }
  const path = call.flags.text('sort-by');
  if (path !== '' && !sortBy(found, path, ({ object }) => object))
    throw new KubectlError(
      `couldn't find any field with path ${JSON.stringify(`{${path.replace(/^\{|\}$/g, '')}}`)} in the list of objects`,
    );
  const isOne = requests.length === 1 && requests[0]!.names.length === 1;
  const format = call.flags.text('output');
  if (isOne) for (const { type, object } of found) call.stdout(print(object, type));
  else if (format === 'name') for (const { type, object } of found) call.stdout(print(object, type));
  else if (found.length > 0 || problems.length === 0)
    call.stdout(print(listOf(found.map(({ object }) => object)), null));
  throwAll(problems);
  return 0;
}

function isIgnored(call: Call, { status }: ServerError): boolean {
  return call.flags.isOn('ignore-not-found') && status.reason === 'NotFound';
}

/** False when none of them has the field. */
function sortBy<T>(items: T[], path: string, objectOf: (item: T) => Loose): boolean {
  const keyOf = (item: T) => valuesAt(path, objectOf(item))[0];
  if (items.length > 0 && items.every((item) => keyOf(item) === undefined)) return false;
  items.sort((a, b) => compare(keyOf(a), keyOf(b)));
  return true;
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const times = [Date.parse(String(a)), Date.parse(String(b))];
  if (/^\d{4}-\d\d-\d\dT/.test(String(a)) && times.every((time) => !Number.isNaN(time)))
    return times[0]! - times[1]!;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

// Tables

interface ShownTable {
  readonly type: ResourceType;
  readonly header: readonly string[];
  readonly rows: readonly string[][];
}

/** The columns that are shown, with those that flags add. */
export function shownTable(
  call: Call,
  type: ResourceType,
  { columnDefinitions, rows }: ServerTable,
  withKind: boolean,
): ShownTable {
  const { flags } = call;
  const isWide = flags.text('output') === 'wide';
  const chosen = columnDefinitions.flatMap(({ priority }, index) =>
    priority === 0 || isWide ? [index] : [],
  );
  const labelColumns = flags.all('label-columns');
  const path = flags.text('sort-by');
  const ordered = [...rows];
  // A table by a field that nothing has stays empty, as the real one leaves it.
  if (path !== '' && !sortBy(ordered, path, ({ object }) => object)) ordered.length = 0;
  const everywhere = isEverywhere(call) && type.namespaced;
  return {
    type,
    header: [
      ...(everywhere ? ['NAMESPACE'] : []),
      ...chosen.map((index) => columnDefinitions[index]!.name.toUpperCase()),
      ...labelColumns.map((label) => label.split('/').at(-1)!.toUpperCase()),
      ...(flags.isOn('show-labels') ? ['LABELS'] : []),
    ],
    rows: ordered.map(({ cells, object }) => {
      const { namespace = '', labels } = object.metadata;
      return [
        ...(everywhere ? [namespace] : []),
        ...chosen.map((index) =>
          cellText(cells[index], withKind && index === 0 ? `${typeNameOf(type)}/` : ''),
        ),
        ...labelColumns.map((label) => labels?.[label] ?? ''),
        ...(flags.isOn('show-labels') ? [labelText(labels ?? {})] : []),
      ];
    }),
  };
}

function cellText(cell: unknown, prefix: string): string {
  return prefix + String(cell ?? '').replace(/[\n\r].*/s, '...');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`);
  return pairs.join(',') || '<none>';
}

export function tableText({ header, rows }: ShownTable, hasHeader: boolean): string {
  const lines = [...(hasHeader ? [header] : []), ...rows].map((cells) => `${cells.join('\t')}\n`);
  return alignTabs(lines.join(''), TABLE_TABS);
}

function printTables(call: Call): number {
  const requests = requestsOf(call);
  const problems: Error[] = [];
  const tables: { type: ResourceType; table: ServerTable }[] = [];
  for (const { type, names, namespace } of requests) {
    const place = namespace ?? placeOf(call, type, isEverywhere(call));
    for (const name of names.length === 0 ? [''] : names)
      try {
        const table = call.client.table(type, place, name, {
          ...selectionOf(call),
          wholeObjects: call.flags.has('sort-by'),
        });
        const last = tables.at(-1);
        if (last?.type === type)
          tables[tables.length - 1] = {
            type,
            table: { ...table, rows: [...last.table.rows, ...table.rows] },
          };
        else tables.push({ type, table });
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        if (!isIgnored(call, error)) problems.push(error);
      }
  }
  const withKind = new Set(tables.map(({ type }) => type)).size > 1 || call.flags.isOn('show-kind');
  const full = tables.filter(({ table }) => table.rows.length > 0);
  const hasHeader = !call.flags.isOn('no-headers');
  const shown = full.map(({ type, table }) => shownTable(call, type, table, withKind));
  const texts = shown.filter(({ rows }) => rows.length > 0).map((each) => tableText(each, hasHeader));
  call.stdout(texts.join(hasHeader ? '\n' : ''));
  if (texts.length === 0 && problems.length === 0) nothing(call, requests);
  throwAll(problems);
  return 0;
}

// Watching

function watch(call: Call): Promise<number> {
  const requests = requestsOf(call);
  if (requests.length !== 1 || requests[0]!.names.length > 1)
    throw new KubectlError('you may only specify a single resource type');
  const { type, names } = requests[0]!;
  const place = placeOf(call, type, isEverywhere(call));
  const print = documentPrinter(call);
  const [name] = names;
  if (name !== undefined) call.client.get(type, place, name);
  const isOnlyWatch = call.flags.isOn('watch-only');
  const options = selectionOf(call);
  const showTable = tableStream(call, type);
  let isFollowing = false;
  const showObject = (object: Loose) => {
    const separator = isFollowing && call.flags.text('output') === 'yaml' ? '---\n' : '';
    call.stdout(`${separator}${print!(object, type)}`);
    isFollowing = true;
  };
  // What is there is shown as one table; what changes then, row by row.
  if (!isOnlyWatch && print === null) showTable(call.client.table(type, place, name ?? '', options));
  else if (!isOnlyWatch && name === undefined) call.client.list(type, place, options).forEach(showObject);
  else if (!isOnlyWatch) showObject(call.client.get(type, place, name!));
  return new Promise((resolve) => {
    let isShownAlready = true;
    const stop = call.client.watch(
      type,
      place,
      { ...options, ...(name === undefined ? {} : { name }), asTable: print === null },
      ({ type: change, object }) => {
        if (change === 'BOOKMARK' || isShownAlready) return;
        if (print === null) showTable(object as unknown as ServerTable);
        else showObject(object);
      },
    );
    isShownAlready = false;
    call.signal.addEventListener('abort', () => {
      stop();
      resolve(130);
    });
  });
}

/** Prints tables below one another, with one header; columns stay as wide as they have become. */
function tableStream(call: Call, type: ResourceType): (table: ServerTable) => void {
  let hasHeader = !call.flags.isOn('no-headers');
  const widths: number[] = [];
  return (table) => {
    const { header, rows } = shownTable(call, type, table, call.flags.isOn('show-kind'));
    if (rows.length === 0) return;
    const lines = [...(hasHeader ? [header] : []), ...rows];
    hasHeader = false;
    for (const cells of lines)
      for (const [index, cell] of cells.entries())
        widths[index] = Math.max(widths[index] ?? TABLE_TABS.minWidth, cell.length + TABLE_TABS.padding);
    for (const cells of lines)
      call.stdout(
        `${cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at]!))).join('')}\n`,
      );
  };
}
