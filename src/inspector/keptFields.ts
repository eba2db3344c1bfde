/** Which fields of an object the simulation does not read: they are kept and exported unchanged, and said so. */
import { type Kind, rowOf } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';

const podSpec = [
  'containers.name',
  'containers.image',
  'containers.command',
  'containers.args',
  'containers.env',
  'containers.ports',
  'containers.readinessProbe',
  'containers.livenessProbe',
  'containers.startupProbe',
  'containers.lifecycle.preStop',
  'initContainers.name',
  'initContainers.image',
  'initContainers.restartPolicy',
  'initContainers.ports',
  'nodeName',
  'nodeSelector',
  'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution',
  'hostNetwork',
  'hostname',
  'subdomain',
  'restartPolicy',
  'terminationGracePeriodSeconds',
  'tolerations',
  'readinessGates',
  'dnsPolicy',
  'dnsConfig',
];
const template = ['template.metadata', ...podSpec.map((path) => `template.spec.${path}`)];

/** Paths below `spec` that are read, without indices; a path stands for everything below it. */
const simulated: { readonly [K in Kind]: readonly string[] } = {
  Namespace: ['finalizers'],
  Node: ['podCIDR', 'podCIDRs', 'unschedulable', 'taints'],
  Pod: podSpec,
  Deployment: [
    'replicas',
    'selector',
    'strategy',
    'minReadySeconds',
    'revisionHistoryLimit',
    'paused',
    ...template,
  ],
  ReplicaSet: ['replicas', 'selector', 'minReadySeconds', ...template],
  ReplicationController: ['replicas', 'selector', 'minReadySeconds', ...template],
  StatefulSet: [
    'replicas',
    'selector',
    'serviceName',
    'podManagementPolicy',
    'updateStrategy',
    'minReadySeconds',
    'revisionHistoryLimit',
    'ordinals',
    ...template,
  ],
  DaemonSet: ['selector', 'updateStrategy', 'minReadySeconds', 'revisionHistoryLimit', ...template],
  Job: [
    'completions',
    'parallelism',
    'completionMode',
    'selector',
    'manualSelector',
    'suspend',
    'backoffLimit',
    'activeDeadlineSeconds',
    'ttlSecondsAfterFinished',
    ...template,
  ],
  Service: [
    'type',
    'selector',
    'ports',
    'clusterIP',
    'clusterIPs',
    'externalIPs',
    'externalName',
    'sessionAffinity',
    'sessionAffinityConfig',
    'externalTrafficPolicy',
    'internalTrafficPolicy',
    'healthCheckNodePort',
    'publishNotReadyAddresses',
    'allocateLoadBalancerNodePorts',
    'loadBalancerClass',
    'loadBalancerSourceRanges',
    'ipFamilies',
    'ipFamilyPolicy',
    'trafficDistribution',
  ],
  EndpointSlice: [],
  NetworkPolicy: ['podSelector', 'policyTypes', 'ingress', 'egress'],
  Ingress: ['ingressClassName', 'defaultBackend', 'tls', 'rules'],
  IngressClass: ['controller'],
  GatewayClass: ['controllerName', 'description'],
  Gateway: ['gatewayClassName', 'listeners'],
  HTTPRoute: ['parentRefs', 'hostnames', 'rules'],
  Client: ['address', 'ipv6Address'],
  OutsideServer: ['hostname', 'names', 'acceptsAnyHost', 'address', 'ipv6Address', 'ports'],
  Traffic: [
    'from',
    'url',
    'service',
    'requestsPerSecond',
    'pattern',
    'connection',
    'timeoutSeconds',
    'retry',
    'host',
    'tlsServerName',
    'method',
    'path',
    'headers',
  ],
  CloudProvider: [
    'addressPool',
    'provisioningSeconds',
    'ipMode',
    'healthCheckIntervalSeconds',
    'unhealthyThreshold',
    'loadBalancerClass',
  ],
};

/** What the API server fills in by itself: nobody wrote it, so it is not worth a line. */
const filledIn: Readonly<Record<string, string>> = {
  'containers.imagePullPolicy': '"IfNotPresent"',
  'containers.terminationMessagePath': '"/dev/termination-log"',
  'containers.terminationMessagePolicy': '"File"',
  securityContext: '{}',
  schedulerName: '"default-scheduler"',
  enableServiceLinks: 'true',
  progressDeadlineSeconds: '600',
  persistentVolumeClaimRetentionPolicy: '{"whenDeleted":"Retain","whenScaled":"Retain"}',
  podReplacementPolicy: '"TerminatingOrFailed"',
};

function isFilledIn(value: unknown, path: string): boolean {
  const field = path.replace(/^template\.spec\./, '').replace(/^initContainers\./, 'containers.');
  // For an image without a tag, or with `latest`, the default is Always.
  return (
    filledIn[field] === JSON.stringify(value) || (field.endsWith('.imagePullPolicy') && value === 'Always')
  );
}

/** Paths such as `spec.containers.resources`, each once; everything of an object whose kind is not simulated. */
export function keptFields(object: KubernetesObject): string[] {
  if (rowOf(object) === undefined)
    return Object.keys(object).filter((field) => !['apiVersion', 'kind', 'metadata'].includes(field));
  const { spec } = object as KubernetesObject & { spec?: unknown };
  return [...new Set(unread(spec, '', simulated[object.kind as Kind]))].map((path) => `spec.${path}`);
}

function unread(value: unknown, path: string, read: readonly string[]): string[] {
  if (read.includes(path) || isFilledIn(value, path)) return [];
  const isOnTheWay = path === '' || read.some((known) => known.startsWith(`${path}.`));
  if (!isOnTheWay) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => unread(item, path, read));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    unread(inner, path === '' ? field : `${path}.${field}`, read),
  );
}
