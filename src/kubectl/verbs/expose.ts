/** `kubectl expose`: a Service for a workload, a Pod or another Service. */
import { findObjects } from '../arguments.ts';
import type { Verb } from '../call.ts';
import { KubectlError, type Loose, typeOfObject } from '../client.ts';
import { throwAll } from '../messages.ts';
import { dryRunFlag, dryRunOf, managerFlag, outputFlags, reportWrite, writeQuery } from '../output.ts';

type Labels = Readonly<Record<string, string>>;
interface Spec {
  selector?: { matchLabels?: Labels; matchExpressions?: unknown[] } & Labels;
  template?: { spec?: { containers?: Container[] } };
  containers?: Container[];
  ports?: { port: number; protocol?: string }[];
}
interface Container {
  ports?: { containerPort: number; protocol?: string }[];
}

const EXPOSABLE = ['pod', 'service', 'replicationcontroller', 'deployment', 'replicaset'];

export const expose: Verb = {
  usage:
    'kubectl expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type] [options]',
  short:
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  flags: {
    ...outputFlags,
    ...dryRunFlag,
    ...managerFlag('kubectl-expose'),
    filename: { short: 'f', type: 'array' },
    port: { type: 'string', help: 'The port that the service should serve on.' },
    'target-port': { type: 'string', help: 'Name or number for the port on the container.' },
    protocol: { type: 'string' },
    name: { type: 'string', help: 'The name for the newly created object.' },
    type: {
      type: 'string',
      help: 'Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName.',
    },
    'cluster-ip': { type: 'string' },
    'external-ip': { type: 'string' },
    'load-balancer-ip': { type: 'string' },
    'external-name': { type: 'string' },
    selector: { type: 'string' },
    labels: { short: 'l', type: 'string' },
    'session-affinity': { type: 'string' },
    'save-config': { type: 'bool' },
  },
  run(call) {
    const { flags } = call;
    const dryRun = dryRunOf(call);
    const { found, problems } = findObjects(call, call.args, { files: flags.all('filename') });
    throwAll(problems);
    for (const { type, namespace, object } of found) {
      if (!EXPOSABLE.includes(type.singular))
        throw new KubectlError(`cannot expose a ${type.kind}${type.group === '' ? '' : `.${type.group}`}`);
      const spec = (object as unknown as { spec: Spec }).spec;
      const name = flags.text('name') || object.metadata.name.slice(0, 63);
      const selector = selectorOf(flags.text('selector'), object, spec);
      const given = flags.text('port');
      const known = portsOf(spec);
      if (given === '' && known.length === 0)
        throw new KubectlError(`couldn't find port via --port flag or introspection`);
      const ports =
        given === ''
          ? known
          : given
              .split(',')
              .map(portNumber)
              .map((port) => ({ port, protocol: protocolOf(known, port) }));
      const target = flags.text('target-port');
      const labels = flags.has('labels') ? readPairs(flags.text('labels')) : (object.metadata.labels ?? {});
      const isMany = ports.length > 1;
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          ...(Object.keys(labels).length === 0 ? {} : { labels }),
          name,
          ...(dryRun === 'client' && !call.isNamespaceGiven ? {} : { namespace }),
        },
        spec: {
          ...textField('clusterIP', flags.text('cluster-ip')),
          ...textField('externalName', flags.text('external-name')),
          ...(flags.has('external-ip') ? { externalIPs: [flags.text('external-ip')] } : {}),
          ...textField('loadBalancerIP', flags.text('load-balancer-ip')),
          ports: ports.map(({ port, protocol }, index) => ({
            ...(isMany ? { name: `port-${index + 1}` } : {}),
            port,
            protocol: flags.text('protocol').toUpperCase() || protocol,
            targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
          })),
          selector,
          ...textField('sessionAffinity', flags.text('session-affinity')),
          ...textField('type', flags.text('type')),
        },
        status: { loadBalancer: {} },
      } as unknown as Loose;
      const serviceType = typeOfObject(call.client.types, service)!;
      const created =
        dryRun === 'client'
          ? service
          : call.client.create(serviceType, namespace, service, writeQuery(call, dryRun));
      reportWrite(call, serviceType, created, 'exposed', dryRun);
    }
    return 0;
  },
};

function portNumber(text: string): number {
  if (!/^\d+$/.test(text))
    throw new KubectlError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function textField(name: string, value: string) {
  return value === '' ? {} : { [name]: value };
}

export function readPairs(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter((word) => word !== '')
      .map((word) => {
        const equals = word.indexOf('=');
        if (equals < 0) throw new KubectlError(`unexpected label spec: ${word}`);
        return [word.slice(0, equals), word.slice(equals + 1)];
      }),
  );
}

function selectorOf(given: string, object: Loose, { selector }: Spec): Labels {
  if (given !== '') return readPairs(given);
  if (object.kind === 'Pod') {
    const labels = object.metadata.labels ?? {};
    if (Object.keys(labels).length === 0)
      throw new KubectlError(
        `couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed`,
      );
    return labels;
  }
  if (selector?.matchExpressions !== undefined && selector.matchExpressions.length > 0)
    throw new KubectlError(
      `couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${JSON.stringify(selector.matchExpressions)}" to map-based selector format`,
    );
  const labels = selector?.matchLabels ?? selector;
  if (labels === undefined)
    throw new KubectlError(
      `couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set`,
    );
  return labels as Labels;
}

function portsOf({ ports, containers, template }: Spec): { port: number; protocol: string }[] {
  if (ports !== undefined) return ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol }));
  return (containers ?? template?.spec?.containers ?? []).flatMap((container) =>
    (container.ports ?? []).map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  );
}

function protocolOf(known: readonly { port: number; protocol: string }[], port: number): string {
  return known.find((each) => each.port === port)?.protocol ?? 'TCP';
}
