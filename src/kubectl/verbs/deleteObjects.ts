/** `kubectl delete`: by name, selector or file; waits until the objects are gone, as kubectl does by default. */
import { type Found, findObjects, resourceName } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, ServerError } from '../client.ts';
import { throwAll, whileDoing } from '../messages.ts';
import { DRY_RUN_WORDS, type DryRun, dryRunFlag, dryRunOf, dryRunQuery, typeNameOf } from '../output.ts';

export const deleteObjects: Verb = {
  usage: 'kubectl delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  flags: {
    ...dryRunFlag,
    filename: { short: 'f', type: 'array', help: 'containing the resource to delete.' },
    all: { type: 'bool', help: 'Delete all resources, in the namespace of the specified resource types.' },
    'all-namespaces': { short: 'A', type: 'bool' },
    selector: { short: 'l', type: 'string' },
    'field-selector': { type: 'string' },
    force: { type: 'bool', help: 'Immediately remove resources from API and bypass graceful deletion.' },
    'grace-period': { type: 'int', default: '-1' },
    'ignore-not-found': { type: 'bool' },
    now: { type: 'bool' },
    output: { short: 'o', type: 'string' },
    wait: { type: 'bool', default: 'true', help: 'Wait for resources to be gone before returning.' },
    timeout: { type: 'duration', default: '0s' },
    cascade: { type: 'string', default: 'background', bare: 'background' },
    interactive: { short: 'i', type: 'bool' },
    recursive: { short: 'R', type: 'bool' },
  },
  run(call) {
    const { flags } = call;
    const dryRun = dryRunOf(call);
    const propagationPolicy = propagationOf(call);
    const selector = flags.text('selector');
    if (flags.isOn('all') && selector !== '')
      throw new KubectlError(`setting 'all' parameter but found a non empty selector. `);
    if (flags.text('output') !== '' && flags.text('output') !== 'name')
      throw new KubectlError(`unexpected -o output mode: ${flags.text('output')}. We only support '-o name'`);
    const { found, problems } = findObjects(call, call.args, {
      files: flags.all('filename'),
      labelSelector: selector,
      fieldSelector: flags.text('field-selector'),
      takesAll: flags.isOn('all'),
      isEverywhere: flags.isOn('all-namespaces'),
    });
    const grace = graceOf(call);
    if (flags.isOn('interactive') && found.length > 0 && !isConfirmed(call, found)) return 0;
    if (grace === 0 && flags.isOn('force'))
      call.stderr(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
      );
    const gone: Found[] = [];
    for (const each of found) {
      const { type, namespace, object } = each;
      try {
        if (dryRun !== 'client')
          call.client.remove(type, namespace, object.metadata.name, {
            kind: 'DeleteOptions',
            apiVersion: 'v1',
            ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
            propagationPolicy,
            ...(dryRun === 'server' ? { dryRun: [dryRunQuery(dryRun).dryRun] } : {}),
          });
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        problems.push(error);
        continue;
      }
      const deed = flags.isOn('force') ? 'force deleted' : 'deleted';
      call.stdout(
        flags.text('output') === 'name'
          ? `${resourceName(type, object.metadata.name)}\n`
          : deletedText(each, deed, dryRun),
      );
      if (dryRun === 'none') gone.push(each);
    }
    if (found.length === 0 && problems.length === 0) call.stdout('No resources found\n');
    const left = flags.isOn('ignore-not-found') ? problems.filter((each) => !isNotFound(each)) : problems;
    const [file] = flags.all('filename');
    throwAll(
      file === undefined
        ? left
        : left.map((each) => whileDoing('deleting', file === '-' ? 'STDIN' : file, each)),
    );
    if (!flags.isOn('wait') || gone.length === 0 || !gone.some((each) => isThere(call, each))) return 0;
    return waitUntilGone(call, gone);
  },
};

/** `pod "x" deleted from default namespace` */
export function deletedText(
  { type, namespace, object }: Found,
  deed: string,
  dryRun: DryRun = 'none',
): string {
  const where = type.namespaced ? ` from ${namespace} namespace` : '';
  return `${typeNameOf(type)} ${JSON.stringify(object.metadata.name)} ${deed}${where}${DRY_RUN_WORDS[dryRun]}\n`;
}

function isConfirmed(call: Call, found: readonly Found[]): boolean {
  const names = found.map(({ type, object }) => `${resourceName(type, object.metadata.name)}\n`);
  call.stdout(`You are about to delete the following ${found.length} resource(s):\n${names.join('')}`);
  call.stdout('Do you want to continue? (y/N): ');
  const isYes = /^\s*y(?:es)?\s*$/im.test(call.stdin ?? '');
  if (!isYes) call.stdout('deletion is cancelled\n');
  return isYes;
}

function isNotFound(error: Error): boolean {
  return error instanceof ServerError && error.status.reason === 'NotFound';
}

function graceOf({ flags }: Call): number | undefined {
  const given = flags.int('grace-period');
  if (given >= 0 && flags.has('grace-period')) {
    if (given === 0 && !flags.isOn('force')) return 1;
    return given;
  }
  if (flags.isOn('now')) return 1;
  return flags.isOn('force') ? 0 : undefined;
}

const PROPAGATIONS: Readonly<Record<string, string>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
  // As older clients wrote it.
  true: 'Background',
  false: 'Orphan',
};

export function propagationOf({ flags }: Call): string {
  const given = flags.text('cascade');
  const policy = PROPAGATIONS[given];
  if (policy === undefined)
    throw new KubectlError(
      `invalid cascade value (${given}). Must be "background", "foreground", or "orphan"`,
    );
  return policy;
}

function isThere(call: Call, { type, namespace, object }: Found): boolean {
  try {
    const { metadata } = call.client.get(type, namespace, object.metadata.name);
    return metadata.uid === object.metadata.uid;
  } catch (error) {
    if (isNotFound(error as Error)) return false;
    throw error;
  }
}

export async function waitUntilGone(call: Call, gone: readonly Found[]): Promise<number> {
  for (const each of gone) while (isThere(call, each)) await call.sleep(100);
  return 0;
}
