/** `kubectl label` and `kubectl annotate`: `key=value` sets, `key-` removes. */
import { findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose } from '../client.ts';
import type { FlagTable } from '../flags.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, dryRunOf, managerFlag, outputFlags, reportWrite, writeQuery } from '../output.ts';

const flags: FlagTable = {
  ...outputFlags,
  ...dryRunFlag,
  overwrite: { type: 'bool', help: 'Allow to overwrite what is there.' },
  all: { type: 'bool' },
  'all-namespaces': { short: 'A', type: 'bool' },
  selector: { short: 'l', type: 'string' },
  'field-selector': { type: 'string' },
  filename: { short: 'f', type: 'array' },
  'resource-version': { type: 'string' },
  list: { type: 'bool' },
};

interface Words {
  readonly field: 'labels' | 'annotations';
  /** `label`, `annotation` */
  readonly one: string;
  readonly done: string;
}

export const label: Verb = {
  usage:
    'kubectl label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]',
  short: 'Update the labels on a resource',
  flags: { ...flags, ...managerFlag('kubectl-label') },
  run: (call) => change(call, { field: 'labels', one: 'label', done: 'labeled' }),
};

export const annotate: Verb = {
  usage:
    'kubectl annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]',
  short: 'Update the annotations on a resource',
  flags: { ...flags, ...managerFlag('kubectl-annotate') },
  run: (call) => change(call, { field: 'annotations', one: 'annotation', done: 'annotated' }),
};

function change(call: Call, words: Words): number {
  const isChange = (word: string) => /^[^=/][^=]*=|.-$/.test(word);
  const at = call.args.findIndex(isChange);
  const names = at < 0 ? call.args : call.args.slice(0, at);
  const changes = at < 0 ? [] : call.args.slice(at);
  const isListing = call.flags.isOn('list');
  const files = call.flags.all('filename');
  if (names.length === 0 && files.length === 0)
    throw new KubectlError(
      'one or more resources must be specified as <resource> <name> or <resource>/<name>',
    );
  if (changes.length === 0 && !isListing)
    throw new KubectlError(`at least one ${words.one} update is required`);
  const { set, remove } = readChanges(changes, words);
  const dryRun = dryRunOf(call);
  const { found, problems } = findObjects(call, names, {
    files,
    labelSelector: call.flags.text('selector'),
    fieldSelector: call.flags.text('field-selector'),
    takesAll: call.flags.isOn('all'),
    isEverywhere: call.flags.isOn('all-namespaces'),
  });
  throwAll(problems);
  for (const { type, namespace, object } of found) {
    const old = object.metadata[words.field] ?? {};
    if (isListing) {
      for (const key of Object.keys(old).sort()) call.stdout(`${key}=${old[key]}\n`);
      continue;
    }
    const taken = Object.keys(set).filter((key) => old[key] !== undefined && old[key] !== set[key]);
    if (taken.length > 0 && !call.flags.isOn('overwrite'))
      throw new KubectlError(refusal(words, taken[0]!, old));
    for (const key of words.field === 'labels' ? remove : [])
      if (old[key] === undefined) call.stdout(`${words.one} ${JSON.stringify(key)} not found.\n`);
    const resourceVersion = call.flags.text('resource-version');
    const patch = {
      metadata: {
        [words.field]: { ...set, ...Object.fromEntries(remove.map((key) => [key, null])) },
        ...(resourceVersion === '' ? {} : { resourceVersion }),
      },
    };
    const isSame =
      Object.entries(set).every(([key, value]) => old[key] === value) &&
      remove.every((key) => old[key] === undefined);
    let after: Loose = object;
    if (dryRun !== 'client')
      after = call.client.patch(
        type,
        namespace,
        object.metadata.name,
        'merge',
        patch,
        writeQuery(call, dryRun),
      );
    reportWrite(call, type, after, deedOf(words, isSame, remove, set), dryRun);
  }
  return 0;
}

function deedOf({ field, done }: Words, isSame: boolean, remove: readonly string[], set: object): string {
  if (field === 'annotations') return done;
  if (isSame) return 'not labeled';
  return remove.length > 0 && Object.keys(set).length === 0 ? 'unlabeled' : done;
}

function refusal({ field, one }: Words, key: string, old: Readonly<Record<string, string>>): string {
  return field === 'labels'
    ? `'${key}' already has a value (${old[key]}), and --overwrite is false`
    : `--overwrite is false but found the following declared ${one}(s): '${key}' already has a value (${old[key]})`;
}

function readChanges(words: readonly string[], { one }: Words) {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) {
      const key = word.slice(0, equals);
      const value = word.slice(equals + 1);
      if (one === 'label' && !/^(?:[A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?)?$/.test(value))
        throw new KubectlError(
          `invalid label value: ${JSON.stringify(word)}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
        );
      set[key] = value;
    } else if (word.endsWith('-')) remove.push(word.slice(0, -1));
    else throw new KubectlError(`unknown label spec: ${word}`.replace('label', one));
  }
  const both = remove.find((key) => key in set);
  if (both !== undefined)
    throw new KubectlError(
      one === 'label'
        ? 'can not both modify and remove a label in the same command'
        : `can not both modify and remove the following annotation(s) in the same command: ${both}`,
    );
  return { set, remove };
}
