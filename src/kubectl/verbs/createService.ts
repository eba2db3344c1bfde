/** `kubectl create service clusterip|nodeport|loadbalancer|externalname`. */
import type { Call, Verb } from '../call.ts';
import { KubectlError } from '../client.ts';
import type { FlagTable } from '../flags.ts';
import { helpOf } from '../help.ts';
import { UsageError } from '../messages.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

interface Port {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'TCP';
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

/** `80` or `80:8080` */
function readPort(word: string): Port {
  const [port = '', target = port] = word.split(':');
  if (!/^\d+$/.test(port))
    throw new KubectlError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: invalid syntax`);
  return {
    name: word.replace(':', '-'),
    port: Number(port),
    protocol: 'TCP',
    targetPort: /^\d+$/.test(target) ? Number(target) : target,
  };
}

function make(call: Call, spec: Record<string, unknown>, ports: readonly Port[]): number {
  const name = nameOf(call);
  const labels = { app: name };
  return createGenerated(call, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { labels, name },
    spec: { ...(ports.length === 0 ? {} : { ports }), selector: labels, ...spec },
    status: { loadBalancer: {} },
  });
}

const tcp: FlagTable = {
  ...createFlags,
  tcp: { type: 'strings', help: "Port pairs can be specified as '<port>:<targetPort>'." },
};

function portsOf(call: Call, mayBeNone: boolean): Port[] {
  const words = call.flags.all('tcp');
  if (words.length === 0 && !mayBeNone)
    throw new KubectlError('at least one tcp port specifier must be provided');
  return words.map(readPort);
}

function verb(kind: string, short: string, flags: FlagTable, run: NonNullable<Verb['run']>): Verb {
  return {
    usage: `kubectl create service ${kind} NAME [--tcp=port:targetPort] [--dry-run=server|client|none] [options]`,
    short,
    flags,
    run,
  };
}

export const createService: Verb = {
  usage: 'kubectl create service [flags] [options]',
  short: 'Create a service using a specified subcommand',
  aliases: ['svc'],
  flags: {},
  run(call) {
    if (call.args.length > 0) throw new UsageError(`unknown command ${JSON.stringify(call.args.join(' '))}`);
    call.stdout(helpOf('kubectl create service', createService));
    return 1;
  },
  verbs: {
    clusterip: verb(
      'clusterip',
      'Create a ClusterIP service',
      {
        ...tcp,
        clusterip: { type: 'string', help: 'Assign your own ClusterIP or set to "None" for headless.' },
      },
      (call) => {
        const clusterIP = call.flags.text('clusterip');
        nameOf(call);
        const ports = portsOf(call, clusterIP === 'None');
        return make(call, { ...(clusterIP === '' ? {} : { clusterIP }), type: 'ClusterIP' }, ports);
      },
    ),
    nodeport: verb(
      'nodeport',
      'Create a NodePort service',
      { ...tcp, 'node-port': { type: 'int', default: '0' } },
      (call) => {
        const nodePort = call.flags.int('node-port');
        const ports = portsOf(call, false).map((port) => (nodePort === 0 ? port : { ...port, nodePort }));
        return make(call, { type: 'NodePort' }, ports);
      },
    ),
    loadbalancer: verb('loadbalancer', 'Create a LoadBalancer service', tcp, (call) =>
      make(call, { type: 'LoadBalancer' }, portsOf(call, false)),
    ),
    externalname: verb(
      'externalname',
      'Create an ExternalName service',
      { ...tcp, 'external-name': { type: 'string', help: 'External name of service' } },
      (call) => {
        const externalName = call.flags.text('external-name');
        if (externalName === '') throw new KubectlError('required flag(s) "external-name" not set');
        if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(externalName))
          throw new KubectlError(`invalid service external name ${externalName}`);
        return make(call, { externalName, type: 'ExternalName' }, portsOf(call, true));
      },
    ),
  },
};
