/** What a card is called by who cannot see it: kind, name and all that the card shows, as one sentence. */
import type { CardData, CardKind } from './flowTypes.ts';

const labels = {
  Node: ({ name, address, isReady, isCordoned, faults, isProxyStopped, rules }) => [
    `Node ${name}`,
    address,
    isReady ? 'ready' : 'not ready',
    isCordoned ? 'cordoned' : null,
    ...faults,
    isProxyStopped ? 'kube-proxy stopped' : null,
    rules === null ? null : `kube-proxy with ${count(rules, 'rule')}`,
  ],
  Pod: ({ name, address, state, faults, membership, hints, shield }) => [
    `Pod ${name}`,
    address,
    state,
    ...faults,
    membership === null ? null : `endpoint: ${membership}`,
    hints,
    shieldText(shield),
  ],
  SystemPod: ({ name, address, state, shield }) => [`System Pod ${name}`, address, state, shieldText(shield)],
  Service: ({ name, form, line, isPending, ready, total }) => [
    `Service ${name}`,
    form,
    line,
    isPending ? 'external address pending' : null,
    form === 'ExternalName' ? null : `${ready} of ${count(total, 'endpoint')} ready`,
  ],
  Workload: ({ kind, name, done, wanted, word }) => [
    `${kind} ${name}`,
    `${done} of ${count(wanted, 'Pod')} ${word}`,
  ],
  Policy: ({ name, directions, pods }) => [
    `NetworkPolicy ${name}`,
    directions,
    `selects ${count(pods, 'Pod')}`,
  ],
  Routing: ({ kind, name, line }) => [`${kind} ${name}`, line === '*' ? 'every host' : line],
  Client: ({ name, address }) => [`Client ${name}`, address],
  OutsideServer: ({ name, hostname, address }) => [`Outside server ${name}`, hostname, address],
  LoadBalancer: ({ name, address }) => [`Load balancer of Service ${name}`, address ?? 'pending'],
  Tray: () => ['Not scheduled'],
} satisfies { [K in CardKind]: (data: CardData<K>) => (string | null)[] };

export function cardLabel<K extends CardKind>(kind: K, data: CardData<K>): string {
  const parts = (labels[kind] as (data: CardData<K>) => (string | null)[])(data);
  if (data.problem !== null) parts.push(`${data.problem.severity}: ${data.problem.text}`);
  return parts.filter((part) => part !== null && part !== '').join(', ');
}

/** `isolated for ingress by 2 network policies` */
export function shieldText(shield: CardData<'Pod'>['shield']): string | null {
  if (shield === null) return null;
  const policies = shield.policies === 1 ? '1 network policy' : `${shield.policies} network policies`;
  return `isolated for ${shield.directions} by ${policies}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
