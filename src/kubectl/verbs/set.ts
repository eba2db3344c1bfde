/** `kubectl set image|env|selector`. */
import { jsonPatch, strategicMergePatch } from '../../kubeApi/patch.ts';
import { type Found, findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, ServerError } from '../client.ts';
import type { FlagTable } from '../flags.ts';
import { asGoType } from '../goTypes.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, dryRunOf, managerFlag, outputFlags, reportWrite, writeQuery } from '../output.ts';

const flags: FlagTable = {
  ...outputFlags,
  ...dryRunFlag,
  ...managerFlag('kubectl-set'),
  filename: { short: 'f', type: 'array' },
  selector: { short: 'l', type: 'string' },
  all: { type: 'bool' },
  local: { type: 'bool' },
  containers: { short: 'c', type: 'string', default: '*' },
  list: { type: 'bool' },
  overwrite: { type: 'bool', default: 'true' },
};

interface Container {
  name: string;
  image?: string;
  env?: { name: string; value?: string }[];
}
interface Spec {
  containers?: Container[];
  template?: { spec: { containers: Container[] } };
}

function containersOf(object: Loose): Container[] {
  const { containers, template } = (object as unknown as { spec: Spec }).spec;
  return containers ?? template?.spec.containers ?? [];
}

/** The words before the first change name objects. */
function split(
  call: Call,
  isChange: (word: string) => boolean,
): { found: Found[]; changes: readonly string[] } {
  const at = call.args.findIndex(isChange);
  const names = at < 0 ? call.args : call.args.slice(0, at);
  return { found: named(call, names), changes: at < 0 ? [] : call.args.slice(at) };
}

function named(call: Call, names: readonly string[]): Found[] {
  const { found, problems } = findObjects(call, names, {
    files: call.flags.all('filename'),
    labelSelector: call.flags.text('selector'),
    takesAll: call.flags.isOn('all'),
  });
  throwAll(problems);
  return found;
}

/** Changes containers of a Pod or of what makes Pods; `field`: what is said of a refusal. */
function patchContainers(
  call: Call,
  { type, namespace, object }: Found,
  containers: readonly object[],
  field: 'env' | 'image',
): void {
  if (containers.length === 0) return;
  const dryRun = dryRunOf(call);
  const { name } = object.metadata;
  const spec = type.kind === 'Pod' ? { containers } : { template: { spec: { containers } } };
  try {
    const after =
      dryRun === 'client'
        ? (strategicMergePatch(object, { spec }) as Loose)
        : call.client.patch(type, namespace, name, 'strategic', { spec }, writeQuery(call, dryRun));
    reportWrite(call, type, asGoType(after), `${field} updated`, dryRun);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    throw new KubectlError(`failed to patch ${field} update to pod template: ${error.message}`);
  }
}

function podContainers({ type, object }: Found): Container[] {
  const containers = containersOf(object);
  if (containers.length > 0) return containers;
  throw new KubectlError(
    `${type.plural}/${object.metadata.name} the object is not a pod or does not have a pod template: *${type.version}.${type.kind}`,
  );
}

const image: Verb = {
  usage:
    'kubectl set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]',
  short: 'Update the image of a pod template',
  flags,
  run(call) {
    const { found, changes } = split(call, (word) => word.includes('='));
    if (changes.length === 0) throw new KubectlError('at least one image update is required');
    const images = changes.map((word) => word.split(/=(.*)/s) as [string, string]);
    for (const each of found) {
      const containers = podContainers(each);
      const changed: object[] = [];
      for (const [name, wanted] of images) {
        const own = containers.filter((container) => name === '*' || container.name === name);
        if (own.length === 0)
          throw new KubectlError(`unable to find container named ${JSON.stringify(name)}`);
        for (const container of own)
          if (container.image !== wanted) changed.push({ name: container.name, image: wanted });
      }
      patchContainers(call, each, changed, 'image');
    }
    return 0;
  },
};

const env: Verb = {
  usage: 'kubectl set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]',
  short: 'Update environment variables on a pod template',
  flags,
  run(call) {
    const isChange = (word: string) => word.includes('=') || /^[A-Za-z_]\w*-$/.test(word);
    if (call.args.every(isChange) && call.flags.all('filename').length === 0)
      throw new KubectlError(
        'one or more resources must be specified as <resource> <name> or <resource>/<name>',
      );
    const { found, changes } = split(call, isChange);
    for (const each of found) {
      const containers = podContainers(each);
      if (call.flags.isOn('list')) {
        for (const container of containers) {
          call.stdout(`# ${each.type.kind} ${each.object.metadata.name}, container ${container.name}\n`);
          for (const { name, value = '' } of container.env ?? []) call.stdout(`${name}=${value}\n`);
        }
        continue;
      }
      if (changes.length === 0) continue;
      const entries = changes.map((word) =>
        word.endsWith('-') && !word.includes('=')
          ? { $patch: 'delete', name: word.slice(0, -1) }
          : { name: word.slice(0, word.indexOf('=')), value: word.slice(word.indexOf('=') + 1) },
      );
      patchContainers(
        call,
        each,
        containers.map(({ name }) => ({ name, env: entries })),
        'env',
      );
    }
    return 0;
  },
};

const selector: Verb = {
  usage: 'kubectl set selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version] [options]',
  short: 'Set the selector on a resource',
  flags,
  run(call) {
    const last = call.args.at(-1);
    if (last === undefined) throw new KubectlError('one selector is required');
    const found = named(call, call.args.slice(0, -1));
    const dryRun = dryRunOf(call);
    const labels = Object.fromEntries(last.split(',').map((pair) => pair.split('=', 2)));
    for (const { type, namespace, object } of found) {
      if (type.kind !== 'Service')
        throw new KubectlError('setting a selector is only supported for Services');
      const after =
        dryRun === 'client'
          ? (jsonPatch(object, [{ op: 'add', path: '/spec/selector', value: labels }]) as Loose)
          : call.client.patch(
              type,
              namespace,
              object.metadata.name,
              'json',
              [{ op: 'add', path: '/spec/selector', value: labels }],
              writeQuery(call, dryRun),
            );
      reportWrite(call, type, after, 'selector updated', dryRun);
    }
    return 0;
  },
};

export const set: Verb = {
  usage: 'kubectl set SUBCOMMAND [options]',
  short: 'Set specific features on objects',
  flags: {},
  verbs: { env, image, selector },
};
