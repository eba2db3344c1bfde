/** `kubectl patch`: strategic merge, merge or JSON patch, written as JSON or YAML. */
import { parse } from 'yaml';
import { findObjects } from '../arguments.ts';
import type { Verb } from '../call.ts';
import { KubectlError, type Loose, type PatchType, type ResourceType } from '../client.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, dryRunOf, managerFlag, outputFlags, reportWrite, writeQuery } from '../output.ts';

export const patch: Verb = {
  usage: 'kubectl patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]',
  short: 'Update fields of a resource',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    ...managerFlag('kubectl-patch'),
    patch: { short: 'p', type: 'string', help: 'The patch to be applied to the resource JSON file.' },
    'patch-file': { type: 'string' },
    type: {
      type: 'string',
      default: 'strategic',
      help: 'The type of patch being provided; one of [json merge strategic]',
    },
    subresource: { type: 'string' },
    filename: { short: 'f', type: 'array' },
    local: { type: 'bool' },
  },
  run(call) {
    const { flags } = call;
    if (flags.text('patch') === '' && flags.text('patch-file') === '')
      throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch');
    const type = flags.text('type').toLowerCase();
    if (!['json', 'merge', 'strategic'].includes(type))
      throw new KubectlError(
        `--type must be one of [json merge strategic], not ${JSON.stringify(flags.text('type'))}`,
      );
    const dryRun = dryRunOf(call);
    const body = readPatch(flags.text('patch'));
    const { found, problems } = findObjects(call, call.args, { files: flags.all('filename') });
    throwAll(problems);
    for (const each of found) {
      const { name } = each.object.metadata;
      const subresource = flags.text('subresource') || undefined;
      const after =
        dryRun === 'client'
          ? each.object
          : call.client.patch(
              each.type,
              each.namespace,
              name,
              type as PatchType,
              body,
              writeQuery(call, dryRun),
              subresource,
            );
      const isSame = after.metadata.resourceVersion === each.object.metadata.resourceVersion;
      reportWrite(call, typeOf(each.type, after), after, isSame ? 'patched (no change)' : 'patched', dryRun);
    }
    return 0;
  },
};

/** A subresource answers with a kind of its own: `scale.autoscaling`. */
function typeOf(type: ResourceType, { apiVersion, kind }: Loose): ResourceType {
  if (kind === undefined || kind === type.kind) return type;
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { ...type, group, version, kind, singular: kind.toLowerCase() };
}

function readPatch(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    try {
      return parse(text) as unknown;
    } catch (error) {
      throw new KubectlError(`unable to parse ${JSON.stringify(text)}: ${(error as Error).message}`);
    }
  }
}
