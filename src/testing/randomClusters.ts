/**
 * Random clusters with random edits and traffic, for tests of what must hold in every one: all forms of Services, also
 * contradictory ones (addresses that others have, slices that lead to nobody), in all proxy modes.
 */
import fc from 'fast-check';
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import type { NetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { sendRequest } from '../simulation/network/request.ts';
import type { SimulationOptions } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import {
  client,
  cloudProvider,
  cluster,
  create,
  deployment,
  edit,
  node,
  pod,
  podsOf,
  remove,
  run,
  service,
} from './cluster.ts';
import { clientKey, outsideServer, podKey, traffic } from './requests.ts';
import { breakNode, clusterServiceCIDR, ingress, serviceCIDRs } from './townParts.ts';

/**
 * How many clusters all tests of one run try, together: `npm run unit`, which is part of `npm test`, tries 10,000, and
 * whoever runs a few files by hand waits for fewer.
 */
const isWholeRun = process.env.npm_lifecycle_event === 'unit';
const CLUSTERS_PER_RUN = Number(process.env.PROPERTY_CLUSTERS ?? (isWholeRun ? 10_000 : 600));

/** Which part of a run's clusters each test tries; the shares add up to all of them. */
const shares = {
  'network/invariants': { part: 0.475, seedOffset: 0 },
  'network/verdicts': { part: 0.475, seedOffset: 1 },
  repetition: { part: 0.05, seedOffset: 2 },
} as const;

/** The number of clusters and the seed of a test: no two try the same ones. The seed is printed when one fails. */
export function shareOf(test: keyof typeof shares): { readonly numRuns: number; readonly seed: number } {
  const { part, seedOffset } = shares[test];
  const { seed = 1 } = fc.readConfigureGlobal();
  return { numRuns: Math.ceil(CLUSTERS_PER_RUN * part), seed: seed + seedOffset };
}

const ZONE = 'topology.kubernetes.io/zone';
const ZONES = ['east', 'west'] as const;

/** Addresses that a Service or a slice may name: of Pods, Nodes, Services, clients, load balancers, servers and of nobody. */
const anyAddress = fc.constantFrom(
  '10.244.1.2',
  '10.244.2.2',
  '10.244.9.9',
  '192.168.1.11',
  '192.168.1.12',
  '192.168.1.99',
  '10.96.0.10',
  '10.96.0.81',
  '203.0.113.7',
  '192.0.2.40',
  '198.51.100.9',
  '198.51.100.80',
);
const policy = fc.constantFrom('Cluster' as const, 'Local' as const);
const rarely = fc.nat(4).map((number) => number === 0);

const policySpecs: NetworkPolicy['spec'][] = [
  { podSelector: {} },
  { podSelector: { matchLabels: { app: 'shop' } }, policyTypes: ['Egress'] },
  { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] },
  {
    podSelector: { matchLabels: { app: 'shop' } },
    ingress: [
      { from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['192.168.1.12/32'] } }], ports: [{ port: 'web' }] },
    ],
  },
];
const anyPolicySpec = fc.constantFrom(...policySpecs);

const portChoices = [
  [{ port: 80, targetPort: 8080 }],
  [{ port: 80, targetPort: 9999 }],
  [{ port: 80, targetPort: 'web' }],
  [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'dns', protocol: 'UDP', port: 53, targetPort: 5353 },
    { name: 'sig', protocol: 'SCTP', port: 36412, targetPort: 36412 },
  ],
] satisfies NonNullable<ServiceSpec['ports']>[];

const anyService = fc.record({
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'headless', 'ExternalName'),
  ports: fc.constantFrom(...portChoices),
  externalTrafficPolicy: policy,
  internalTrafficPolicy: policy,
  hasAffinity: fc.boolean(),
  isDualStack: fc.boolean(),
  isWithoutSelector: rarely,
  externalIP: fc.option(anyAddress, { freq: 4 }),
  sourceRange: fc.option(fc.constantFrom('203.0.113.0/24', '10.0.0.0/8'), { freq: 4 }),
  hasNodePorts: fc.nat(4).map((number) => number > 0),
  publishNotReadyAddresses: rarely,
  trafficDistribution: fc.option(fc.constantFrom('PreferSameZone', 'PreferSameNode'), { freq: 3 }),
});

const anySlice = fc.record({
  service: fc.nat(3),
  addresses: fc.uniqueArray(anyAddress, { maxLength: 3 }),
  nodeName: fc.option(fc.constantFrom('node-0', 'node-1', 'nowhere')),
  ready: fc.option(fc.boolean()),
  terminating: rarely,
  port: fc.option(fc.constantFrom(8080, 80, 9999), { freq: 6 }),
});

const anyEdit = fc.record({
  what: fc.constantFrom(
    'wait',
    'wait',
    'ask',
    'ask',
    'delete a Pod',
    'delete a Pod at once',
    'make a Pod unready',
    'scale',
    'change a type',
    'delete a Service',
    'add a slice',
    'delete a slice',
    'add a Node',
    'delete a Node',
    'break a Node',
    'change the mode',
    'change the policy',
  ),
  index: fc.nat(7),
  ms: fc.integer({ min: 1, max: 1500 }),
  policy: anyPolicySpec,
  slice: anySlice,
});

const anyRequest = fc.record({
  from: fc.nat(4),
  to: fc.nat(5),
  isByAddress: fc.boolean(),
  connection: fc.constantFrom('PerRequest' as const, 'KeepAlive' as const, 'HTTP2' as const),
});

export const anyTown = fc.record({
  seed: fc.nat(1000),
  mode: fc.constantFrom('iptables', 'nftables', 'ipvs'),
  nodes: fc.integer({ min: 1, max: 3 }),
  replicas: fc.integer({ min: 0, max: 3 }),
  hasHostPod: rarely,
  families: fc.constantFrom<keyof typeof serviceCIDRs>('IPv4', 'IPv4', 'dual', 'IPv6 first'),
  hasIngress: rarely,
  cloud: fc.constantFrom(null, 'VIP' as const, 'Proxy' as const),
  services: fc.array(anyService, { minLength: 1, maxLength: 3 }),
  slices: fc.array(anySlice, { maxLength: 2 }),
  policy: fc.option(anyPolicySpec, { freq: 1 }),
  traffic: fc.array(anyRequest, { minLength: 1, maxLength: 3 }),
  edits: fc.array(anyEdit, { maxLength: 5 }),
});
export type Town = typeof anyTown extends fc.Arbitrary<infer T> ? T : never;

function containers(ports: readonly { containerPort: number; name?: string; protocol?: 'UDP' | 'SCTP' }[]) {
  return [{ name: 'app', image: 'nginx', ports: [...ports] }];
}

const shopContainers = containers([
  { name: 'web', containerPort: 8080 },
  { containerPort: 5353, protocol: 'UDP' },
  { containerPort: 36412, protocol: 'SCTP' },
]);

function serviceOf(each: Town['services'][number], index: number): Service {
  const name = `shop-${index}`;
  if (each.type === 'ExternalName') {
    const { ports: _, selector: __, ...rest } = service(name).spec;
    return {
      ...service(name),
      spec: { ...rest, type: 'ExternalName', externalName: 'pay.example.com' },
    } as Service;
  }
  const isOpen = each.type === 'NodePort' || each.type === 'LoadBalancer' || each.externalIP !== null;
  const isBalanced = each.type === 'LoadBalancer';
  const { selector: _, ...base } = service(name).spec;
  return {
    ...service(name),
    spec: {
      ...base,
      ...(each.isWithoutSelector ? {} : { selector: { app: 'shop' } }),
      type: each.type === 'headless' ? 'ClusterIP' : (each.type as NonNullable<ServiceSpec['type']>),
      ports: each.ports,
      ...(each.type === 'headless' ? { clusterIP: 'None' } : {}),
      internalTrafficPolicy: each.internalTrafficPolicy,
      ...(each.isDualStack ? { ipFamilyPolicy: 'PreferDualStack' as const } : {}),
      sessionAffinity: each.hasAffinity && each.type !== 'headless' ? 'ClientIP' : 'None',
      publishNotReadyAddresses: each.publishNotReadyAddresses,
      ...(isOpen && each.type !== 'headless' ? { externalTrafficPolicy: each.externalTrafficPolicy } : {}),
      ...(each.externalIP === null ? {} : { externalIPs: [each.externalIP] }),
      ...(isBalanced && each.sourceRange !== null ? { loadBalancerSourceRanges: [each.sourceRange] } : {}),
      ...(isBalanced ? { allocateLoadBalancerNodePorts: each.hasNodePorts } : {}),
      ...(each.trafficDistribution === null ? {} : { trafficDistribution: each.trafficDistribution }),
    },
  };
}

function sliceOf(each: Town['slices'][number], name: string): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace: 'default',
      name,
      labels: { 'kubernetes.io/service-name': `shop-${each.service}` },
    },
    addressType: 'IPv4',
    endpoints: each.addresses.map((address) => ({
      addresses: [address],
      ...(each.nodeName === null ? {} : { nodeName: each.nodeName }),
      conditions: { ready: each.ready, terminating: each.terminating },
    })),
    ports: each.port === null ? [] : [{ name: '', port: each.port, protocol: 'TCP' }],
  };
}

function policyOf(spec: NetworkPolicy['spec']): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'walls', namespace: 'default' },
    spec,
  };
}

const SENDERS = [
  { kind: 'Pod', name: 'web' },
  { kind: 'Client', name: 'visitor' },
  { kind: 'Deployment', name: 'shop' },
  { kind: 'Pod', name: 'host' },
  { kind: 'Node', name: 'node-0' },
];

const visitorOfIngress = traffic('ingress', {
  from: { kind: 'Client', name: 'visitor' },
  url: 'http://192.168.1.11:30001/',
  host: 'shop.example.com',
  connection: 'KeepAlive',
});

function proxyConfiguration(mode: string): KubernetesObject {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    mode,
  } as KubernetesObject;
}

/** Where a request goes: to a Service by name, or to an address that may or may not be one of its. */
function destinationOf({ to, isByAddress }: Town['traffic'][number], services: number) {
  const urls = [
    'http://192.168.1.11:30086/',
    'http://10.96.0.81/',
    'http://192.0.2.40/',
    'http://10.244.1.2:8080/',
    'ping://10.96.0.81',
    'http://localhost:30086/',
  ];
  return isByAddress ? { url: urls[to]! } : { service: { name: `shop-${to % services}` } };
}

/** The cluster at rest. */
export function build(town: Town, options: SimulationOptions = {}): Simulation {
  const cidrs = serviceCIDRs[town.families];
  const objects: KubernetesObject[] = [
    proxyConfiguration(town.mode),
    ...(cidrs === null ? [] : [clusterServiceCIDR(cidrs)]),
    ...(town.hasIngress ? [...ingress(), visitorOfIngress] : []),
    ...Array.from({ length: town.nodes }, (_, n) => node(`node-${n}`, {}, { [ZONE]: ZONES[n % 2]! })),
    deployment('shop', town.replicas, {
      template: { metadata: { labels: { app: 'shop' } }, spec: { containers: shopContainers } },
    }),
    pod('web'),
    ...(town.hasHostPod ? [pod('host', 'shop', { hostNetwork: true })] : []),
    client('visitor'),
    outsideServer('pay', 'pay.example.com'),
    ...(town.cloud === null ? [] : [cloudProvider({ provisioningSeconds: 1, ipMode: town.cloud })]),
    ...(town.policy === null ? [] : [policyOf(town.policy)]),
    ...town.services.map(serviceOf),
    ...town.slices.map((each, index) => sliceOf(each, `slice-${index}`)),
    ...town.traffic.map((each, index) =>
      traffic(`traffic-${index}`, {
        from: SENDERS[each.from]!,
        ...destinationOf(each, town.services.length),
        connection: each.connection,
        requestsPerSecond: 1,
        timeoutSeconds: 4,
      }),
    ),
  ];
  return cluster(objects, town.seed, options);
}

const edits: Readonly<
  Record<string, (simulation: Simulation, edit: Town['edits'][number], step: number) => void>
> = {
  wait: () => {},
  ask: (simulation, { index }) => {
    const from = index % 2 === 0 ? clientKey('visitor') : podKey('web');
    sendRequest(simulation, { from, service: { name: `shop-${index % 3}` }, timeoutSeconds: 3 });
  },
  'delete a Pod': (simulation, { index }) => withPod(simulation, index, (key) => remove(simulation, key)),
  'delete a Pod at once': (simulation, { index }) =>
    withPod(simulation, index, (key) => remove(simulation, key, 0)),
  'make a Pod unready': (simulation, { index }) =>
    withPod(simulation, index, (key) =>
      edit<Pod>(simulation, key, (object) => ({
        ...object,
        metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
      })),
    ),
  scale: (simulation, { index }) =>
    edit(simulation, 'Deployment.apps/default/shop', (object) => ({
      ...object,
      spec: { ...(object as unknown as { spec: object }).spec, replicas: index % 4 },
    })),
  'change a type': (simulation, { index }) => {
    const key = `Service/default/shop-${index % 3}`;
    const found = simulation.byKind.Service.get(key);
    if (found === undefined || found.spec.clusterIP === 'None') return;
    const types = ['ClusterIP', 'NodePort', 'LoadBalancer'] as const;
    edit<Service>(simulation, key, (object) => ({
      ...object,
      spec: { ...object.spec, type: types[index % 3]! },
    }));
  },
  'delete a Service': (simulation, { index }) => remove(simulation, `Service/default/shop-${index % 3}`),
  'add a slice': (simulation, { slice }, step) => create(simulation, sliceOf(slice, `late-${step}`)),
  'delete a slice': (simulation, { index }) => {
    const keys = [...simulation.byKind.EndpointSlice.keys()]
      .filter((key) => key.includes('/default/'))
      .sort();
    if (keys.length > 0) remove(simulation, keys[index % keys.length]!);
  },
  'add a Node': (simulation, _, step) => create(simulation, node(`late-${step}`)),
  'delete a Node': (simulation, { index }) => remove(simulation, `Node//node-${index % 3}`),
  'break a Node': (simulation, { index }) => breakNode(simulation, index),
  'change the mode': (simulation, { index }) => {
    const mode = (['iptables', 'nftables', 'ipvs'] as const)[index % 3]!;
    const key = objectKey(proxyConfiguration(mode));
    if (simulation.objects.has(key))
      edit(simulation, key, (object) => ({ ...object, mode }) as KubernetesObject);
  },
  'change the policy': (simulation, { policy }) => {
    const walls = policyOf(policy);
    const key = objectKey(walls);
    if (simulation.objects.has(key)) remove(simulation, key);
    else create(simulation, walls);
  },
};

function withPod(simulation: Simulation, index: number, act: (key: ObjectKey) => void): void {
  const pods = podsOf(simulation, 'shop');
  if (pods.length > 0) act(podKey(pods[index % pods.length]!.metadata.name));
}

/** All that happens while the town's edits are made, and in the seconds after them. */
export function playOut(simulation: Simulation, town: Town, afterMs = 5000): SimulationEvent[] {
  const events: SimulationEvent[] = [];
  town.edits.forEach((each, step) => {
    events.push(...run(simulation, each.ms));
    edits[each.what]!(simulation, each, step);
  });
  events.push(...run(simulation, afterMs));
  return events;
}
