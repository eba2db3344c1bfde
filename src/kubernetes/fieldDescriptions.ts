/** What the main fields mean, in one line each: for explanations, forms and completion. Loaded where they are shown. */
import { detailDescriptions, kindDescriptions } from './detailDescriptions.ts';
import { fieldsOf, type StructName, type TypeNode } from './schema.ts';
import type { structs } from './structs.ts';

type Descriptions = {
  readonly [S in StructName]?: { readonly [F in keyof (typeof structs)[S]]?: string };
};

const metadata = 'Name, namespace, labels and annotations.';

export const fieldDescriptions: Descriptions = {
  ObjectMeta: {
    name: 'Unique among the objects of its kind in the namespace; cannot be changed.',
    namespace: 'The namespace it lives in; cannot be changed.',
    labels: 'Key-value pairs by which selectors find the object.',
    annotations: 'Key-value pairs for tools; no selector looks at them.',
    ownerReferences: 'The objects that it belongs to; it goes when they go.',
    generateName: 'A prefix to which the API server appends five characters to make a name.',
  },
  LabelSelector: {
    matchLabels: 'Labels that must all be present with exactly these values.',
    matchExpressions: 'Conditions on labels that must all hold.',
  },
  LabelSelectorRequirement: {
    key: 'The label that the condition is about.',
    operator: 'In, NotIn, Exists or DoesNotExist.',
    values: 'For In and NotIn: the values to compare with.',
  },
  Namespace: { metadata },
  Node: { metadata, spec: 'What the cluster decides about the node.' },
  NodeSpec: {
    podCIDR: 'The range from which Pods on this node get their addresses.',
    unschedulable: 'The scheduler places no new Pods here.',
    taints: 'Keep Pods away that do not tolerate them.',
  },
  Pod: { metadata, spec: 'The containers and how they run.', status: 'What the kubelet last saw.' },
  PodTemplateSpec: {
    metadata: 'Labels and annotations of every Pod that is made from it.',
    spec: 'The spec of every Pod that is made from it.',
  },
  PodSpec: {
    containers: 'The containers of the Pod; they share one address.',
    initContainers: 'Run one after the other before the containers start.',
    nodeName: 'The node it runs on; the scheduler fills it in when it is empty.',
    nodeSelector: 'Labels that a node must have to be chosen.',
    affinity: 'Which nodes it must or would like to run on, by finer rules than nodeSelector.',
    hostNetwork: "Uses the node's own address instead of one of its own.",
    hostname: 'Its name inside; with a subdomain also in DNS.',
    subdomain: 'The headless Service under which its hostname can be looked up.',
    restartPolicy: 'Whether containers that ended are started again: Always, OnFailure or Never.',
    terminationGracePeriodSeconds: 'How long it may take to stop before it is killed; default 30.',
    dnsPolicy: 'Where names are looked up; ClusterFirst asks the cluster DNS.',
    dnsConfig: 'Name servers, search domains and options besides those of the policy.',
    readinessGates: 'Conditions that must also be true before the Pod counts as ready.',
    tolerations: 'Taints of nodes that it puts up with.',
    hostAliases: 'Lines for /etc/hosts inside the containers.',
  },
  Container: {
    name: 'Unique in the Pod.',
    image: 'What runs.',
    command: "Replaces the image's entrypoint.",
    args: "Replaces the image's arguments.",
    env: 'Environment variables.',
    ports:
      'Ports it says it listens on. Documentation for people, and names for targetPort; nothing is opened or closed.',
    readinessProbe: 'Decides whether Services send it traffic.',
    livenessProbe: 'Decides whether it is restarted.',
    startupProbe: 'Holds back the other probes until it has succeeded once.',
  },
  ContainerPort: {
    name: 'A name that targetPort of a Service can use.',
    containerPort: 'The port that the process listens on.',
    protocol: 'TCP (default), UDP or SCTP.',
    hostPort: "Also reachable at this port of the node's address.",
  },
  Probe: {
    httpGet: 'Succeeds when this URL answers with 200 to 399.',
    tcpSocket: 'Succeeds when the port accepts a connection.',
    exec: 'Succeeds when the command ends with 0.',
    grpc: 'Succeeds when the gRPC health service says so.',
    periodSeconds: 'How often; default 10.',
    failureThreshold: 'Failures in a row until it counts as failed; default 3.',
  },
  Deployment: { metadata, spec: 'How many Pods, from which template, and how they are replaced.' },
  DeploymentSpec: {
    replicas: 'How many Pods it keeps; default 1.',
    selector: "Which Pods are its own; must match the template's labels and cannot be changed.",
    template: 'What its Pods look like.',
    strategy: 'How Pods of an old template are replaced.',
    minReadySeconds: 'How long a new Pod must be ready before it counts as available.',
    revisionHistoryLimit: 'How many old ReplicaSets are kept for going back; default 10.',
    paused: 'Changes of the template wait while this is true.',
    progressDeadlineSeconds: 'After this long without progress the rollout counts as failed; default 600.',
  },
  DeploymentStrategy: {
    type: 'RollingUpdate replaces Pods bit by bit, Recreate stops all of them first.',
    rollingUpdate: 'How many Pods may be missing or extra meanwhile.',
  },
  RollingUpdateDeployment: {
    maxUnavailable: 'How many Pods may be missing meanwhile, as a number or a percentage; default 25%.',
    maxSurge: 'How many Pods there may be too many meanwhile, as a number or a percentage; default 25%.',
  },
  ReplicaSetSpec: {
    replicas: 'How many Pods it keeps; default 1.',
    selector: "Which Pods are its own; must match the template's labels and cannot be changed.",
    template: 'What its Pods look like.',
  },
  ReplicationController: { metadata, spec: 'How many Pods, and from which template.' },
  ReplicationControllerSpec: {
    replicas: 'How many Pods it keeps; default 1.',
    selector: "Labels of its own Pods; the template's when left out.",
    template: 'What its Pods look like.',
    minReadySeconds: 'How long a new Pod must be ready before it counts as available.',
  },
  StatefulSet: { metadata, spec: 'How many Pods with names of their own, and how they come and go.' },
  StatefulSetSpec: {
    replicas: 'How many Pods it keeps: name-0, name-1 and so on; default 1.',
    serviceName: 'The headless Service under which each Pod has a DNS name; cannot be changed.',
    selector: "Which Pods are its own; must match the template's labels and cannot be changed.",
    template: 'What its Pods look like.',
    podManagementPolicy:
      'OrderedReady (default) starts one Pod after the other, Parallel all at once; cannot be changed.',
    updateStrategy: 'How Pods of an old template are replaced.',
    volumeClaimTemplates: 'The storage that each Pod gets for itself; cannot be changed.',
    minReadySeconds: 'How long a new Pod must be ready before it counts as available.',
    ordinals: 'The number of the first Pod, if not 0.',
  },
  StatefulSetUpdateStrategy: {
    type: 'RollingUpdate replaces Pods from the highest number down, OnDelete only those that somebody deletes.',
    rollingUpdate: 'Which Pods are replaced, and how many at a time.',
  },
  RollingUpdateStatefulSetStrategy: {
    partition: 'Pods with a lower number keep the old template; default 0.',
    maxUnavailable: 'How many Pods may be missing meanwhile, as a number or a percentage; default 1.',
  },
  DaemonSet: { metadata, spec: 'Which Pod runs on every node, and how it is replaced.' },
  DaemonSetSpec: {
    selector: "Which Pods are its own; must match the template's labels and cannot be changed.",
    template: 'What its Pods look like; nodeSelector, affinity and tolerations choose the nodes.',
    updateStrategy: 'How Pods of an old template are replaced.',
    minReadySeconds: 'How long a new Pod must be ready before it counts as available.',
  },
  DaemonSetUpdateStrategy: {
    type: 'RollingUpdate replaces Pods node by node, OnDelete only those that somebody deletes.',
    rollingUpdate: 'How many nodes may be without their Pod, or have two, meanwhile.',
  },
  Job: { metadata, spec: 'Which Pod runs until it has succeeded, and how often.' },
  JobSpec: {
    completions: 'How many Pods must succeed; default 1.',
    parallelism: 'How many Pods run at the same time; default 1.',
    completionMode: 'Indexed gives each Pod a number of its own, NonIndexed (default) does not.',
    backoffLimit: 'After more failures than this the Job has failed; default 6.',
    suspend: 'While this is true it has no Pods.',
    selector: 'Which Pods are its own; made by the API server.',
    template: 'What its Pods look like; cannot be changed.',
  },
  Service: {
    metadata,
    spec: 'Which Pods it stands for, and how it is reached.',
    status: 'What a load balancer, if any, has got as its address.',
  },
  ServiceSpec: {
    type: 'ClusterIP (default), NodePort, LoadBalancer or ExternalName.',
    selector: 'Labels of the Pods that answer for it. Without one, somebody else writes the EndpointSlices.',
    ports: 'The ports it shows, and where each leads.',
    clusterIP: 'Its address inside the cluster. Given when empty; None makes it headless.',
    clusterIPs: 'Its addresses inside the cluster, one for each IP family.',
    ipFamilies: 'IPv4, IPv6 or both, the first being the primary one.',
    ipFamilyPolicy: 'Whether it wants one IP family or two.',
    externalIPs: 'Further addresses whose traffic nodes take for this Service.',
    externalName: 'The DNS name that a Service of type ExternalName is an alias of.',
    externalTrafficPolicy:
      "Cluster sends outside traffic to any Pod and hides the client's address; Local keeps to Pods on the same node.",
    internalTrafficPolicy: 'Cluster sends inside traffic to any Pod; Local only to Pods on the same node.',
    healthCheckNodePort:
      'Where nodes tell the load balancer whether they have a Pod; only with policy Local.',
    publishNotReadyAddresses: 'Also lists Pods that are not ready.',
    sessionAffinity: 'ClientIP sends a client to the same Pod again; None (default) does not.',
    sessionAffinityConfig: 'How long a client is remembered.',
    loadBalancerIP: 'Asks the cloud for this address; deprecated.',
    loadBalancerSourceRanges: 'Clients that the load balancer lets through.',
    loadBalancerClass: 'Which of several load balancer implementations is meant.',
    allocateLoadBalancerNodePorts: 'Whether a LoadBalancer also gets node ports; default true.',
    trafficDistribution: 'Prefers Pods that are near: PreferSameZone or PreferSameNode.',
  },
  ServicePort: {
    name: 'Needed when there are several ports.',
    protocol: 'TCP (default), UDP or SCTP.',
    appProtocol: 'What is spoken on the port; a hint for other software.',
    port: 'The port of the Service itself.',
    targetPort: 'The port of the Pods, as a number or by the name of a container port; default is port.',
    nodePort: "The port of every node's address, 30000 to 32767; given when empty.",
  },
  ClientIPConfig: {
    timeoutSeconds: 'Forgotten after this long without a new connection; default 10800, three hours.',
  },
  EndpointSlice: {
    addressType: 'IPv4, IPv6 or FQDN; cannot be changed.',
    endpoints: 'The addresses, usually of Pods, with their conditions.',
    ports: 'The ports of every endpoint in the slice.',
  },
  Endpoint: {
    addresses: 'Only the first one is used.',
    conditions: 'Whether it is ready, serving, terminating.',
    nodeName: 'The node it is on, by which policy Local chooses.',
    zone: 'The zone it is in.',
    hints: 'The zones or nodes that should use it.',
    targetRef: 'The Pod behind it.',
  },
  EndpointConditions: {
    ready: 'Gets new connections.',
    serving: 'Could answer, even while it terminates.',
    terminating: 'Is about to go.',
  },
  IngressSpec: {
    ingressClassName:
      'The class, and so the controller, that serves it. Without a controller it does nothing.',
    defaultBackend: 'Where requests go that no rule takes.',
    tls: 'The hosts for which there is a certificate.',
    rules: 'Which host and path leads to which Service.',
  },
  IngressRule: {
    host: 'Empty means every host; *.example.com stands for one label more.',
    http: 'Its paths.',
  },
  HTTPIngressPath: {
    path: 'The path, or the beginning of it.',
    pathType: 'Exact, Prefix (element by element) or ImplementationSpecific.',
    backend: 'The Service that takes the request.',
  },
  IngressServiceBackend: { name: 'A Service of the same namespace.', port: 'Its port, by name or number.' },
  IngressClassSpec: { controller: 'Who serves Ingresses of this class; cannot be changed.' },
  GatewayClassSpec: { controllerName: 'Who serves Gateways of this class; cannot be changed.' },
  GatewaySpec: {
    gatewayClassName: 'The class, and so the controller, that serves it.',
    listeners: 'Where requests enter: ports with their protocols and hosts.',
  },
  Listener: {
    name: 'How routes name it.',
    hostname: 'Empty means every host; *.example.com stands for one label or more.',
    port: 'The port that clients ask.',
    protocol: 'HTTP or HTTPS.',
    tls: 'The certificate, for HTTPS.',
    allowedRoutes: 'Routes of which kinds and namespaces may attach.',
  },
  HTTPRouteSpec: {
    parentRefs: 'The Gateways that it attaches to.',
    hostnames: 'The hosts that it is for; they must fit the listener.',
    rules: 'What is matched, changed and led to which Services.',
  },
  HTTPRouteRule: {
    matches: 'One of them is enough; the most specific of all routes wins.',
    filters: 'Redirects, rewrites and header changes.',
    backendRefs: 'The Services that take the request, by weight.',
  },
  HTTPPathMatch: { type: 'PathPrefix (element by element), Exact or RegularExpression.', value: 'The path.' },
  HTTPBackendRef: {
    name: 'The Service.',
    namespace: 'Another namespace needs a ReferenceGrant there.',
    port: 'The port of the Service.',
    weight: 'Its part of the requests, relative to the others; default 1.',
  },
  NetworkPolicy: { metadata, spec: 'Which Pods it is about, and what they may take in and open.' },
  NetworkPolicySpec: {
    podSelector: 'The Pods of this Namespace that it is about; empty means all.',
    policyTypes: 'Ingress, Egress or both: in these directions only what some rule allows gets through.',
    ingress: 'Connections that the Pods may take in; without a rule none.',
    egress: 'Connections that the Pods may open, DNS included; without a rule none.',
  },
  NetworkPolicyIngressRule: {
    from: 'Who may connect; empty or absent means everybody.',
    ports: 'Ports of the Pods that may be connected to; empty or absent means all.',
  },
  NetworkPolicyEgressRule: {
    to: 'Who may be connected to; empty or absent means everybody.',
    ports: 'Ports of the other side, behind the Service; empty or absent means all.',
  },
  NetworkPolicyPort: {
    protocol: 'TCP (the default), UDP or SCTP.',
    port: 'A number, or the name of a container port of the Pod that is connected to; absent means all.',
    endPort: 'The last port of a range that begins with port.',
  },
  NetworkPolicyPeer: {
    podSelector: 'Pods with these labels, in the same Namespace or in those of namespaceSelector.',
    namespaceSelector: 'Namespaces with these labels; without a podSelector all of their Pods.',
    ipBlock: 'A range of addresses, for what is outside the cluster; not together with selectors.',
  },
  IPBlock: { cidr: 'The range: 203.0.113.0/24.', except: 'Smaller ranges inside that do not belong to it.' },
  ClientSpec: {
    address: 'Its address on the internet; given when empty.',
    ipv6Address: 'Its IPv6 address, given when the cluster has IPv6 and this is empty; None for none.',
  },
  OutsideServerSpec: {
    hostname: 'The DNS name under which the whole internet finds it.',
    names: 'Further names that it serves and that its certificate is for.',
    acceptsAnyHost: 'Whether it answers requests for any Host; otherwise only for the names that it serves.',
    address: 'Its address on the internet; given when empty.',
    ipv6Address: 'Its IPv6 address, given when the cluster has IPv6 and this is empty; None for none.',
    ports: 'Ports it listens on; default 80 and 443.',
  },
  TrafficSpec: {
    from: 'Who sends: a Client, a Pod, a Node, or a Deployment or another workload.',
    url: 'Where to, as a URL.',
    service: 'Where to, as a Service; addressed the way that is possible from where the sender stands.',
    requestsPerSecond: 'Default 1; 0 pauses.',
    pattern: 'How the requests are spread over time; evenly when left out.',
    connection:
      'PerRequest (default) opens a connection for each request, KeepAlive (HTTP/1.1) reuses idle ones, HTTP2 (also gRPC) sends everything over one.',
    timeoutSeconds: 'How long the sender waits for an answer, for each try; default 15.',
    retry: 'Whether the sender tries again what failed.',
    host: 'The Host header, when it is not the name in the URL.',
    tlsServerName: 'The name that the certificate must be for, when it is not the name in the URL.',
    method: 'GET (default), POST …',
    path: 'The path, for a request to a Service; a URL has its own.',
    headers: 'Further headers of the request.',
  },
  TrafficPattern: {
    type: 'Steady (default), Spike (much more now and then), Ramp (climbs, then stays) or Burst (all at once, now and then).',
    factor: 'How many times requestsPerSecond a Spike or the end of a Ramp is; default 10.',
    everySeconds: 'How often a Spike (default 30) or a Burst (default 10) comes.',
    forSeconds: 'How long a Spike lasts (default 5), or a Ramp climbs (default 30).',
  },
  TrafficRetry: {
    attempts: 'How often a request is tried again at most; default 2.',
    backoffSeconds: 'The pause before the second try, doubled before each further one; default 0.',
    on: 'After what: Refused, Reset, TimedOut, Unavailable (503); default all.',
  },
  CloudProviderSpec: {
    addressPool: 'The range from which load balancers get their addresses.',
    provisioningSeconds: 'How long it takes until a load balancer has its address; default 3.',
    ipMode:
      'VIP (default): load balancers pass packets on as they are. Proxy: they open connections of their own.',
    healthCheckIntervalSeconds: 'How often a load balancer checks each node; default 5.',
    unhealthyThreshold: 'After how many failed checks in a row a node gets no new connections; default 2.',
    loadBalancerClass: 'The only class of Services that it implements; else those that name no class.',
  },
};

type Lines = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** What every object has. */
const ofEveryKind: Readonly<Record<string, string>> = {
  apiVersion: 'The group and version in whose words the object is written, such as apps/v1.',
  kind: 'What the object is.',
  metadata,
  status: 'What the cluster last reported; nobody but its components writes it.',
};

/** The line for a field of a struct. */
export function descriptionOf(struct: StructName, field: string): string | undefined {
  const own = (fieldDescriptions as Lines)[struct]?.[field] ?? (detailDescriptions as Lines)[struct]?.[field];
  return own ?? (struct in kindDescriptions ? ofEveryKind[field] : undefined);
}

/** What objects of a kind are; undefined for what is only a part of them. */
export function describeKind(struct: StructName): string | undefined {
  return (kindDescriptions as Readonly<Record<string, string>>)[struct];
}

/** The line for the field at a path such as `['spec', 'ports', 'targetPort']`; undefined when there is none. */
export function describeField(kind: StructName, path: readonly string[]): string | undefined {
  let struct: StructName | undefined = kind;
  let description: string | undefined;
  for (const field of path) {
    if (struct === undefined) return undefined;
    description = descriptionOf(struct, field);
    struct = structIn(fieldsOf(struct).get(field)?.type);
  }
  return description;
}

function structIn(type: TypeNode | undefined): StructName | undefined {
  if (type === undefined) return undefined;
  if (type.form === 'struct') return type.name;
  return type.form === 'list' || type.form === 'map' ? structIn(type.of) : undefined;
}
