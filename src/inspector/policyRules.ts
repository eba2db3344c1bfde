/** The rules of a NetworkPolicy as a form edits them: peers by what they are, ports as one line of text. */
import type { LabelSelector } from '../kubernetes/labelSelector.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../kubernetes/networkPolicy.ts';
import type { Protocol } from '../kubernetes/pod.ts';
import { labelPairs } from './codecs.ts';

/** An ingress rule has `from`, an egress rule `to`. */
export interface PolicyRuleFields {
  from?: NetworkPolicyPeer[];
  to?: NetworkPolicyPeer[];
  ports?: NetworkPolicyPort[];
}

export type PeerForm = 'Pods' | 'Namespaces' | 'Addresses';

export function peerForm({ namespaceSelector, ipBlock }: NetworkPolicyPeer): PeerForm {
  if (ipBlock) return 'Addresses';
  return namespaceSelector ? 'Namespaces' : 'Pods';
}

/** A peer of each form that means the most: all Pods here, all Pods everywhere, all addresses. */
export const newPeers: Readonly<Record<PeerForm, NetworkPolicyPeer>> = {
  Pods: { podSelector: {} },
  Namespaces: { namespaceSelector: {} },
  Addresses: { ipBlock: { cidr: '0.0.0.0/0' } },
};

/** Conditions that the line does not show stay. A line that is no list of labels is given as it is: the API server says what is wrong. */
export function selectorFromText(selector: LabelSelector | undefined, text: string): LabelSelector {
  const parsed = labelPairs.parse(text);
  const matchLabels =
    'error' in parsed ? { [text]: '' } : (parsed.value as Record<string, string> | undefined);
  const { matchLabels: _, ...rest } = selector ?? {};
  return matchLabels === undefined ? rest : { ...rest, matchLabels };
}

export function selectorLine(selector: LabelSelector | undefined): string {
  return labelPairs.print(selector?.matchLabels);
}

/** `5432, 53/UDP, 8000-8080, http`, a star for every port of a protocol; the empty line is every port of all. */
export function portsText(ports: readonly NetworkPolicyPort[] | undefined): string {
  return (ports ?? [])
    .map(({ protocol = 'TCP', port = '*', endPort }) => {
      const range = endPort === undefined ? String(port) : `${port}-${endPort}`;
      return protocol === 'TCP' && port !== '*' ? range : `${range}/${protocol}`;
    })
    .join(', ');
}

export function portsFromText(text: string): NetworkPolicyPort[] | undefined {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length === 0 ? undefined : items.map(portFromText);
}

function portFromText(item: string): NetworkPolicyPort {
  const [which = '', protocol = 'TCP'] = item.split('/');
  const port: NetworkPolicyPort = { protocol: protocol.toUpperCase() as Protocol };
  if (which === '*') return port;
  const range = /^(\d+)-(\d+)$/.exec(which);
  if (range !== null) return { ...port, port: Number(range[1]), endPort: Number(range[2]) };
  return { ...port, port: /^\d+$/.test(which) ? Number(which) : which };
}
