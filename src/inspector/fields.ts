/** The form of each kind as a table: Kubernetes' field names, the control for each, and one sentence of help. */
import type { Kind, ObjectsByKind } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
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
      control: toggle('cordoned', 'takes new Pods'),
      help: 'A cordoned Node keeps its Pods and gets no new ones (kubectl cordon).',
    },
    {
      label: 'topology.kubernetes.io/zone',
      path: ['metadata', 'labels', 'topology.kubernetes.io/zone'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: 'zone-a' },
      help: 'The label that says in which zone the Node stands.',
      isWide: true,
    },
    {
      label: 'podCIDR',
      path: ['spec', 'podCIDR'],
      control: fixed,
      help: 'The addresses that Pods on this Node get.',
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
      help: 'Which addresses the slice holds.',
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
      help: 'Its address on the internet.',
    },
    {
      label: 'ipv6Address',
      path: ['spec', 'ipv6Address'],
      control: address,
      help: 'Its IPv6 address, in a cluster that has IPv6. None: it has IPv4 only.',
    },
  ],
  OutsideServer: [
    {
      label: 'hostname',
      path: ['spec', 'hostname'],
      control: { type: 'text', codec: plainText, isMono: true },
      help: 'The DNS name under which the whole internet finds it.',
    },
    {
      label: 'acceptsAnyHost',
      path: ['spec', 'acceptsAnyHost'],
      control: toggle('any Host', 'its own names'),
      help: 'Whether it answers requests for any Host. Otherwise it knows only its own name: an alias gets 404.',
    },
    {
      label: 'ports',
      path: ['spec', 'ports'],
      control: { type: 'text', codec: listeningPorts, isMono: true, placeholder: '80, 443' },
      help: 'Ports on which it listens: 80, 443, 53/UDP.',
    },
    {
      label: 'address',
      path: ['spec', 'address'],
      control: address,
      help: 'Its address on the internet.',
    },
    {
      label: 'ipv6Address',
      path: ['spec', 'ipv6Address'],
      control: address,
      help: 'Its IPv6 address, in a cluster that has IPv6. None: it has IPv4 only.',
    },
  ],
  Traffic: trafficFields,
  CloudProvider: [
    {
      label: 'addressPool',
      path: ['spec', 'addressPool'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: '192.0.2.0/24' },
      help: 'From which addresses load balancers get theirs.',
    },
    {
      label: 'provisioningSeconds',
      path: ['spec', 'provisioningSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '3' },
      help: 'How long a new load balancer takes.',
    },
    {
      label: 'ipMode',
      path: ['spec', 'ipMode'],
      control: { type: 'select', options: () => ipModes, absent: 'default (VIP)' },
      help: 'VIP passes packets on as they are. Proxy opens connections of its own to nodePorts.',
    },
    {
      label: 'healthCheckIntervalSeconds',
      path: ['spec', 'healthCheckIntervalSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '5' },
      help: 'How often a load balancer checks each node.',
    },
    {
      label: 'unhealthyThreshold',
      path: ['spec', 'unhealthyThreshold'],
      control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '2' },
      help: 'After how many failed checks in a row a node gets no new connections.',
    },
  ],
};

/** The rows for one object, without those that mean nothing for it as it is. */
export function fieldsOf(object: KubernetesObject): FieldDefinition[] {
  const rows = (fields as unknown as Record<string, FieldDefinition[] | undefined>)[object.kind] ?? [];
  return rows.filter((row) => row.isShown?.(object) ?? true);
}
