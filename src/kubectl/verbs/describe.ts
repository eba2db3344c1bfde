/** `kubectl describe`: all about objects in sentences and lists, one describer per kind. */
import { findObjects } from '../arguments.ts';
import type { Call, Verb } from '../call.ts';
import type { Loose } from '../client.ts';
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
    if (call.args.length === 0 && files.length === 0) {
      call.stderr(
        `You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n`,
      );
      return 1;
    }
    const isEverywhere = call.flags.isOn('all-namespaces');
    const { found, problems } = findObjects(call, call.args, {
      files,
      labelSelector: call.flags.text('selector'),
      takesAll: true,
      isEverywhere,
    });
    throwAll(problems);
    if (found.length === 0) {
      call.stderr(
        isEverywhere ? 'No resources found\n' : `No resources found in ${call.namespace} namespace.\n`,
      );
      return 0;
    }
    const texts = found.map(({ object, type }) => {
      const writer = createWriter();
      const isOwn = type.group.startsWith('kubehop');
      const describer = isOwn ? describeGeneric : (describers[type.kind] ?? describeGeneric);
      describer(call, writer, object);
      return writer.text();
    });
    call.stdout(texts.join('\n\n'));
    return 0;
  },
};
