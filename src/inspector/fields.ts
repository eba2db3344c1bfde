/** The form of each kind as a table: Kubernetes' field names, the control for each, and one sentence of help. */
import type { Kind, ObjectsByKind } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { listeningPorts, plainText, wholeNumber } from './codecs.ts';
import {
  address,
  type FieldDefinition,
  type Fields,
  fixed,
  metadataLabels,
  toggle,
} from './fieldDefinition.ts';
import { networkPolicyFields } from './networkPolicyFields.ts';
import {
  daemonSetFields,
  deploymentFields,
  jobFields,
  podFields,
  replicaSetFields,
  replicationControllerFields,
  statefulSetFields,
} from './podFields.ts';
import {
  gatewayClassFields,
  gatewayFields,
  httpRouteFields,
  ingressClassFields,
  ingressFields,
} from './routingFields.ts';
import { serviceFields } from './serviceFields.ts';
import { trafficFields } from './trafficFields.ts';

const ipModes = ['VIP', 'Proxy'].map((value) => ({ value, label: value }));

export const fields: { readonly [K in Kind]: Fields<ObjectsByKind[K]> } = {
  Namespace: [metadataLabels],
  Node: [
    {
      label: 'unschedulable',
      path: ['spec', 'unschedulable'],
      control: toggle('cordoned', 'takesNewPods'),
      get help() {
        return t('aCordonedNodeKeepsItsPods');
      },
    },
    {
      label: 'topology.kubernetes.io/zone',
      path: ['metadata', 'labels', 'topology.kubernetes.io/zone'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: 'zone-a' },
      get help() {
        return t('theLabelThatSaysInWhich');
      },
      isWide: true,
    },
    {
      label: 'podCIDR',
      path: ['spec', 'podCIDR'],
      control: fixed,
      get help() {
        return t('theAddressesThatPodsOnThis');
      },
    },
  ],
  Pod: podFields,
  Deployment: deploymentFields,
  ReplicaSet: replicaSetFields,
  ReplicationController: replicationControllerFields,
  StatefulSet: statefulSetFields,
  DaemonSet: daemonSetFields,
  Job: jobFields,
  Service: serviceFields,
  EndpointSlice: [
    {
      label: 'addressType',
      path: ['addressType'],
      control: fixed,
      get help() {
        return t('whichAddressesTheSliceHolds');
      },
    },
    metadataLabels,
  ],
  NetworkPolicy: networkPolicyFields,
  Ingress: ingressFields,
  IngressClass: ingressClassFields,
  GatewayClass: gatewayClassFields,
  Gateway: gatewayFields,
  HTTPRoute: httpRouteFields,
  Client: [
    {
      label: 'address',
      path: ['spec', 'address'],
      control: address,
      get help() {
        return t('itsAddressOnTheInternet');
      },
    },
    {
      label: 'ipv6Address',
      path: ['spec', 'ipv6Address'],
      control: address,
      get help() {
        return t('itsIPv6AddressInACluster');
      },
    },
  ],
  OutsideServer: [
    {
      label: 'hostname',
      path: ['spec', 'hostname'],
      control: { type: 'text', codec: plainText, isMono: true },
      get help() {
        return t('theDNSNameUnderWhichThe');
      },
    },
    {
      label: 'acceptsAnyHost',
      path: ['spec', 'acceptsAnyHost'],
      control: toggle('anyHost', 'itsOwnNames'),
      get help() {
        return t('whetherItAnswersRequestsForAny');
      },
    },
    {
      label: 'ports',
      path: ['spec', 'ports'],
      control: { type: 'text', codec: listeningPorts, isMono: true, placeholder: '80, 443' },
      get help() {
        return t('portsOnWhichItListens80');
      },
    },
    {
      label: 'address',
      path: ['spec', 'address'],
      control: address,
      get help() {
        return t('itsAddressOnTheInternet');
      },
    },
    {
      label: 'ipv6Address',
      path: ['spec', 'ipv6Address'],
      control: address,
      get help() {
        return t('itsIPv6AddressInACluster');
      },
    },
  ],
  Traffic: trafficFields,
  CloudProvider: [
    {
      label: 'addressPool',
      path: ['spec', 'addressPool'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: '192.0.2.0/24' },
      get help() {
        return t('fromWhichAddressesLoadBalancersGet');
      },
    },
    {
      label: 'provisioningSeconds',
      path: ['spec', 'provisioningSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '3' },
      get help() {
        return t('howLongANewLoadBalancer');
      },
    },
    {
      label: 'ipMode',
      path: ['spec', 'ipMode'],
      control: { type: 'select', options: () => ipModes, absent: 'default (VIP)' },
      get help() {
        return t('vIPPassesPacketsOnAsThey');
      },
    },
    {
      label: 'healthCheckIntervalSeconds',
      path: ['spec', 'healthCheckIntervalSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '5' },
      get help() {
        return t('howOftenALoadBalancerChecks');
      },
    },
    {
      label: 'unhealthyThreshold',
      path: ['spec', 'unhealthyThreshold'],
      control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '2' },
      get help() {
        return t('afterHowManyFailedChecksIn');
      },
    },
  ],
};

/** The rows for one object, without those that mean nothing for it as it is. */
export function fieldsOf(object: KubernetesObject): FieldDefinition[] {
  const rows = (fields as unknown as Record<string, FieldDefinition[] | undefined>)[object.kind] ?? [];
  return rows.filter((row) => row.isShown?.(object) ?? true);
}
