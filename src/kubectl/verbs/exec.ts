/** `kubectl exec`: a command, or a shell, inside a Pod. */

import { failure } from '../../kubernetes/status.ts';
import { readArguments } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { findType, KubectlError, type Loose, ServerError } from '../client.ts';
import { UsageError } from '../messages.ts';

interface PodSpec {
  spec: { containers: { name: string }[]; nodeName?: string };
  status?: { phase?: string };
}

/** The Pod that is meant: itself, or the first one of a workload or Service. */
export function podNamed(call: Call, word: string, deed = 'attach to'): Loose & PodSpec {
  const [request] = word.includes('/')
    ? readArguments(call, [word])
    : [{ type: findType(call.client.types, 'pods')!, names: [word] }];
  const { type, names } = request!;
  const object = call.client.get(type, call.namespace, names[0]!);
  if (type.kind === 'Pod') return object as Loose & PodSpec;
  const { selector } = (object as { spec?: { selector?: Record<string, unknown> } }).spec ?? {};
  if (selector === undefined) {
    const go = `*${type.version}.${type.kind}`;
    throw new KubectlError(`cannot ${deed} ${go}: selector for ${go} not implemented`);
  }
  const labels = (selector?.matchLabels ?? selector ?? {}) as Record<string, string>;
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = call.client.list(findType(call.client.types, 'pods')!, call.namespace, { labelSelector });
  if (pods.length === 0) throw new KubectlError(`timed out waiting for the condition`);
  const [first] = pods as (Loose & PodSpec)[];
  if (pods.length > 1 && deed === 'get the logs from')
    call.stderr(`Found ${pods.length} pods, using pod/${first!.metadata.name}\n`);
  return first!;
}

export const exec: Verb = {
  usage: 'kubectl exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]',
  short: 'Execute a command in a container',
  flags: {
    stdin: { short: 'i', type: 'bool', help: 'Pass stdin to the container.' },
    tty: { short: 't', type: 'bool', help: 'Stdin is a TTY.' },
    container: { short: 'c', type: 'string', help: 'Container name.' },
    quiet: { short: 'q', type: 'bool' },
    filename: { short: 'f', type: 'array' },
    'pod-running-timeout': { type: 'string', default: '1m0s' },
  },
  run(call) {
    const { args, rest, flags } = call;
    const [name] = args;
    if (name === undefined) throw new KubectlError('pod, type/name or --filename must be specified');
    if (rest === null && args.length > 1)
      throw new UsageError(
        `exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead`,
      );
    if (rest === null || rest.length === 0)
      throw new KubectlError('you must specify at least one command for the container');
    const pod = podNamed(call, name);
    const { containers } = pod.spec;
    const wanted = flags.text('container');
    if (wanted !== '' && !containers.some((each) => each.name === wanted))
      throw new ServerError(
        failure(400, 'BadRequest', `container ${wanted} is not valid for pod ${pod.metadata.name}`),
      );
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed')
      throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    if (wanted === '' && containers.length > 1 && !flags.isOn('quiet'))
      call.stderr(
        `Defaulted container ${JSON.stringify(containers[0]!.name)} out of: ${containers.map((each) => each.name).join(', ')}\n`,
      );
    if (phase !== 'Running')
      throw new KubectlError(
        `Internal error occurred: unable to upgrade connection: container not found (${JSON.stringify(wanted || containers[0]!.name)})`,
      );
    if (call.inside === null) throw new KubectlError('there is nothing to run a command in here');
    const place = { namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name };
    const result = call.inside.exec(
      place,
      wanted || containers[0]!.name,
      rest,
      flags.isOn('stdin') || flags.isOn('tty'),
    );
    return result instanceof Promise ? result.then((code) => ended(call, code)) : ended(call, result);
  },
};

function ended(call: Call, exitCode: number): number {
  if (exitCode !== 0 && exitCode !== 130) call.stderr(`command terminated with exit code ${exitCode}\n`);
  return exitCode;
}
