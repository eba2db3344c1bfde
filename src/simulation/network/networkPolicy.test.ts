import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import type { Namespace } from '../../kubernetes/namespace.ts';
import {
  type IPBlock,
  type NetworkPolicy,
  type NetworkPolicyPeer,
  type NetworkPolicyPort,
  networkPolicyRow,
  type PolicyType,
} from '../../kubernetes/networkPolicy.ts';
import { type KubernetesObject, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod, Protocol } from '../../kubernetes/pod.ts';
import { namespace, pod } from '../../testing/cluster.ts';
import { createPolicySet, judge, type Peer, type Port } from './networkPolicy.ts';

// A reading of the API's documentation, sentence by sentence, that shares nothing with what it checks.

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

function labelsMatch(selector: Selector, { metadata }: KubernetesObject): boolean {
  const labels = metadata.labels ?? {};
  const asExpressions = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return [...asExpressions, ...(selector.matchExpressions ?? [])].every(({ key, operator, values }) => {
    const has = Object.hasOwn(labels, key);
    if (operator === 'Exists') return has;
    if (operator === 'DoesNotExist') return !has;
    const isListed = has && values!.some((value) => value === labels[key]);
    return operator === 'In' ? isListed : !isListed;
  });
}

function isWithin(address: string, cidr: string): boolean {
  const parsed = ipaddr.parse(address);
  const [range, bits] = ipaddr.parseCIDR(cidr);
  return parsed.kind() === range.kind() && parsed.match(range as never, bits);
}

function naivelyAllowed(
  policies: readonly NetworkPolicy[],
  subject: Pod,
  direction: PolicyType,
  peer: Peer,
  port: Port,
): boolean {
  const mine = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === subject.metadata.namespace &&
      labelsMatch(spec.podSelector ?? {}, subject) &&
      (spec.policyTypes ?? (spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'])).includes(direction),
  );
  if (mine.length === 0) return true;
  for (const { metadata, spec } of mine) {
    const rules =
      direction === 'Ingress'
        ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    for (const { peers = [], ports = [] } of rules) {
      const isPeer =
        peers.length === 0 || peers.some((wanted) => naivelyPeer(wanted, peer, metadata.namespace!));
      const isPort =
        ports.length === 0 ||
        ports.some((wanted) => naivelyPort(wanted, port, direction === 'Ingress' ? subject : peer.pod));
      if (isPeer && isPort) return true;
    }
  }
  return false;
}

function naivelyPeer(wanted: NetworkPolicyPeer, peer: Peer, own: string): boolean {
  if (wanted.ipBlock !== undefined) {
    const { cidr, except = [] } = wanted.ipBlock;
    return isWithin(peer.address, cidr) && except.every((hole) => !isWithin(peer.address, hole));
  }
  if (peer.pod === null || peer.namespace === undefined) return false;
  const { podSelector, namespaceSelector } = wanted;
  if (podSelector !== undefined && namespaceSelector !== undefined)
    return labelsMatch(podSelector, peer.pod) && labelsMatch(namespaceSelector, peer.namespace);
  if (namespaceSelector !== undefined) return labelsMatch(namespaceSelector, peer.namespace);
  return peer.pod.metadata.namespace === own && labelsMatch(podSelector!, peer.pod);
}

function naivelyPort(wanted: NetworkPolicyPort, { protocol, port }: Port, server: Pod | null): boolean {
  if (protocol !== (wanted.protocol ?? 'TCP')) return false;
  if (wanted.port === undefined) return true;
  const numbers =
    typeof wanted.port === 'string'
      ? (server?.spec.containers[0]?.ports ?? [])
          .filter((each) => each.name === wanted.port && (each.protocol ?? 'TCP') === protocol)
          .map((each) => each.containerPort)
      : Array.from({ length: (wanted.endPort ?? wanted.port) - wanted.port + 1 }, (_, step) => {
          return (wanted.port as number) + step;
        });
  return numbers.includes(port);
}

const labelKey = fc.constantFrom('app', 'tier');
const labelValue = fc.constantFrom('a', 'b', '');
const someLabels = fc.dictionary(labelKey, labelValue, { maxKeys: 2 });
const selector = fc.record(
  {
    matchLabels: someLabels,
    matchExpressions: fc.array(
      fc.oneof(
        fc.record({
          key: labelKey,
          operator: fc.constantFrom('In' as const, 'NotIn' as const),
          values: fc.array(labelValue, { minLength: 1, maxLength: 2 }),
        }),
        fc.record({ key: labelKey, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const) }),
      ),
      { maxLength: 1 },
    ),
  },
  { requiredKeys: [] },
);
const protocol = fc.constantFrom<Protocol>('TCP', 'UDP', 'SCTP');
const somePort = fc.oneof(
  fc.record({ protocol }, { requiredKeys: [] }),
  fc.record(
    { protocol, port: fc.constantFrom<number | string>(79, 80, 'web', 'dns') },
    { requiredKeys: ['port'] },
  ),
  fc.record({ protocol, port: fc.constant(78), endPort: fc.constantFrom(78, 80, 90) }),
);
const ipBlock = fc.constantFrom<IPBlock>(
  { cidr: '0.0.0.0/0' },
  { cidr: '10.0.0.0/29' },
  { cidr: '10.0.0.0/29', except: ['10.0.0.2/31', '10.0.0.5/32'] },
  { cidr: 'fd00::/126' },
  { cidr: '::/0', except: ['fd00::2/127'] },
);
const somePeer: fc.Arbitrary<NetworkPolicyPeer> = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({ ipBlock }),
);
const ports = fc.array(somePort, { maxLength: 2 });
const peers = fc.array(somePeer, { maxLength: 2 });
const somePolicy = fc
  .record({
    namespace: fc.constantFrom('east', 'west'),
    podSelector: fc.option(selector, { nil: undefined }),
    policyTypes: fc.constantFrom<PolicyType[] | undefined>(
      undefined,
      ['Ingress'],
      ['Egress'],
      ['Ingress', 'Egress'],
    ),
    ingress: fc.option(fc.array(fc.record({ from: peers, ports }, { requiredKeys: [] }), { maxLength: 2 }), {
      nil: undefined,
    }),
    egress: fc.option(fc.array(fc.record({ to: peers, ports }, { requiredKeys: [] }), { maxLength: 2 }), {
      nil: undefined,
    }),
  })
  .map(({ namespace, ...spec }): NetworkPolicy => {
    const written = Object.entries(spec).filter(([, value]) => value !== undefined);
    const metadata = { name: 'policy', namespace };
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: Object.fromEntries(written),
    };
  });

const namedPorts = [
  { name: 'web', containerPort: 80 },
  { name: 'dns', containerPort: 79, protocol: 'UDP' as const },
];
const somePod = fc
  .record({ namespace: fc.constantFrom('east', 'west'), labels: someLabels, hasPorts: fc.boolean() })
  .map(({ namespace, labels, hasPorts }) =>
    pod(
      'some',
      'some',
      { containers: [{ name: 'app', ports: hasPorts ? namedPorts : [] }] },
      { namespace, labels },
    ),
  );
const someNamespaces = fc.record({ east: someLabels, west: someLabels });
const someAddress = fc.oneof(
  fc.nat(9).map((last) => `10.0.0.${last}`),
  fc.nat(5).map((last) => `fd00::${last}`),
);

describe('the verdict of NetworkPolicies', () => {
  it('NP1 NP2 NP3 is in every case what the documentation of the API says', () => {
    const counts = { allow: 0, deny: 0, notAsked: 0 };
    fc.assert(
      fc.property(
        fc.array(somePolicy, { maxLength: 4 }),
        somePod,
        fc.option(somePod),
        someNamespaces,
        someAddress,
        fc.constantFrom<PolicyType>('Ingress', 'Egress'),
        fc.record({
          protocol: fc.oneof(protocol, fc.constant('ICMP' as const)),
          port: fc.constantFrom(78, 79, 80, 81),
        }),
        (policies, subject, other, labels, address, direction, port) => {
          const home: Namespace | undefined =
            other === null
              ? undefined
              : {
                  ...namespace(other.metadata.namespace!),
                  metadata: {
                    name: other.metadata.namespace!,
                    labels: labels[other.metadata.namespace as 'east' | 'west'],
                  },
                };
          const peer: Peer = { address, pod: other, namespace: home };
          const named = policies.map((policy, index) => ({
            ...policy,
            metadata: { ...policy.metadata, name: `policy-${index}` },
          }));
          const set = createPolicySet(
            new Map(named.map((policy) => [objectKey(policy), networkPolicyRow.defaults(policy)])),
          );
          const { verdict, policy, isolatedBy } = judge(set, subject, direction, peer, port);
          const isAllowed = naivelyAllowed(named, subject, direction, peer, port);
          expect(verdict).toBe(isAllowed ? 'allow' : 'deny');
          // The policy that is named allows it alone; without all that isolate, nobody is asked.
          if (policy !== null) {
            expect(naivelyAllowed([policy], subject, direction, peer, port)).toBe(true);
            expect(isolatedBy).toContain(policy);
          }
          counts[isolatedBy.length === 0 ? 'notAsked' : verdict] += 1;
        },
      ),
      { numRuns: 3000 },
    );
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(100);
  });
});
