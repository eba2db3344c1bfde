/**
 * The fields of every simulated kind and their types, as Kubernetes v1.35 has them. Types are written as in Go:
 * `int32`, `[]ServicePort`, `map[string]string`, the name of a struct below, or `any` for what nothing here reads.
 * A `!` marks what is there even when it is not written, because in Go it is no pointer.
 */

/** Strings with a Go type of their own, which errors name. */
export const namedStrings: ReadonlySet<string> = new Set([
  'AddressType',
  'ConditionStatus',
  'DNSPolicy',
  'DeploymentStrategyType',
  'FinalizerName',
  'IPFamily',
  'IPFamilyPolicy',
  'LabelSelectorOperator',
  'LoadBalancerIPMode',
  'NamespacePhase',
  'NodeAddressType',
  'PodConditionType',
  'PodPhase',
  'Protocol',
  'PullPolicy',
  'RestartPolicy',
  'ServiceAffinity',
  'ServiceExternalTrafficPolicy',
  'ServiceInternalTrafficPolicy',
  'ServiceType',
  'TaintEffect',
  'TerminationMessagePolicy',
  'TolerationOperator',
  'URIScheme',
]);

function anyOf(fields: string): Record<string, string> {
  return Object.fromEntries(fields.split(' ').map((field) => [field, 'any']));
}

const kind = { apiVersion: 'string', kind: 'string', metadata: 'ObjectMeta!' };

export const structs = {
  ObjectMeta: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    selfLink: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'int64',
    creationTimestamp: 'Time',
    deletionTimestamp: 'Time',
    deletionGracePeriodSeconds: 'int64',
    labels: 'map[string]string',
    annotations: 'map[string]string',
    ownerReferences: '[]OwnerReference',
    finalizers: '[]string',
    managedFields: 'any',
  },
  OwnerReference: {
    apiVersion: 'string',
    kind: 'string',
    name: 'string',
    uid: 'string',
    controller: 'bool',
    blockOwnerDeletion: 'bool',
  },
  LabelSelector: { matchLabels: 'map[string]string', matchExpressions: '[]LabelSelectorRequirement' },
  LabelSelectorRequirement: { key: 'string', operator: 'LabelSelectorOperator', values: '[]string' },

  Namespace: { ...kind, spec: 'NamespaceSpec', status: 'NamespaceStatus' },
  NamespaceSpec: { finalizers: '[]FinalizerName' },
  NamespaceStatus: { phase: 'NamespacePhase', conditions: 'any' },

  Node: { ...kind, spec: 'NodeSpec', status: 'NodeStatus' },
  NodeSpec: {
    podCIDR: 'string',
    podCIDRs: '[]string',
    providerID: 'string',
    unschedulable: 'bool',
    taints: '[]Taint',
    configSource: 'any',
    externalID: 'string',
  },
  Taint: { key: 'string', value: 'string', effect: 'TaintEffect', timeAdded: 'Time' },
  NodeStatus: {
    capacity: 'map[string]Quantity',
    allocatable: 'map[string]Quantity',
    phase: 'string',
    conditions: '[]NodeCondition',
    addresses: '[]NodeAddress',
    ...anyOf(
      'daemonEndpoints nodeInfo images volumesInUse volumesAttached config runtimeHandlers features declaredFeatures',
    ),
  },
  NodeAddress: { type: 'NodeAddressType', address: 'string' },
  NodeCondition: {
    type: 'string',
    status: 'ConditionStatus',
    lastHeartbeatTime: 'Time',
    lastTransitionTime: 'Time',
    reason: 'string',
    message: 'string',
  },

  Pod: { ...kind, spec: 'PodSpec!', status: 'PodStatus' },
  PodTemplateSpec: { metadata: 'ObjectMeta', spec: 'PodSpec!' },
  PodSpec: {
    containers: '[]Container!',
    initContainers: '[]Container',
    volumes: '[]Volume',
    restartPolicy: 'RestartPolicy',
    terminationGracePeriodSeconds: 'int64',
    activeDeadlineSeconds: 'int64',
    dnsPolicy: 'DNSPolicy',
    dnsConfig: 'PodDNSConfig',
    nodeSelector: 'map[string]string',
    nodeName: 'string',
    hostNetwork: 'bool',
    hostname: 'string',
    subdomain: 'string',
    hostAliases: '[]HostAlias',
    tolerations: '[]Toleration',
    readinessGates: '[]PodReadinessGate',
    serviceAccountName: 'string',
    serviceAccount: 'string',
    securityContext: 'any',
    schedulerName: 'string',
    enableServiceLinks: 'bool',
    ...anyOf(
      'ephemeralContainers automountServiceAccountToken hostPID hostIPC shareProcessNamespace imagePullSecrets ' +
        'affinity priorityClassName priority runtimeClassName preemptionPolicy overhead topologySpreadConstraints ' +
        'setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources hostnameOverride workloadRef',
    ),
  },
  Container: {
    name: 'string',
    image: 'string',
    command: '[]string',
    args: '[]string',
    workingDir: 'string',
    ports: '[]ContainerPort',
    env: '[]EnvVar',
    resources: 'ResourceRequirements',
    restartPolicy: 'RestartPolicy',
    volumeMounts: '[]VolumeMount',
    livenessProbe: 'Probe',
    readinessProbe: 'Probe',
    startupProbe: 'Probe',
    lifecycle: 'any',
    terminationMessagePath: 'string',
    terminationMessagePolicy: 'TerminationMessagePolicy',
    imagePullPolicy: 'PullPolicy',
    securityContext: 'any',
    stdin: 'bool',
    stdinOnce: 'bool',
    tty: 'bool',
    ...anyOf('envFrom resizePolicy restartPolicyRules volumeDevices'),
  },
  ContainerPort: {
    name: 'string',
    containerPort: 'int32',
    protocol: 'Protocol',
    hostPort: 'int32',
    hostIP: 'string',
  },
  EnvVar: { name: 'string', value: 'string', valueFrom: 'any' },
  ResourceRequirements: {
    limits: 'map[string]Quantity',
    requests: 'map[string]Quantity',
    claims: 'any',
  },
  VolumeMount: {
    name: 'string',
    readOnly: 'bool',
    recursiveReadOnly: 'string',
    mountPath: 'string',
    subPath: 'string',
    mountPropagation: 'string',
    subPathExpr: 'string',
  },
  Volume: {
    name: 'string',
    ...anyOf(
      'hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs ' +
        'persistentVolumeClaim rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap ' +
        'vsphereVolume quobyte azureDisk photonPersistentDisk projected portworxVolume scaleIO storageos csi ' +
        'ephemeral image',
    ),
  },
  Probe: {
    exec: 'ExecAction',
    httpGet: 'HTTPGetAction',
    tcpSocket: 'TCPSocketAction',
    grpc: 'GRPCAction',
    initialDelaySeconds: 'int32',
    timeoutSeconds: 'int32',
    periodSeconds: 'int32',
    successThreshold: 'int32',
    failureThreshold: 'int32',
    terminationGracePeriodSeconds: 'int64',
  },
  ExecAction: { command: '[]string' },
  HTTPGetAction: {
    path: 'string',
    port: 'IntOrString',
    host: 'string',
    scheme: 'URIScheme',
    httpHeaders: 'any',
  },
  TCPSocketAction: { port: 'IntOrString', host: 'string' },
  GRPCAction: { port: 'int32', service: 'string' },
  PodDNSConfig: { nameservers: '[]string', searches: '[]string', options: '[]PodDNSConfigOption' },
  PodDNSConfigOption: { name: 'string', value: 'string' },
  HostAlias: { ip: 'string', hostnames: '[]string' },
  Toleration: {
    key: 'string',
    operator: 'TolerationOperator',
    value: 'string',
    effect: 'TaintEffect',
    tolerationSeconds: 'int64',
  },
  PodReadinessGate: { conditionType: 'PodConditionType' },
  PodStatus: {
    phase: 'PodPhase',
    conditions: '[]PodCondition',
    message: 'string',
    reason: 'string',
    hostIP: 'string',
    podIP: 'string',
    podIPs: '[]PodIP',
    startTime: 'Time',
    containerStatuses: '[]ContainerStatus',
    ...anyOf(
      'observedGeneration nominatedNodeName hostIPs initContainerStatuses qosClass ephemeralContainerStatuses ' +
        'resize resourceClaimStatuses extendedResourceClaimStatus allocatedResources resources',
    ),
  },
  PodIP: { ip: 'string' },
  PodCondition: {
    observedGeneration: 'int64',
    type: 'PodConditionType',
    status: 'ConditionStatus',
    lastProbeTime: 'Time',
    lastTransitionTime: 'Time',
    reason: 'string',
    message: 'string',
  },
  ContainerStatus: {
    name: 'string',
    ready: 'bool',
    restartCount: 'int32',
    image: 'string',
    imageID: 'string',
    started: 'bool',
    ...anyOf(
      'state lastState containerID allocatedResources resources volumeMounts user allocatedResourcesStatus stopSignal',
    ),
  },

  Deployment: { ...kind, spec: 'DeploymentSpec!', status: 'DeploymentStatus' },
  DeploymentSpec: {
    replicas: 'int32',
    selector: 'LabelSelector',
    template: 'PodTemplateSpec!',
    strategy: 'DeploymentStrategy',
    minReadySeconds: 'int32',
    revisionHistoryLimit: 'int32',
    paused: 'bool',
    progressDeadlineSeconds: 'int32',
  },
  DeploymentStrategy: { type: 'DeploymentStrategyType', rollingUpdate: 'RollingUpdateDeployment' },
  RollingUpdateDeployment: { maxUnavailable: 'IntOrString', maxSurge: 'IntOrString' },
  DeploymentStatus: {
    observedGeneration: 'int64',
    replicas: 'int32',
    updatedReplicas: 'int32',
    readyReplicas: 'int32',
    availableReplicas: 'int32',
    unavailableReplicas: 'int32',
    terminatingReplicas: 'int32',
    conditions: '[]DeploymentCondition',
    collisionCount: 'int32',
  },
  DeploymentCondition: {
    type: 'string',
    status: 'ConditionStatus',
    lastUpdateTime: 'Time',
    lastTransitionTime: 'Time',
    reason: 'string',
    message: 'string',
  },

  ReplicaSet: { ...kind, spec: 'ReplicaSetSpec!', status: 'ReplicaSetStatus' },
  ReplicaSetSpec: {
    replicas: 'int32',
    minReadySeconds: 'int32',
    selector: 'LabelSelector',
    template: 'PodTemplateSpec!',
  },
  ReplicaSetStatus: {
    replicas: 'int32',
    fullyLabeledReplicas: 'int32',
    readyReplicas: 'int32',
    availableReplicas: 'int32',
    terminatingReplicas: 'int32',
    observedGeneration: 'int64',
    conditions: 'any',
  },

  Service: { ...kind, spec: 'ServiceSpec!', status: 'ServiceStatus' },
  ServiceSpec: {
    type: 'ServiceType',
    selector: 'map[string]string',
    ports: '[]ServicePort',
    clusterIP: 'string',
    clusterIPs: '[]string',
    ipFamilies: '[]IPFamily',
    ipFamilyPolicy: 'IPFamilyPolicy',
    externalIPs: '[]string',
    externalName: 'string',
    externalTrafficPolicy: 'ServiceExternalTrafficPolicy',
    internalTrafficPolicy: 'ServiceInternalTrafficPolicy',
    healthCheckNodePort: 'int32',
    publishNotReadyAddresses: 'bool',
    sessionAffinity: 'ServiceAffinity',
    sessionAffinityConfig: 'SessionAffinityConfig',
    loadBalancerIP: 'string',
    loadBalancerSourceRanges: '[]string',
    loadBalancerClass: 'string',
    allocateLoadBalancerNodePorts: 'bool',
    trafficDistribution: 'string',
  },
  ServicePort: {
    name: 'string',
    protocol: 'Protocol',
    appProtocol: 'string',
    port: 'int32',
    targetPort: 'IntOrString',
    nodePort: 'int32',
  },
  SessionAffinityConfig: { clientIP: 'ClientIPConfig' },
  ClientIPConfig: { timeoutSeconds: 'int32' },
  ServiceStatus: { loadBalancer: 'LoadBalancerStatus', conditions: 'any' },
  LoadBalancerStatus: { ingress: '[]LoadBalancerIngress' },
  LoadBalancerIngress: { ip: 'string', hostname: 'string', ipMode: 'LoadBalancerIPMode', ports: 'any' },

  EndpointSlice: {
    ...kind,
    addressType: 'AddressType',
    endpoints: '[]Endpoint!',
    ports: '[]EndpointPort',
  },
  Endpoint: {
    addresses: '[]string!',
    conditions: 'EndpointConditions',
    hostname: 'string',
    targetRef: 'ObjectReference',
    deprecatedTopology: 'map[string]string',
    nodeName: 'string',
    zone: 'string',
    hints: 'EndpointHints',
  },
  EndpointConditions: { ready: 'bool', serving: 'bool', terminating: 'bool' },
  EndpointHints: { forZones: '[]ForZone', forNodes: '[]ForNode' },
  ForZone: { name: 'string' },
  ForNode: { name: 'string' },
  EndpointPort: { name: 'string', protocol: 'Protocol', port: 'int32', appProtocol: 'string' },
  ObjectReference: {
    kind: 'string',
    namespace: 'string',
    name: 'string',
    uid: 'string',
    apiVersion: 'string',
    resourceVersion: 'string',
    fieldPath: 'string',
  },

  Client: { ...kind, spec: 'ClientSpec!' },
  ClientSpec: { address: 'string' },
  OutsideServer: { ...kind, spec: 'OutsideServerSpec!' },
  OutsideServerSpec: { hostname: 'string', address: 'string', ports: '[]OutsideServerPort' },
  OutsideServerPort: { port: 'int32', protocol: 'Protocol' },
  Traffic: { ...kind, spec: 'TrafficSpec!' },
  TrafficSpec: {
    from: 'ObjectReference',
    url: 'string',
    service: 'TrafficService',
    requestsPerSecond: 'float64',
    connection: 'string',
    timeoutSeconds: 'float64',
  },
  TrafficService: { namespace: 'string', name: 'string', port: 'IntOrString', node: 'string' },
  CloudProvider: { ...kind, spec: 'CloudProviderSpec!' },
  CloudProviderSpec: { addressPool: 'string', provisioningSeconds: 'float64' },
} as const satisfies Record<string, Record<string, string>>;

export type StructName = keyof typeof structs;

/** A type expression, taken apart. */
export type TypeNode =
  | { form: 'any' }
  | { form: 'scalar'; go: string }
  | { form: 'list'; go: string; of: TypeNode }
  | { form: 'map'; go: string; of: TypeNode }
  | { form: 'struct'; go: string; name: StructName };

export interface FieldNode {
  type: TypeNode;
  /** Present, though empty, even when it is not written. */
  isAlwaysThere: boolean;
}

const scalars = new Set(['string', 'bool', 'int32', 'int64', 'float64', 'IntOrString', 'Time', 'Quantity']);

function parseType(expression: string): TypeNode {
  if (expression === 'any') return { form: 'any' };
  if (scalars.has(expression)) return { form: 'scalar', go: expression };
  if (namedStrings.has(expression)) return { form: 'scalar', go: `v1.${expression}` };
  if (expression.startsWith('[]')) {
    const of = parseType(expression.slice(2));
    return { form: 'list', go: `[]${goName(of)}`, of };
  }
  if (expression.startsWith('map[string]')) {
    const of = parseType(expression.slice('map[string]'.length));
    return { form: 'map', go: `map[string]${goName(of)}`, of };
  }
  return { form: 'struct', go: `v1.${expression}`, name: expression as StructName };
}

function goName(type: TypeNode): string {
  return type.form === 'any' ? 'interface {}' : type.go;
}

const parsed = new Map<string, ReadonlyMap<string, FieldNode>>();

/** The fields of a struct with their types, in the order in which Kubernetes documents them. */
export function fieldsOf(name: StructName): ReadonlyMap<string, FieldNode> {
  let fields = parsed.get(name);
  if (fields === undefined) {
    fields = new Map(
      Object.entries(structs[name]).map(([field, expression]) => {
        const isAlwaysThere = expression.endsWith('!');
        const type = parseType(isAlwaysThere ? expression.slice(0, -1) : expression);
        return [field, { type, isAlwaysThere }];
      }),
    );
    parsed.set(name, fields);
  }
  return fields;
}

/** The type of a field as people write it: `[]ServicePort`, `string`. Undefined when the path leads nowhere. */
export function typeAt(kindName: StructName, path: readonly string[]): string | undefined {
  let type: TypeNode = { form: 'struct', go: kindName, name: kindName };
  for (const field of path) {
    while (type.form === 'list') type = type.of;
    if (type.form === 'map') type = type.of;
    else if (type.form === 'struct') {
      const next = fieldsOf(type.name).get(field);
      if (next === undefined) return undefined;
      type = next.type;
    } else return undefined;
  }
  return goName(type).replace('v1.', '');
}
