/** `kubectl patch`: strategic merge, merge or JSON patch, written as JSON or YAML. */
import { parse } from 'yaml';
import { jsonPatch, mergePatch, strategicMergePatch } from '../../kubeApi/patch.ts';
import { findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, type PatchType, type ResourceType } from '../client.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, dryRunOf, managerFlag, outputFlags, reportWrite, writeQuery } from '../output.ts';
import { goJSON } from '../yaml.ts';

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
    const body = readPatch(patchText(call));
    const { found, problems } = findObjects(call, call.args, { files: flags.all('filename') });
    throwAll(problems);
    for (const each of found) {
      const { name } = each.object.metadata;
      const subresource = flags.text('subresource') || undefined;
      const query = writeQuery(call, dryRun);
      const after =
        dryRun === 'client'
          ? (patchers[type as PatchType](each.object, body) as Loose)
          : call.client.patch(each.type, each.namespace, name, type as PatchType, body, query, subresource);
      const isSame = goJSON(after, 0) === goJSON(each.object, 0);
      // The real one says no word of a dry run here.
      reportWrite(call, typeOf(each.type, after), after, isSame ? 'patched (no change)' : 'patched');
    }
    return 0;
  },
};

const patchers: Readonly<Record<PatchType, (object: Loose, patch: unknown) => unknown>> = {
  json: (object, patch) => jsonPatch(object, patch as never),
  merge: mergePatch,
  strategic: strategicMergePatch,
  apply: mergePatch,
};

function patchText({ flags, readFile }: Call): string {
  const file = flags.text('patch-file');
  if (file === '') return flags.text('patch');
  const text = readFile(file);
  if (text === null)
    throw new KubectlError(`unable to read patch file: open ${file}: no such file or directory`);
  return text;
}

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
