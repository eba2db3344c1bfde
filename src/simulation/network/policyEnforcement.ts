/**
 * Where packets meet NetworkPolicies: on the Pod's own node, in the FORWARD chain, as plug-ins that filter with iptables
 * do (Calico). That is after kube-proxy's DNAT and before the node's own masquerade: rules meet the addresses of Pods,
 * never ClusterIPs, and the source as it came to this node. Simplified: the chains that a plug-in writes are not printed;
 * established connections go on whatever the policies say by then.
 */
import { keyOfKind } from '../../kubernetes/kinds.ts';
import type { NetworkPolicy, PolicyType } from '../../kubernetes/networkPolicy.ts';
import { rulesText } from '../../kubernetes/networkPolicyText.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Decision, Header, Hop, PlaceKey } from '../events.ts';
import type { Simulation } from '../state.ts';
import { createPolicySet, type Judgement, judge, type Peer, type PolicySet } from './networkPolicy.ts';
import type { NodePlace, PodPlace } from './places.ts';
import { lazyRule } from './rule.ts';
import type { EndpointInfo } from './serviceTable.ts';
import { endPacket } from './wire.ts';

type Details = NonNullable<Decision['details']>;

/** Which policy lets a packet through; nothing when nobody asked. */
export type Admission = { readonly allowedBy: string } | undefined;

/** The set after a change of one policy; null without any, so that packets need not ask. */
export function withPolicy(
  policies: PolicySet | null,
  key: ObjectKey,
  policy: NetworkPolicy | null,
): PolicySet | null {
  const byKey = new Map(policies?.byKey);
  if (policy === null) byKey.delete(key);
  else byKey.set(key, policy);
  return byKey.size === 0 ? null : createPolicySet(byKey);
}

/** A packet on its way out is on the Pod's node, and kube-proxy has picked the endpoint, if any. Null when it ends here. */
export function letOut(
  simulation: Simulation,
  policies: PolicySet,
  node: NodePlace,
  hop: Hop,
  endpoint: Pick<EndpointInfo, 'ip' | 'port'> | null,
): Admission | null {
  const place = simulation.network.places.get(hop.from);
  const header = hop.after;
  const destination = endpoint?.ip ?? header.destination;
  const destinationPort = endpoint?.port ?? header.destinationPort;
  if (place?.kind !== 'Pod' || place.isHostNetwork || isSelfOrNode(simulation, place, destination))
    return undefined;
  const pod = simulation.byKind.Pod.get(place.key);
  if (pod === undefined || isEstablished(simulation, hop, destination)) return undefined;
  const peer = peerAt(simulation, destination);
  const port = { protocol: header.protocol, port: destinationPort };
  const judgement = judge(policies, pod, 'Egress', peer, port);
  if (judgement.verdict === 'allow') return admissionOf(judgement);
  const after: Header = { ...header, destination, destinationPort };
  stop(simulation, node.key, hop, after, 'Egress', pod, peer, judgement);
  return null;
}

/** A packet on its way in is before the Pod, from its node. Null when it ends here. */
export function letIn(
  simulation: Simulation,
  policies: PolicySet,
  place: PodPlace,
  hop: Hop,
): Admission | null {
  if (place.isHostNetwork) return undefined;
  const { source } = hop.before;
  if (isSelfOrNode(simulation, place, source)) return undefined;
  const pod = simulation.byKind.Pod.get(place.key);
  if (pod === undefined || isEstablished(simulation, hop, hop.after.destination)) return undefined;
  const { protocol, destinationPort } = hop.after;
  const peer = peerAt(simulation, source);
  const judgement = judge(policies, pod, 'Ingress', peer, { protocol, port: destinationPort });
  if (judgement.verdict === 'allow') return admissionOf(judgement);
  stop(simulation, place.key, hop, hop.after, 'Ingress', pod, peer, judgement);
  return null;
}

/** A Pod always reaches itself, and it and its own node reach each other: no policy can forbid that. */
function isSelfOrNode({ network }: Simulation, pod: PodPlace, address: string): boolean {
  const other = network.addresses.get(address);
  return other !== undefined && (other === pod || other.key === pod.node);
}

/** Whether it belongs to a connection that this receiver has taken: its first packet was let through. */
function isEstablished({ network }: Simulation, { packetKind, requestId }: Hop, receiver: string): boolean {
  if (packetKind !== 'request') return false;
  return network.requests.get(requestId)?.connection?.served?.destination === receiver;
}

function peerAt({ network, byKind }: Simulation, address: string): Peer {
  const place = network.addresses.get(address);
  const pod = place?.kind === 'Pod' ? (byKind.Pod.get(place.key) ?? null) : null;
  const namespace = byKind.Namespace.get(keyOfKind('Namespace', '', pod?.metadata.namespace ?? ''));
  return { address, pod, namespace };
}

function admissionOf({ policy }: Judgement): Admission {
  return policy === null ? undefined : { allowedBy: policy.metadata.name };
}

/** Nothing is sent back, so the sender waits until it gives up. */
function stop(
  simulation: Simulation,
  place: PlaceKey,
  hop: Hop,
  after: Header,
  direction: PolicyType,
  pod: Pod,
  peer: Peer,
  { isolatedBy }: Judgement,
): void {
  const { protocol, destinationPort } = after;
  const names = isolatedBy.map(({ metadata }) => metadata.name).sort();
  const other = peer.pod === null ? peer.address : `${peer.address} (${nameOf(peer.pod)})`;
  const details: Details = {
    direction,
    pod: nameOf(pod),
    policies: names.join(', '),
    peer: other,
    isMasqueraded: direction === 'Ingress' && isMasqueraded(simulation, hop, peer.address),
    protocol,
    port: destinationPort,
  };
  const rule = lazyRule('podNetwork', () => ({
    chain: `NetworkPolicy ${direction.toLowerCase()}`,
    text: [
      ...isolatedBy.map((policy) => `${policy.metadata.name}: ${rulesText(policy, direction)}`),
      'else: drop',
    ].join('\n'),
  }));
  endPacket(simulation, hop, place, 'dropped', hop.after, rule, 'PolicyDenied', details, after);
}

/** Whether the source is not the one that the sender wrote. */
function isMasqueraded({ network }: Simulation, { requestId }: Hop, source: string): boolean {
  const sent = network.requests.get(requestId)?.header;
  return sent !== undefined && sent !== null && sent.source !== source;
}

function nameOf({ metadata: { namespace, name } }: Pod): string {
  return `${namespace}/${name}`;
}
