/** What a card is called by who cannot see it: kind, name and all that the card shows, as one sentence. */
import { t } from '../messages/canvas.ts';
import type { CardData, CardKind } from './flowTypes.ts';

const labels = {
  Node: ({ name, address, isReady, isCordoned, faults, isProxyStopped, rules }) => [
    t('label.Node', { name }),
    address,
    isReady ? t('state.ready') : t('state.not ready'),
    isCordoned ? t('cordoned') : null,
    ...faults,
    isProxyStopped ? t('kubeProxyStopped') : null,
    rules === null ? null : t('label.rules', { count: rules }),
  ],
  Pod: ({ name, address, state, faults, membership, hints, shield }) => [
    t('label.Pod', { name }),
    address,
    t(`state.${state}`),
    ...faults,
    membership === null ? null : t('label.endpoint', { membership }),
    hints,
    shieldText(shield),
  ],
  SystemPod: ({ name, address, state, shield }) => [
    t('label.SystemPod', { name }),
    address,
    t(`state.${state}`),
    shieldText(shield),
  ],
  Service: ({ name, form, line, isPending, ready, total }) => [
    t('label.Service', { name }),
    form,
    line,
    isPending ? t('externalAddressPending') : null,
    form === 'ExternalName' ? null : t('label.readyEndpoints', { ready, total }),
  ],
  Workload: ({ kind, name, done, wanted, word }) => [
    `${kind} ${name}`,
    t(`label.workload.${word}`, { done, wanted }),
  ],
  Policy: ({ name, directions, pods }) => [
    t('label.Policy', { name }),
    directions,
    t('label.selects', { count: pods }),
  ],
  Routing: ({ kind, name, line }) => [`${kind} ${name}`, line === '*' ? t('everyHost') : line],
  Client: ({ name, address }) => [t('label.Client', { name }), address],
  OutsideServer: ({ name, hostname, address }) => [t('label.OutsideServer', { name }), hostname, address],
  LoadBalancer: ({ name, address }) => [t('label.LoadBalancer', { name }), address ?? t('pending')],
  Tray: () => [t('notScheduled')],
} satisfies { [K in CardKind]: (data: CardData<K>) => (string | null)[] };

export function cardLabel<K extends CardKind>(kind: K, data: CardData<K>): string {
  const parts = (labels[kind] as (data: CardData<K>) => (string | null)[])(data);
  if (data.problem !== null)
    parts.push(t(`label.problem.${data.problem.severity}`, { text: data.problem.text }));
  return parts.filter((part) => part !== null && part !== '').join(', ');
}

/** `isolated for ingress by 2 network policies` */
export function shieldText(shield: CardData<'Pod'>['shield']): string | null {
  if (shield === null) return null;
  return t('label.shield', { directions: shield.directions, count: shield.policies });
}
