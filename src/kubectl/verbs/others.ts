/** Verbs that lead beyond the terminal: port-forward says why not, edit opens the YAML view. */
import { findObjects, resourceName } from '../arguments.ts';
import type { Verb } from '../call.ts';
import { KubectlError } from '../client.ts';
import { throwAll } from '../messages.ts';
import { podNamed } from './exec.ts';

export const portForward: Verb = {
  usage:
    'kubectl port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  flags: { address: { type: 'strings' }, 'pod-running-timeout': { type: 'string' } },
  run(call) {
    const [name, ...ports] = call.args;
    if (name === undefined || ports.length === 0)
      throw new KubectlError(
        'TYPE/NAME and list of ports are required for port-forward'.concat(
          "\nSee 'kubectl port-forward -h' for help and examples",
        ),
      );
    const pod = podNamed(call, name);
    throw new KubectlError(
      `there is no port of yours to forward to ${pod.metadata.name} in a page. Its packets would go from the API server through the kubelet, past every Service. Use: kubectl exec -it ${pod.metadata.name} -- sh, and there curl localhost:${ports[0]!.split(':').at(-1)}`,
    );
  },
};

export const edit: Verb = {
  usage: 'kubectl edit (RESOURCE/NAME | -f FILENAME) [options]',
  short: 'Edit a resource on the server',
  flags: { filename: { short: 'f', type: 'array' }, output: { short: 'o', type: 'string' } },
  run(call) {
    const { found, problems } = findObjects(call, call.args, { files: call.flags.all('filename') });
    throwAll(problems);
    const [first] = found;
    if (first === undefined) throw new KubectlError('edit cancelled, no objects found');
    const { type, namespace, object } = first;
    const { name } = object.metadata;
    const isOpen = call.inside?.edit({ namespace, name, kind: type.kind, group: type.group });
    if (isOpen !== true) {
      call.stdout('Edit cancelled, no changes made.\n');
      return 0;
    }
    call.stdout(
      `${resourceName(type, name)} is open in the YAML tab: what you write there is applied as soon as it is valid.\n`,
    );
    return 0;
  },
};
