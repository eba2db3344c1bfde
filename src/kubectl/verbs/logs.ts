/** `kubectl logs`: what the process in a Pod wrote; with `-f` also what it will write. */
import type { Call, Verb } from '../call.ts';
import { findType, KubectlError, ServerError } from '../client.ts';
import { podNamed } from './exec.ts';

export const logs: Verb = {
  usage: 'kubectl logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]',
  short: 'Print the logs for a container in a pod',
  flags: {
    follow: { short: 'f', type: 'bool', help: 'Specify if the logs should be streamed.' },
    container: { short: 'c', type: 'string', help: 'Print the logs of this container' },
    previous: { short: 'p', type: 'bool' },
    tail: { type: 'int', default: '-1', help: 'Lines of recent log file to display.' },
    since: { type: 'duration', default: '0s' },
    timestamps: { type: 'bool' },
    selector: { short: 'l', type: 'string' },
    'all-containers': { type: 'bool' },
    prefix: { type: 'bool' },
  },
  run(call) {
    const { args, flags } = call;
    if (args.length === 0 && flags.text('selector') !== '') return logsOfAll(call);
    if (args.length === 0 || args.length > 2)
      throw new KubectlError(
        `expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples`,
      );
    const pod = find(call, args[0]!);
    const { containers } = pod.spec;
    const container = flags.text('container') || args[1] || containers[0]!.name;
    if (!containers.some(({ name }) => name === container))
      throw new KubectlError(`container ${container} is not valid for pod ${pod.metadata.name}`);
    if (containers.length > 1 && flags.text('container') === '' && args[1] === undefined)
      call.stderr(
        `Defaulted container ${JSON.stringify(container)} out of: ${containers.map(({ name }) => name).join(', ')}\n`,
      );
    const path = `/api/v1/namespaces/${call.namespace}/pods/${pod.metadata.name}/log`;
    const tail = flags.int('tail');
    const query = {
      container,
      ...(flags.isOn('previous') ? { previous: 'true' } : {}),
      ...(tail >= 0 ? { tailLines: String(tail) } : {}),
      ...(flags.isOn('timestamps') ? { timestamps: 'true' } : {}),
      ...(flags.has('since') ? { sinceSeconds: String(secondsOf(flags.text('since'))) } : {}),
    };
    if (!flags.isOn('follow')) {
      call.stdout(call.client.raw(path, query) as string);
      return 0;
    }
    const stream = call.client.raw(path, { ...query, follow: 'true' });
    if (typeof stream === 'string') {
      call.stdout(stream);
      return 0;
    }
    return new Promise((resolve) => {
      const stop = stream(
        (text) => call.stdout(text),
        () => resolve(0),
      );
      call.signal.addEventListener('abort', () => {
        stop();
        resolve(130);
      });
    });
  },
};

/** Of each Pod that the selector means, one after another. */
function logsOfAll(call: Call): number {
  const { flags, client, namespace } = call;
  const labelSelector = flags.text('selector');
  const pods = client.list(findType(client.types, 'pods')!, namespace, { labelSelector });
  if (pods.length === 0) call.stderr(`No resources found in ${namespace} namespace.\n`);
  // Without it only the last lines of each are shown.
  const tailLines = flags.has('tail') ? flags.text('tail') : '10';
  for (const { metadata } of pods)
    call.stdout(
      client.raw(`/api/v1/namespaces/${namespace}/pods/${metadata.name}/log`, { tailLines }) as string,
    );
  return 0;
}

function find(call: Call, name: string) {
  try {
    return podNamed(call, name, 'get the logs from');
  } catch (error) {
    if (!(error instanceof ServerError) || error.status.reason !== 'NotFound') throw error;
    throw new KubectlError(
      `error from server (NotFound): ${error.message} in namespace ${JSON.stringify(call.namespace)}`,
    );
  }
}

/** `1h30m`, `5m`, `10s` */
export function secondsOf(duration: string): number {
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  let seconds = 0;
  for (const [, number, unit] of duration.matchAll(/([\d.]+)(h|ms|m|s)/g))
    seconds += Number(number) * units[unit!]!;
  return seconds;
}
