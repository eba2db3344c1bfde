/**
 * What NetworkPolicies say about one connection. Models networking.k8s.io/v1 as plug-ins that enforce it do (Calico's
 * policy chains, kube-network-policies): a Pod that some policy selects for a direction is isolated in it, and then only
 * what one rule of one of these policies allows gets through. Simplified: an ipBlock looks at the address alone, so it
 * matches Pods too (so does Calico; Cilium does not).
 */
import { rangeMatcher } from '../../kubernetes/ip.ts';
import { matchesSelector } from '../../kubernetes/labelSelector.ts';
import type { Namespace } from '../../kubernetes/namespace.ts';
import {
  isolates,
  type NetworkPolicy,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
  type PolicyRule,
  type PolicyType,
  rulesOf,
  selectsPod,
} from '../../kubernetes/networkPolicy.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Header } from '../events.ts';

/** The other end of a connection, as the packet shows it at the Pod. */
export interface Peer {
  readonly address: string;
  /** The Pod that has this address; null for everybody else, also for Pods on their node's own network. */
  readonly pod: Pod | null;
  /** The Namespace of that Pod. */
  readonly namespace: Namespace | undefined;
}

/** What is connected to. ICMP knows no ports. */
export interface Port {
  readonly protocol: Header['protocol'];
  readonly port: number;
}

export interface Judgement {
  readonly verdict: 'allow' | 'deny';
  /** The first policy with a rule that allows it. */
  readonly policy: NetworkPolicy | null;
  /** The policies that select the Pod for this direction; without one nothing is asked and everything allowed. */
  readonly isolatedBy: readonly NetworkPolicy[];
}

/** All policies. A change makes a new set; what was found out about a Pod holds for as long as both are the same. */
export interface PolicySet {
  readonly byKey: ReadonlyMap<ObjectKey, NetworkPolicy>;
  readonly compiled: WeakMap<Pod, CompiledPod>;
}

/** By direction: the policies that isolate the Pod, and a test for each. */
type CompiledPod = Readonly<Record<PolicyType, Isolation>>;

interface Isolation {
  readonly policies: readonly NetworkPolicy[];
  readonly tests: readonly Test[];
}

/** `destination` is the Pod whose ports may be called by name. */
type Test = (peer: Peer, port: Port, destination: Pod | null) => boolean;

export function createPolicySet(byKey: ReadonlyMap<ObjectKey, NetworkPolicy>): PolicySet {
  return { byKey, compiled: new WeakMap() };
}

/** Whether a connection may come into the Pod from the peer, or go out of it to the peer. */
export function judge(
  policies: PolicySet,
  pod: Pod,
  direction: PolicyType,
  peer: Peer,
  port: Port,
): Judgement {
  const { policies: isolatedBy, tests } = compiledFor(policies, pod)[direction];
  if (isolatedBy.length === 0) return { verdict: 'allow', policy: null, isolatedBy };
  const destination = direction === 'Ingress' ? pod : peer.pod;
  const index = tests.findIndex((allows) => allows(peer, port, destination));
  return { verdict: index < 0 ? 'deny' : 'allow', policy: isolatedBy[index] ?? null, isolatedBy };
}

function compiledFor({ byKey, compiled }: PolicySet, pod: Pod): CompiledPod {
  let found = compiled.get(pod);
  if (found === undefined) {
    const selecting = [...byKey.values()].filter((policy) => selectsPod(policy, pod));
    found = { Ingress: compile(selecting, 'Ingress'), Egress: compile(selecting, 'Egress') };
    compiled.set(pod, found);
  }
  return found;
}

function compile(selecting: readonly NetworkPolicy[], direction: PolicyType): Isolation {
  const policies = selecting.filter((policy) => isolates(policy, direction));
  return { policies, tests: policies.map((policy) => policyTest(policy, direction)) };
}

function policyTest(policy: NetworkPolicy, direction: PolicyType): Test {
  const { namespace } = policy.metadata;
  const tests = rulesOf(policy, direction).map((rule) => ruleTest(rule, namespace));
  return (peer, port, destination) => tests.some((allows) => allows(peer, port, destination));
}

/** An empty list of peers or of ports means all of them. */
function ruleTest({ peers, ports }: PolicyRule, namespace: string | undefined): Test {
  const peerTests = peers.map((peer) => peerTest(peer, namespace));
  return (peer, port, destination) =>
    (peerTests.length === 0 || peerTests.some((matches) => matches(peer))) &&
    (ports.length === 0 || ports.some((wanted) => matchesPort(wanted, port, destination)));
}

function peerTest(wanted: NetworkPolicyPeer, own: string | undefined): (peer: Peer) => boolean {
  const { podSelector, namespaceSelector, ipBlock } = wanted;
  if (ipBlock) {
    const isInside = rangeMatcher([ipBlock.cidr]);
    const isExcepted = rangeMatcher(ipBlock.except ?? []);
    return ({ address }) => isInside(address) && !isExcepted(address);
  }
  return ({ pod, namespace }) => {
    if (pod === null) return false;
    const isInNamespace = namespaceSelector
      ? namespace !== undefined && matchesSelector(namespaceSelector, namespace)
      : pod.metadata.namespace === own;
    return isInNamespace && (!podSelector || matchesSelector(podSelector, pod));
  };
}

function matchesPort(wanted: NetworkPolicyPort, { protocol, port }: Port, destination: Pod | null): boolean {
  if ((wanted.protocol ?? 'TCP') !== protocol) return false;
  if (wanted.port === undefined) return true;
  if (typeof wanted.port === 'number') return wanted.port <= port && port <= (wanted.endPort ?? wanted.port);
  return destination !== null && hasPortNamed(destination, wanted.port, protocol, port);
}

/** Whether a container of the Pod calls this port so. Init containers count when they stay as sidecars. */
function hasPortNamed({ spec }: Pod, name: string, protocol: string, port: number): boolean {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...spec.containers, ...sidecars].some(({ ports }) =>
    ports?.some(
      (declared) =>
        declared.name === name &&
        declared.containerPort === port &&
        (declared.protocol ?? 'TCP') === protocol,
    ),
  );
}
