/** `kubectl create -f`, and the verbs below it that make one kind of object from flags. */
import { readFiles } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, ServerError } from '../client.ts';
import type { FlagTable } from '../flags.ts';
import { withLastApplied } from '../lastApplied.ts';
import { throwAll, UsageError, whileDoing } from '../messages.ts';
import { dryRunOf, reportWrite, validationQuery, writeQuery } from '../output.ts';
import { createClusterRoleBinding, createRoleBinding, createServiceAccount } from './createBinding.ts';
import { createCronJob } from './createCronJob.ts';
import { createIngress } from './createIngress.ts';
import { createJob } from './createJob.ts';
import { createClusterRole, createRole } from './createRole.ts';
import { createService } from './createService.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

/** How `create deployment` names a container: after its image. */
export function containerNameOf(image: string): string {
  return image
    .replace(/^.*\//, '')
    .replace(/[:@].*$/, '')
    .replaceAll(/[^\w-]|_/g, '-')
    .toLowerCase();
}

const createDeployment: Verb = {
  usage: 'kubectl create deployment NAME --image=image -- [COMMAND] [args...] [options]',
  short: 'Create a deployment with the specified name',
  aliases: ['deploy'],
  flags: {
    ...createFlags,
    image: { type: 'strings', help: 'Image names to run.' },
    port: { type: 'int', default: '-1' },
    replicas: { short: 'r', type: 'int', default: '1' },
  },
  run(call) {
    const images = call.flags.all('image');
    if (images.length === 0) throw new KubectlError('required flag(s) "image" not set');
    const name = nameOf(call);
    if (images.length > 1 && (call.rest ?? []).length > 0)
      throw new KubectlError('cannot specify multiple --image options and command');
    const labels = { app: name };
    const port = call.flags.int('port');
    const containers = images.map((image, index) => ({
      image,
      name:
        containerNameOf(image) +
        (images.slice(0, index).some((other) => containerNameOf(other) === containerNameOf(image))
          ? `-${index}`
          : ''),
      ...(call.flags.has('port') && index === 0 ? { ports: [{ containerPort: port }] } : {}),
      ...(call.rest === null || call.rest.length === 0 ? {} : { command: call.rest }),
      resources: {},
    }));
    return createGenerated(call, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels, name },
      spec: {
        replicas: call.flags.int('replicas'),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: { labels }, spec: { containers } },
      },
      status: {},
    });
  },
};

const createNamespace: Verb = {
  usage: 'kubectl create namespace NAME [--dry-run=server|client|none] [options]',
  short: 'Create a namespace with the specified name',
  aliases: ['ns'],
  flags: createFlags,
  run: (call) =>
    createGenerated(call, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: nameOf(call) },
      spec: {},
      status: {},
    }),
};

/** `--from-literal=key=value`, as a map. */
function literals(call: Call): Record<string, string> {
  const data: Record<string, string> = {};
  for (const word of call.flags.all('from-literal')) {
    const equals = word.indexOf('=');
    if (equals < 1) throw new KubectlError(`invalid literal source ${word}, expected key=value`);
    const key = word.slice(0, equals);
    if (key in data)
      throw new KubectlError(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(nameOf(call))}`,
      );
    data[key] = word.slice(equals + 1).replace(/^(["'])(.*)\1$/, '$2');
  }
  return data;
}

const literalFlags: FlagTable = {
  ...createFlags,
  'from-literal': { type: 'array', help: 'Specify a key and literal value to insert (i.e. mykey=somevalue)' },
};

const createConfigMap: Verb = {
  usage:
    'kubectl create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]',
  short: 'Create a config map from a local file, directory or literal value',
  aliases: ['cm'],
  flags: literalFlags,
  run(call) {
    const data = literals(call);
    return createGenerated(call, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: nameOf(call) },
      ...(Object.keys(data).length === 0 ? {} : { data }),
    });
  },
};

const createSecret: Verb = {
  usage: 'kubectl create secret (docker-registry | generic | tls) [options]',
  short: 'Create a secret using a specified subcommand',
  flags: {},
  verbs: {
    generic: {
      usage:
        'kubectl create secret generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]',
      short: 'Create a secret from a local file, directory, or literal value',
      flags: { ...literalFlags, type: { type: 'string' } },
      run(call) {
        const data = Object.fromEntries(
          Object.entries(literals(call)).map(([key, value]) => [key, base64(value)]),
        );
        const type = call.flags.text('type');
        return createGenerated(call, {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: nameOf(call) },
          ...(Object.keys(data).length === 0 ? {} : { data }),
          ...(type === '' ? {} : { type }),
        });
      },
    },
  },
};

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

export const create: Verb = {
  usage: 'kubectl create -f FILENAME [options]',
  short: 'Create a resource from a file or from stdin',
  flags: {
    ...createFlags,
    filename: { short: 'f', type: 'array', help: 'Filename to use to create the resource' },
    recursive: { short: 'R', type: 'bool' },
    selector: { short: 'l', type: 'string' },
  },
  verbs: {
    clusterrole: createClusterRole,
    clusterrolebinding: createClusterRoleBinding,
    configmap: createConfigMap,
    cronjob: createCronJob,
    deployment: createDeployment,
    ingress: createIngress,
    job: createJob,
    namespace: createNamespace,
    role: createRole,
    rolebinding: createRoleBinding,
    secret: createSecret,
    service: createService,
    serviceaccount: createServiceAccount,
  },
  run(call) {
    const files = call.flags.all('filename');
    if (call.args.length > 0) throw new UsageError(`Unexpected args: [${call.args.join(' ')}]`);
    if (files.length === 0) {
      call.stderr(`error: must specify one of -f and -k\n`);
      return 1;
    }
    const dryRun = dryRunOf(call);
    const { written, problems } = readFiles(call, files);
    const errors: Error[] = problems.map((message) => new KubectlError(message));
    if (written.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to create');
    for (const { type, namespace, object, source } of written)
      try {
        const sent = call.flags.isOn('save-config') ? withLastApplied(object) : object;
        const created =
          dryRun === 'client'
            ? sent
            : call.client.create(type, namespace, sent, {
                ...writeQuery(call, dryRun),
                ...validationQuery(call),
              });
        reportWrite(call, type, created, 'created', dryRun);
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        errors.push(whileDoing('creating', source, error));
      }
    throwAll(errors);
    return 0;
  },
};
