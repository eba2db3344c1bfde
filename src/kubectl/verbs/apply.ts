/** `kubectl apply`: creates, or patches with what differs from the file; also on the server's side. */
import { readFiles, type Written } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, type ResourceType, ServerError } from '../client.ts';
import { LAST_APPLIED, lastAppliedOf, threeWayPatch, withLastApplied } from '../lastApplied.ts';
import { throwAll, whileDoing } from '../messages.ts';
import {
  type DryRun,
  dryRunFlag,
  dryRunOf,
  managerFlag,
  outputFlags,
  reportWrite,
  validateFlag,
  validationQuery,
  writeQuery,
} from '../output.ts';

export const apply: Verb = {
  usage: 'kubectl apply (-f FILENAME | -k DIRECTORY) [options]',
  short: 'Apply a configuration to a resource by file name or stdin',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    filename: { short: 'f', type: 'array', help: 'The files that contain the configurations to apply.' },
    'server-side': { type: 'bool', help: 'If true, apply runs in the server instead of the client.' },
    'force-conflicts': { type: 'bool' },
    ...managerFlag('kubectl-client-side-apply'),
    force: { type: 'bool' },
    overwrite: { type: 'bool', default: 'true' },
    ...validateFlag,
    wait: { type: 'bool' },
    recursive: { short: 'R', type: 'bool' },
    selector: { short: 'l', type: 'string' },
    kustomize: { short: 'k', type: 'string' },
  },
  run(call) {
    const files = call.flags.all('filename');
    if (call.args.length > 0)
      throw new KubectlError(
        `Unexpected args: [${call.args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`,
      );
    if (call.flags.has('kustomize')) throw new KubectlError('kustomize is not part of this terminal');
    if (files.length === 0) throw new KubectlError('must specify one of -f and -k');
    const dryRun = dryRunOf(call);
    const isServerSide = call.flags.isOn('server-side');
    if (!isServerSide && call.flags.isOn('force-conflicts'))
      throw new KubectlError('--force-conflicts only works with --server-side');
    if (isServerSide && dryRun === 'client')
      throw new KubectlError(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
      );
    const { written, problems } = readFiles(call, files);
    const errors: Error[] = problems.map((message) => new KubectlError(message));
    if (written.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to apply');
    for (const each of written)
      try {
        if (isServerSide) applyOnServer(call, each, dryRun);
        else applyOne(call, each, dryRun);
      } catch (error) {
        if (!(error instanceof ServerError || error instanceof KubectlError)) throw error;
        errors.push(error);
      }
    throwAll(errors);
    return 0;
  },
};

/** Which object it is, in an error. */
function about({ group, version, plural, kind }: ResourceType, name: string, namespace: string): string {
  const resource = `${group === '' ? '' : `${group}/`}${version}, Resource=${plural}`;
  return `Resource: ${JSON.stringify(group === '' ? `/${resource}` : resource)}, GroupVersionKind: "${group}/${version}, Kind=${kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`;
}

/** What is there under its name; null when there is nothing. */
export function current({ client }: Call, { type, namespace, object, source }: Written): Loose | null {
  try {
    return client.get(type, namespace, object.metadata.name);
  } catch (error) {
    if (error instanceof ServerError && error.status.reason === 'NotFound') return null;
    const { name } = object.metadata;
    throw whileDoing(
      `retrieving current configuration of:\n${about(type, name, namespace)}\nfrom server for:`,
      source,
      error,
    );
  }
}

/** What kubectl adds when fields belong to somebody else. */
const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

function applyOnServer(call: Call, { type, namespace, object }: Written, dryRun: DryRun): void {
  const { flags } = call;
  const query = {
    ...writeQuery(call, dryRun),
    ...validationQuery(call),
    fieldManager: flags.has('field-manager') ? flags.text('field-manager') : 'kubectl',
    force: String(flags.isOn('force-conflicts')),
  };
  try {
    const applied = call.client.patch(type, namespace, object.metadata.name, 'apply', object, query);
    reportWrite(call, type, applied, 'serverside-applied', dryRun);
  } catch (error) {
    if (error instanceof ServerError && error.status.reason === 'Conflict')
      throw new KubectlError(`${error.message}\n${CONFLICT_ADVICE}`);
    throw error;
  }
}

/** The patch that makes of what is there what the file says, and of which type it is. */
export function patchFor(type: ResourceType, given: Loose, stored: Loose) {
  const isStrategic = !type.group.includes('.') || type.group.endsWith('.k8s.io');
  const isKnown = isStrategic && type.group !== 'gateway.networking.k8s.io';
  const patch = threeWayPatch(lastAppliedOf(stored), given as never, stored as never, isKnown);
  return { patch, how: isKnown ? ('strategic' as const) : ('merge' as const) };
}

function applyOne(call: Call, written: Written, dryRun: DryRun): void {
  const { type, namespace, object, source } = written;
  const given = withLastApplied(object);
  const stored = current(call, written);
  if (stored === null) {
    try {
      const created =
        dryRun === 'client'
          ? given
          : call.client.create(type, namespace, given, {
              ...writeQuery(call, dryRun),
              ...validationQuery(call),
            });
      reportWrite(call, type, created, 'created', dryRun);
    } catch (error) {
      throw whileDoing('creating', source, error);
    }
    return;
  }
  if (lastAppliedOf(stored) === null && dryRun !== 'client')
    call.stderr(
      `Warning: resource ${type.plural}/${object.metadata.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  const { patch, how } = patchFor(type, given, stored);
  if (Object.keys(patch).length === 0) {
    reportWrite(call, type, stored, 'unchanged', dryRun);
    return;
  }
  if (dryRun === 'client') {
    reportWrite(call, type, stored, 'configured', dryRun);
    return;
  }
  try {
    const query = { ...writeQuery(call, dryRun), ...validationQuery(call) };
    const patched = call.client.patch(type, namespace, object.metadata.name, how, patch, query);
    reportWrite(call, type, patched, 'configured', dryRun);
  } catch (error) {
    const { name } = object.metadata;
    throw whileDoing(
      `applying patch:\n${JSON.stringify(patch)}\nto:\n${about(type, name, namespace)}\nfor:`,
      source,
      whileDoing('patching', source, error),
    );
  }
}
