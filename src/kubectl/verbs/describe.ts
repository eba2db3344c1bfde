/** `kubectl describe`: all about objects in sentences and lists, one describer per kind. */
import { type Found, findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import { KubectlError, type Loose } from '../client.ts';
import { describeConfigMap, describeNamespace, describeNode } from '../describe/cluster.ts';
import { describeGeneric } from '../describe/generic.ts';
import { describeEndpointSlice, describeIngress, describeNetworkPolicy } from '../describe/network.ts';
import { describePod } from '../describe/pod.ts';
import { describeService } from '../describe/service.ts';
import {
  describeDaemonSet,
  describeDeployment,
  describeJob,
  describeReplicaSet,
  describeStatefulSet,
} from '../describe/workloads.ts';
import { createWriter, type Writer } from '../describe/writer.ts';
import { throwAll } from '../messages.ts';

type Describer = (call: Call, writer: Writer, object: Loose) => void;

const describers: Readonly<Record<string, Describer>> = {
  Pod: describePod,
  Service: describeService,
  Deployment: describeDeployment,
  ReplicaSet: describeReplicaSet,
  StatefulSet: describeStatefulSet,
  DaemonSet: describeDaemonSet,
  Job: describeJob,
  Ingress: describeIngress,
  NetworkPolicy: describeNetworkPolicy,
  EndpointSlice: describeEndpointSlice,
  Node: describeNode,
  Namespace: describeNamespace,
  ConfigMap: describeConfigMap,
};

export const describe: Verb = {
  usage: 'kubectl describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]',
  short: 'Show details of a specific resource or group of resources',
  flags: {
    'all-namespaces': { short: 'A', type: 'bool' },
    selector: { short: 'l', type: 'string' },
    'show-events': { type: 'bool', default: 'true' },
    filename: { short: 'f', type: 'array' },
    'chunk-size': { type: 'int', default: '500' },
  },
  run(call) {
    const files = call.flags.all('filename');
    if (call.args.length === 0 && files.length === 0)
      throw new KubectlError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const isEverywhere = call.flags.isOn('all-namespaces');
    const { found, problems } = findObjects(call, call.args, {
      files,
      labelSelector: call.flags.text('selector'),
      takesAll: true,
      isEverywhere,
    });
    if (found.length === 0 && problems.length === 1 && call.args.length === 2) {
      const matching = withPrefix(call, isEverywhere);
      if (matching.length === 0) throwAll(problems);
      for (const each of matching) call.stdout(`${textOf(call, each)}\n`);
      return 0;
    }
    if (found.length === 0 && problems.length === 0) {
      call.stderr(
        isEverywhere ? 'No resources found\n' : `No resources found in ${call.namespace} namespace.\n`,
      );
      return 0;
    }
    call.stdout(found.map((each) => textOf(call, each)).join('\n\n'));
    throwAll(problems);
    return 0;
  },
};

/** Where no object has the name, those whose names begin with it are meant. */
function withPrefix(call: Call, isEverywhere: boolean): Found[] {
  const [type = '', prefix = ''] = call.args;
  const { found } = findObjects(call, [type], { takesAll: true, isEverywhere });
  return found.filter(({ object }) => object.metadata.name.startsWith(prefix));
}

function textOf(call: Call, { object, type }: Found): string {
  const writer = createWriter();
  const isOwn = type.group.startsWith('kubehop');
  const describer = isOwn ? describeGeneric : (describers[type.kind] ?? describeGeneric);
  describer(call, writer, object);
  return writer.text();
}
