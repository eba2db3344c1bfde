/** `kubectl replace`: the whole object as the file has it; with `--force` it is deleted and made anew. */
import { readFiles, type Written } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, ServerError } from '../client.ts';
import { withLastApplied } from '../lastApplied.ts';
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
import { current } from './apply.ts';
import { deletedText, propagationOf, waitUntilGone } from './deleteObjects.ts';

export const replace: Verb = {
  usage: 'kubectl replace -f FILENAME [options]',
  short: 'Replace a resource by file name or stdin',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    ...validateFlag,
    ...managerFlag('kubectl-replace'),
    filename: { short: 'f', type: 'array', help: 'The files that contain the configurations to replace.' },
    force: { type: 'bool', help: 'Delete the object and make it anew.' },
    cascade: { type: 'string', default: 'background', bare: 'background' },
    'grace-period': { type: 'int', default: '-1' },
    timeout: { type: 'duration', default: '0s' },
    wait: { type: 'bool' },
    'save-config': { type: 'bool' },
    subresource: { type: 'string' },
    kustomize: { short: 'k', type: 'string' },
    recursive: { short: 'R', type: 'bool' },
  },
  async run(call) {
    const { flags } = call;
    const dryRun = dryRunOf(call);
    const isForced = flags.isOn('force');
    if (isForced && dryRun !== 'none')
      throw new KubectlError('--dry-run can not be used when --force is set');
    for (const flag of ['grace-period', 'timeout'])
      if (flags.has(flag) && !isForced) throw new KubectlError(`--${flag} must have --force specified`);
    const files = flags.all('filename');
    if (files.length === 0) throw new KubectlError('must specify one of -f and -k');
    const { written, problems } = readFiles(call, files);
    const errors: Error[] = problems.map((message) => new KubectlError(message));
    if (isForced) for (const each of written) await makeRoom(call, each);
    for (const each of written)
      try {
        put(call, each, dryRun, isForced);
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        errors.push(isForced ? error : whileDoing('replacing', each.source, error));
      }
    throwAll(errors);
    return 0;
  },
};

function put(call: Call, { type, namespace, object }: Written, dryRun: DryRun, isForced: boolean): void {
  const { client, flags } = call;
  const sent = flags.isOn('save-config') ? withLastApplied(object) : object;
  const query = { ...writeQuery(call, dryRun), ...validationQuery(call) };
  if (dryRun === 'client') reportWrite(call, type, sent, 'replaced', dryRun);
  else {
    const after = isForced
      ? client.create(type, namespace, sent, query)
      : client.update(type, namespace, object.metadata.name, sent, query);
    reportWrite(call, type, after, 'replaced', dryRun);
  }
}

async function makeRoom(call: Call, written: Written): Promise<void> {
  const stored = current(call, written);
  if (stored === null) return;
  const { type, namespace, object } = written;
  const grace = call.flags.has('grace-period') ? call.flags.int('grace-period') : undefined;
  call.client.remove(type, namespace, object.metadata.name, {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    // As `delete` does: none at all would not wait for the kubelet.
    ...(grace === undefined ? {} : { gracePeriodSeconds: Math.max(1, grace) }),
    propagationPolicy: propagationOf(call),
  });
  call.stdout(deletedText({ type, namespace, object: stored }, 'deleted'));
  await waitUntilGone(call, [{ type, namespace, object: stored }]);
}
