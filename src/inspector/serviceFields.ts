/** The form of a Service. */
import type { Service, ServicePort } from '../kubernetes/service.ts';
import { isExternallyAccessible } from '../kubernetes/serviceTraits.ts';
import { t } from '../messages/inspector.ts';
import { plainText, textList, wholeNumber } from './codecs.ts';
import { address, choices, type Fields, labels, metadataLabels, toggle } from './fieldDefinition.ts';

const isExternalName = (service: Service) => service.spec.type === 'ExternalName';

export const serviceFields: Fields<Service> = [
  {
    label: 'type',
    path: ['spec', 'type'],
    control: choices('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    get help() {
      return t('eachTypeContainsTheOneBefore');
    },
  },
  {
    label: 'externalName',
    path: ['spec', 'externalName'],
    control: { type: 'text', codec: plainText, isMono: true, placeholder: 'pay.example.com' },
    get help() {
      return t('theDNSNameThatTheServices');
    },
    isShown: isExternalName,
    isQuick: true,
  },
  {
    label: 'externalTrafficPolicy',
    path: ['spec', 'externalTrafficPolicy'],
    control: choices('Cluster', 'Local'),
    get help() {
      return t('localSendsOutsideTrafficOnlyTo');
    },
    isShown: isExternallyAccessible,
    isQuick: true,
  },
  {
    label: 'internalTrafficPolicy',
    path: ['spec', 'internalTrafficPolicy'],
    control: choices('Cluster', 'Local'),
    get help() {
      return t('localSendsTrafficFromInsideOnly');
    },
    isShown: (service) => !isExternalName(service),
  },
  {
    label: 'sessionAffinity',
    path: ['spec', 'sessionAffinity'],
    control: choices('None', 'ClientIP'),
    get help() {
      return t('clientIPSendsAllConnectionsOfOne');
    },
    isShown: (service) => !isExternalName(service),
    isQuick: true,
  },
  {
    label: 'timeoutSeconds',
    path: ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
    control: { type: 'number', codec: wholeNumber, lowest: 1, highest: 86_400, step: 60 },
    get help() {
      return t('howLongAnIdleSourceAddress');
    },
    isShown: (service) => service.spec.sessionAffinity === 'ClientIP',
  },
  {
    label: 'selector',
    path: ['spec', 'selector'],
    control: labels,
    get help() {
      return t('podsWithAllOfTheseLabels');
    },
    isShown: (service) => !isExternalName(service),
    isQuick: true,
  },
  {
    label: 'port → targetPort',
    path: ['spec', 'ports'],
    control: { type: 'servicePorts' },
    get help() {
      return t('theServicesOwnPortAndThe');
    },
    isShown: (service) => !isExternalName(service),
    isQuick: true,
    isWide: true,
  },
  {
    label: 'clusterIP',
    path: ['spec', 'clusterIP'],
    control: address,
    get help() {
      return t('theVirtualAddressNoneMakesThe');
    },
    alsoAbout: ['spec.clusterIPs'],
    isShown: (service) => !isExternalName(service),
  },
  {
    label: 'ipFamilyPolicy',
    path: ['spec', 'ipFamilyPolicy'],
    control: choices('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    get help() {
      return t('whetherItHasAnAddressOf');
    },
    isShown: (service) => !isExternalName(service),
    change: withFamilyPolicy,
  },
  {
    label: 'ipFamilies',
    path: ['spec', 'ipFamilies'],
    control: { type: 'text', codec: textList, isMono: true, placeholder: 'IPv4, IPv6' },
    get help() {
      return t('itsIPFamiliesThePrimaryOne');
    },
    isShown: (service) => !isExternalName(service),
  },
  {
    label: 'publishNotReadyAddresses',
    path: ['spec', 'publishNotReadyAddresses'],
    control: toggle('allPods', 'readyPodsOnly'),
    get help() {
      return t('whetherPodsThatAreNotReady');
    },
    isWide: true,
  },
  {
    label: 'loadBalancerSourceRanges',
    path: ['spec', 'loadBalancerSourceRanges'],
    control: { type: 'text', codec: textList, isMono: true, placeholder: '203.0.113.0/24' },
    get help() {
      return t('onlyClientsFromTheseRangesMay');
    },
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
