/** `kubectl run`: one Pod from an image. */
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose, typeOfObject } from '../client.ts';
import { asGoType } from '../goTypes.ts';
import { mergeObjects } from '../mergeObjects.ts';
import { UsageError } from '../messages.ts';
import {
  type DryRun,
  dryRunFlag,
  dryRunOf,
  managerFlag,
  outputFlags,
  reportWrite,
  writeQuery,
} from '../output.ts';
import { readPairs } from './expose.ts';

export const run: Verb = {
  usage:
    'kubectl run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]',
  short: 'Run a particular image on the cluster',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    ...managerFlag('kubectl-run'),
    image: { type: 'string', help: 'The image for the container to run.' },
    port: { type: 'string' },
    env: { type: 'array' },
    labels: { short: 'l', type: 'string' },
    overrides: { type: 'string' },
    'override-type': { type: 'string', default: 'merge' },
    restart: { type: 'string', default: 'Always' },
    command: { type: 'bool' },
    expose: { type: 'bool' },
    rm: { type: 'bool' },
    stdin: { short: 'i', type: 'bool' },
    tty: { short: 't', type: 'bool' },
    quiet: { short: 'q', type: 'bool' },
    attach: { type: 'bool' },
    annotations: { type: 'array' },
    'image-pull-policy': { type: 'string' },
    'save-config': { type: 'bool' },
    privileged: { type: 'bool' },
  },
  run(call) {
    const { flags, args } = call;
    const [name] = args;
    const image = flags.text('image');
    if (image === '') throw new KubectlError('required flag(s) "image" not set');
    if (name === undefined) throw new UsageError('NAME is required for run');
    if (!/^[\w./:@-]+$/.test(image))
      throw new KubectlError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
    const restart = flags.text('restart');
    if (!['Always', 'OnFailure', 'Never'].includes(restart))
      throw new KubectlError(
        `invalid restart policy: ${restart}\nSee 'kubectl run -h' for help and examples`,
      );
    const words = [...args.slice(1), ...(call.rest ?? [])];
    const env = flags.all('env').map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new KubectlError(`invalid env: ${pair}`);
      return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
    });
    const labels = flags.has('labels') ? readPairs(flags.text('labels')) : { run: name };
    const port = flags.text('port');
    if (flags.isOn('rm') && !flags.isOn('attach') && !flags.isOn('stdin'))
      throw new UsageError('--rm should only be used for attached containers');
    if (flags.isOn('expose') && port === '')
      throw new UsageError('--port must be set when exposing a service');
    const annotations = readPairs(flags.all('annotations').join(','));
    const imagePullPolicy = flags.text('image-pull-policy');
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...(Object.keys(annotations).length === 0 ? {} : { annotations }), labels, name },
      spec: {
        containers: [
          {
            ...(words.length === 0 ? {} : { [flags.isOn('command') ? 'command' : 'args']: words }),
            ...(env.length === 0 ? {} : { env }),
            image,
            ...(imagePullPolicy === '' ? {} : { imagePullPolicy }),
            name,
            ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
            resources: {},
            ...(flags.isOn('stdin')
              ? { stdin: true, ...(flags.isOn('rm') || flags.isOn('attach') ? { stdinOnce: true } : {}) }
              : {}),
            ...(flags.isOn('tty') ? { tty: true } : {}),
          },
        ],
        dnsPolicy: 'ClusterFirst',
        restartPolicy: restart,
      },
      status: {},
    };
    const overrides = flags.text('overrides');
    const whole = (overrides === '' ? pod : mergeObjects(pod, readOverrides(overrides))) as unknown as Loose;
    const dryRun = dryRunOf(call);
    const type = typeOfObject(call.client.types, whole)!;
    const placed =
      dryRun === 'client' && !call.isNamespaceGiven
        ? whole
        : { ...whole, metadata: { ...whole.metadata, namespace: call.namespace } };
    if (flags.isOn('expose')) exposePod(call, name, labels, Number(port), dryRun);
    const created =
      dryRun === 'client'
        ? placed
        : call.client.create(type, call.namespace, placed, writeQuery(call, dryRun));
    reportWrite(call, type, asGoType(created), 'created', dryRun);
    return 0;
  },
};

/** `--expose`: a Service for the Pod beside it. */
function exposePod(call: Call, name: string, labels: object, port: number, dryRun: DryRun): void {
  const metadata = { name, ...(dryRun === 'client' ? {} : { namespace: call.namespace }) };
  const ports = [{ port, protocol: 'TCP', targetPort: port }];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { ports, selector: labels },
    status: { loadBalancer: {} },
  } as unknown as Loose;
  const type = typeOfObject(call.client.types, service)!;
  const created =
    dryRun === 'client'
      ? service
      : call.client.create(type, call.namespace, service, writeQuery(call, dryRun));
  reportWrite(call, type, created, 'created', dryRun);
}

function readOverrides(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new KubectlError(`Invalid JSON in --overrides: ${(error as Error).message}`);
  }
}
