/**
 * The scene for a real cluster, kind or minikube: only Kubernetes' own objects, with images that exist and listen on the
 * ports of the demo, and the commands to run. What cannot be taken along is said.
 */

import { SEPARATOR } from '../kubernetes/documentTexts.ts';
import { KUBEHOP_API_VERSION } from '../kubernetes/kubehop.ts';
import { changesBetween } from '../kubernetes/objectChanges.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Container, Pod, PodTemplateSpec } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { editText } from '../kubernetes/yamlEdit.ts';
import { t } from '../messages/editing.ts';
import { listenersOf } from '../simulation/network/podServer.ts';
import type { ExportedObject } from './writtenTexts.ts';

export interface RealCluster {
  text: string;
  commands: Readonly<Record<RealClusterTool, readonly string[]>>;
  /** What is different there, in whole sentences. */
  notes: readonly string[];
}

export type RealClusterTool = 'kind' | 'minikube';

/** A server for tests by the Kubernetes project: answers HTTP on any port it is told, and says its name at /hostname. */
const DEMO_IMAGE = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
const CURL_IMAGE = 'curlimages/curl:8.11.1';

/** Images that start by themselves only when they are told a password, or that none is wanted. */
const environments: Readonly<Record<string, { name: string; value: string }>> = {
  postgres: { name: 'POSTGRES_HOST_AUTH_METHOD', value: 'trust' },
  mysql: { name: 'MYSQL_ALLOW_EMPTY_PASSWORD', value: 'yes' },
  mariadb: { name: 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', value: 'yes' },
};

const notTaken: Readonly<Record<string, string>> = {
  get Node() {
    return t('nodesAreMadeByKindOr');
  },
  get KubeProxyConfiguration() {
    return t('theModeOfKubeProxyIs');
  },
};

export function forRealCluster(exported: readonly ExportedObject[], fileName: string): RealCluster {
  const notes = new Set<string>();
  const taken = exported.filter(({ object }) => isTaken(object, notes));
  const texts = taken.map(({ says, text }) =>
    editText(text, says, changesBetween(says, runnableForm(says, notes))),
  );
  const objects = exported.map(({ object }) => object);
  noteWhatIsMissing(objects, notes);
  const text = texts.map((one) => (one.endsWith('\n') ? one : `${one}\n`)).join(SEPARATOR);
  return { text, commands: commandsFor(objects, fileName), notes: [...notes] };
}

function isTaken(object: KubernetesObject, notes: Set<string>): boolean {
  if (object.apiVersion === KUBEHOP_API_VERSION) return false;
  const note = notTaken[object.kind];
  if (note !== undefined) notes.add(note);
  const isClusters =
    object.metadata.namespace === 'kube-system' ||
    (object.kind === 'Namespace' && ['default', 'kube-system'].includes(object.metadata.name));
  return note === undefined && !isClusters;
}

function runnableForm(object: KubernetesObject, notes: Set<string>): KubernetesObject {
  const { status: _, ...plain } = withoutOwnAnnotations(object) as KubernetesObject & { status?: unknown };
  if (object.kind === 'Service') return runnableService(plain as Service);
  if (object.kind === 'Pod') {
    const { nodeName, ...spec } = (plain as Pod).spec;
    if (nodeName !== undefined) notes.add(notTaken.Node!);
    return { ...plain, spec: runnableSpec(object as Pod, spec) } as Pod;
  }
  const { spec } = plain as KubernetesObject & { spec?: { template?: PodTemplateSpec } };
  if (spec?.template?.spec === undefined) return plain;
  const original = (object as unknown as { spec: { template: PodTemplateSpec } }).spec.template;
  const template = withoutOwnAnnotations(
    spec.template as unknown as KubernetesObject,
  ) as unknown as PodTemplateSpec;
  const podSpec = runnableSpec(original as unknown as Pod, template.spec);
  return { ...plain, spec: { ...spec, template: { ...template, spec: podSpec } } } as KubernetesObject;
}

function withoutOwnAnnotations<T extends { metadata?: KubernetesObject['metadata'] }>(object: T): T {
  const { annotations, ...metadata } = object.metadata ?? ({} as KubernetesObject['metadata']);
  if (annotations === undefined || annotations === null) return object;
  const kept = Object.fromEntries(
    Object.entries(annotations).filter(([key]) => !key.startsWith('kubehop.dev/')),
  );
  if (Object.keys(kept).length === Object.keys(annotations).length) return object;
  return {
    ...object,
    metadata: Object.keys(kept).length === 0 ? metadata : { ...metadata, annotations: kept },
  };
}

/** A real cluster gives addresses of its own; only `None` is a decision. */
function runnableService(service: Service): Service {
  const { clusterIP, clusterIPs: _, healthCheckNodePort: __, ...spec } = service.spec;
  return { ...service, spec: { ...spec, ...(clusterIP === 'None' ? { clusterIP } : {}) } } as Service;
}

/** The Pod's spec with containers that can be pulled and listen where the demo says. */
function runnableSpec(pod: Pod, spec: Pod['spec']): Pod['spec'] {
  const { nodeName: _, ...rest } = spec as Pod['spec'] & { nodeName?: string };
  const listeners = listenersOf({ ...pod, metadata: pod.metadata ?? {} } as Pod);
  let isFirst = true;
  const extra: Container[] = [];
  const containers = rest.containers.map((container) => {
    if (!isDemo(container.image)) return withEnvironment(container);
    if (!isFirst) return demoContainer(container, ownPorts(container)[0] ?? 8081);
    isFirst = false;
    const ports = listeners.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port);
    const udp = listeners.find(({ protocol }) => protocol === 'UDP')?.port;
    for (const port of ports.slice(1))
      if (!rest.containers.some((other) => other !== container && ownPorts(other).includes(port)))
        extra.push({ name: `port-${port}`, image: DEMO_IMAGE, args: argsFor(port) });
    return demoContainer(container, ports[0] ?? 8080, udp);
  });
  return { ...rest, containers: [...containers, ...extra] };
}

function ownPorts({ ports }: Container): number[] {
  return (ports ?? [])
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map(({ containerPort }) => containerPort);
}

/** Images of the scenes that nobody can pull. */
function isDemo(image: string | undefined): boolean {
  return image === undefined || /^([\w.-]+\.)?example\.(com|org|net)\//.test(image);
}

function argsFor(port: number, udp?: number): string[] {
  return ['netexec', `--http-port=${port}`, `--udp-port=${udp ?? -1}`];
}

function demoContainer(container: Container, port: number, udp?: number): Container {
  const { command: _, readinessProbe, livenessProbe, startupProbe, ...rest } = container;
  const probes = Object.entries({ readinessProbe, livenessProbe, startupProbe }).flatMap(([name, probe]) => {
    // Its own programs and gRPC services are not in the other image.
    if (probe === undefined || 'exec' in probe) return [];
    if (!('grpc' in probe)) return [[name, probe] as const];
    const { grpc, ...others } = probe as { grpc: { port: number } };
    return [[name, { ...others, tcpSocket: { port: grpc.port } }] as const];
  });
  return {
    ...rest,
    image: DEMO_IMAGE,
    args: argsFor(port, udp),
    ...Object.fromEntries(probes),
  } as Container;
}

function withEnvironment(container: Container): Container {
  const name = container.image?.split('/').at(-1)?.split(/[:@]/)[0] ?? '';
  const variable = environments[name];
  const { env = [] } = container;
  if (variable === undefined || env.length > 0) return container;
  return { ...container, env: [variable] };
}

function noteWhatIsMissing(objects: readonly KubernetesObject[], notes: Set<string>): void {
  const kinds = new Set(objects.map(({ kind }) => kind));
  if (kinds.has('OutsideServer')) notes.add(t('outsideServersAreNotPartOf'));
  if (kinds.has('Ingress')) notes.add(t('ingressesNeedAControllerMinikubeAddons'));
  if (['Gateway', 'HTTPRoute', 'GatewayClass'].some((kind) => kinds.has(kind)))
    notes.add(t('gatewaysAndHTTPRoutesNeedTheGateway'));
  if (kinds.has('NetworkPolicy')) notes.add(t('networkPoliciesNeedANetworkPluginThat'));
  if (objects.some((object) => object.kind === 'Service' && isDualStack(object as Service)))
    notes.add(t('twoAddressFamiliesNeedACluster'));
}

function isDualStack({ spec }: Service): boolean {
  return spec.ipFamilyPolicy === 'RequireDualStack';
}

function commandsFor(objects: readonly KubernetesObject[], fileName: string): RealCluster['commands'] {
  const nodes = Math.max(1, objects.filter(({ kind }) => kind === 'Node').length);
  const hasLoadBalancer = objects.some(
    (object) => object.kind === 'Service' && (object as Service).spec.type === 'LoadBalancer',
  );
  const apply = `kubectl apply -f ${fileName}`;
  const send = sendCommand(objects);
  const config = ['kind: Cluster', 'apiVersion: kind.x-k8s.io/v1alpha4', 'nodes:', '- role: control-plane'];
  for (let node = 0; node < nodes; node++) config.push('- role: worker');
  return {
    kind: [
      `printf '${config.join('\\n')}\\n' | kind create cluster --config -`,
      ...(hasLoadBalancer
        ? ['sudo cloud-provider-kind  # in another terminal: gives LoadBalancers their addresses']
        : []),
      apply,
      send,
    ],
    minikube: [
      `minikube start --nodes ${nodes + 1}`,
      ...(hasLoadBalancer
        ? ['minikube tunnel  # in another terminal: gives LoadBalancers their addresses']
        : []),
      apply,
      send,
    ],
  };
}

/** What the first Traffic to a Service does, by hand. */
function sendCommand(objects: readonly KubernetesObject[]): string {
  const services = objects.filter(({ kind }) => kind === 'Service') as Service[];
  const traffic = objects.filter(({ kind }) => kind === 'Traffic') as Traffic[];
  const wanted = traffic.flatMap(({ spec }) => spec.service?.name ?? [])[0];
  const service =
    services.find(({ metadata }) => metadata.name === wanted) ??
    services.find(({ spec }) => spec.type !== 'ExternalName');
  if (service === undefined) return 'kubectl get pods -o wide --watch';
  const { name, namespace = 'default' } = service.metadata;
  const port = service.spec.ports?.[0]?.port ?? 80;
  const url = `http://${name}.${namespace}${port === 80 ? '' : `:${port}`}/hostname`;
  return `kubectl run curl --image=${CURL_IMAGE} --restart=Never --rm -i -- curl -s --retry 5 --retry-connrefused ${url}`;
}
