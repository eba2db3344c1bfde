/** The form of a Service. */
import type { Service, ServicePort } from '../kubernetes/service.ts';
import { isExternallyAccessible } from '../kubernetes/serviceTraits.ts';
import { plainText, textList, wholeNumber } from './codecs.ts';
import { address, choices, type Fields, labels, metadataLabels, toggle } from './fieldDefinition.ts';

const isExternalName = (service: Service) => service.spec.type === 'ExternalName';

export const serviceFields: Fields<Service> = [
  {
    label: 'type',
    path: ['spec', 'type'],
    control: choices('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    help: 'Each type contains the one before: a NodePort has a cluster IP, a LoadBalancer has node ports. ExternalName is only a DNS alias.',
  },
  {
    label: 'externalName',
    path: ['spec', 'externalName'],
    control: { type: 'text', codec: plainText, isMono: true, placeholder: 'pay.example.com' },
    help: 'The DNS name that the Service’s own name is an alias for (CNAME).',
    isShown: isExternalName,
    isQuick: true,
  },
  {
    label: 'externalTrafficPolicy',
    path: ['spec', 'externalTrafficPolicy'],
    control: choices('Cluster', 'Local'),
    help: 'Local sends outside traffic only to Pods on the Node where it arrived, and keeps the source address.',
    isShown: isExternallyAccessible,
    isQuick: true,
  },
  {
    label: 'internalTrafficPolicy',
    path: ['spec', 'internalTrafficPolicy'],
    control: choices('Cluster', 'Local'),
    help: 'Local sends traffic from inside only to Pods on the sender’s own Node.',
    isShown: (service) => !isExternalName(service),
  },
  {
    label: 'sessionAffinity',
    path: ['spec', 'sessionAffinity'],
    control: choices('None', 'ClientIP'),
    help: 'ClientIP sends all connections of one source address to the same Pod.',
    isShown: (service) => !isExternalName(service),
    isQuick: true,
  },
  {
    label: 'timeoutSeconds',
    path: ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
    control: { type: 'number', codec: wholeNumber, lowest: 1, highest: 86_400, step: 60 },
    help: 'How long an idle source address keeps its Pod.',
    isShown: (service) => service.spec.sessionAffinity === 'ClientIP',
  },
  {
    label: 'selector',
    path: ['spec', 'selector'],
    control: labels,
    help: 'Pods with all of these labels are behind the Service.',
    isShown: (service) => !isExternalName(service),
    isQuick: true,
  },
  {
    label: 'port → targetPort',
    path: ['spec', 'ports'],
    control: { type: 'servicePorts' },
    help: 'The Service’s own port, and the port of the Pod (a number, or the name of a container port).',
    isShown: (service) => !isExternalName(service),
    isQuick: true,
    isWide: true,
  },
  {
    label: 'clusterIP',
    path: ['spec', 'clusterIP'],
    control: address,
    help: 'The virtual address; None makes the Service headless. Fixed once it is set.',
    alsoAbout: ['spec.clusterIPs'],
    isShown: (service) => !isExternalName(service),
  },
  {
    label: 'ipFamilyPolicy',
    path: ['spec', 'ipFamilyPolicy'],
    control: choices('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    help: 'Whether it has an address of one IP family or of two. A cluster has two when its ServiceCIDR names two ranges.',
    isShown: (service) => !isExternalName(service),
    change: withFamilyPolicy,
  },
  {
    label: 'ipFamilies',
    path: ['spec', 'ipFamilies'],
    control: { type: 'text', codec: textList, isMono: true, placeholder: 'IPv4, IPv6' },
    help: 'Its IP families, the primary one first. The primary one cannot be changed once it is set.',
    isShown: (service) => !isExternalName(service),
  },
  {
    label: 'publishNotReadyAddresses',
    path: ['spec', 'publishNotReadyAddresses'],
    control: toggle('all Pods', 'ready Pods only'),
    help: 'Whether Pods that are not ready are endpoints too.',
    isWide: true,
  },
  {
    label: 'loadBalancerSourceRanges',
    path: ['spec', 'loadBalancerSourceRanges'],
    control: { type: 'text', codec: textList, isMono: true, placeholder: '203.0.113.0/24' },
    help: 'Only clients from these ranges may use the load balancer. Empty means everybody.',
    isShown: (service) => service.spec.type === 'LoadBalancer',
    isWide: true,
  },
  metadataLabels,
];

/** The families and addresses follow from the policy: from one to two the API server adds, back to one it takes away. */
function withFamilyPolicy(service: Service, value: unknown): Service {
  const ipFamilyPolicy = value as NonNullable<Service['spec']['ipFamilyPolicy']>;
  return { ...service, spec: { ...service.spec, ipFamilyPolicy } };
}

/** A further port: the first free well-known number, named, because several ports need names. */
export function addPort(ports: readonly ServicePort[]): ServicePort[] {
  const free = [80, 443, 8080, 9090].find((port) => ports.every((other) => other.port !== port)) ?? 10_000;
  const named = ports.map((port, index) => ({ ...port, name: port.name ?? `port-${index + 1}` }));
  const added: ServicePort = { port: free };
  return ports.length === 0 ? [added] : [...named, { ...added, name: `port-${ports.length + 1}` }];
}
