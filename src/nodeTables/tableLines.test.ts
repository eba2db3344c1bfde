/** The lines of a node's tables, read from a running cluster. */
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { readNodeTable } from '../playground/nodeTables.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop, PacketEnd, RequestStart } from '../simulation/events.ts';
import { sendRequest } from '../simulation/network/request.ts';
import { advance } from '../simulation/simulation.ts';
import { client, cluster, node, pod, service } from '../testing/cluster.ts';
import { countHits, type HitsByText } from './hitCounts.ts';
import { bareText, followedHits, tableLines } from './tableLines.ts';

const NODE = 'Node//node-a';

function proxyConfiguration(mode: string): KubernetesObject & { mode: string } {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    mode,
  };
}

function scene(mode: 'iptables' | 'nftables' | 'ipvs') {
  const simulation = cluster([
    proxyConfiguration(mode),
    node('node-a'),
    client('visitor'),
    pod('shop-1', 'shop', { nodeName: 'node-a' }),
    pod('shop-2', 'shop', { nodeName: 'node-a' }),
    service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
  ]);
  const requestId = sendRequest(simulation, {
    from: 'Client.kubehop.dev//visitor',
    url: 'http://192.168.1.11:30080/',
  });
  const events = advance(simulation, 60_000);
  const start = events.find((event) => event.type === 'RequestStart') as RequestStart;
  const steps = events.filter(
    (event): event is Hop | PacketEnd =>
      (event.type === 'Hop' || event.type === 'PacketEnd') && event.requestId === requestId,
  );
  const record: RequestRecord = { start, steps, end: null };
  return { simulation, events, record };
}

const noHits: HitsByText = new Map();

for (const mode of ['iptables', 'nftables', 'ipvs'] as const) {
  test(`marks the one row of the ${mode} rules that the followed request hit, and counts it`, () => {
    const { simulation, events, record } = scene(mode);
    const hits = new Map();
    expect(countHits(hits, events)).toBe(true);
    const byText = new Map<string, number>();
    for (const [rule, count] of hits.get(NODE)) byText.set(rule.text, (byText.get(rule.text) ?? 0) + count);
    const rows = readNodeTable(simulation, NODE, 'rules')!;
    const lines = tableLines(rows, byText, followedHits(record, NODE), '');
    const marked = lines.filter(({ followed }) => followed !== null);
    expect(lines.length).toBe(rows.length);
    expect(marked.length).toBe(1);
    expect(marked[0]!.followed).toBe('now');
    expect(marked[0]!.hits).toBe(1);
    const picked = record.steps.find(({ rule }) => rule?.component === 'kubeProxy')!;
    const [text = ''] = picked.rule!.text.split('\n  ').slice(-1);
    expect(bareText(marked[0]!.text).startsWith(text)).toBe(true);
  });
}

test('marks the connection of the followed request, as long as the node remembers it', () => {
  const { simulation, record } = scene('iptables');
  const open = readNodeTable(simulation, NODE, 'conntrack')!;
  const marked = tableLines(open, noHits, followedHits(record, NODE), '').filter(({ followed }) => followed);
  expect(marked.length).toBe(open.length);
});

test('shows the rows that have all words, with their place in the whole table', () => {
  const { simulation } = scene('iptables');
  const rows = readNodeTable(simulation, NODE, 'rules')!;
  const lines = tableLines(rows, noHits, [], 'shop KUBE-SEP');
  expect(lines.length).toBeGreaterThan(0);
  for (const { text, number } of lines) {
    expect(text).toContain('KUBE-SEP');
    expect(rows[number - 1]!.text).toBe(text);
  }
});

test('lists the routes to the Pods of the node, and reads no table of a node that is not there', () => {
  const { simulation } = scene('iptables');
  expect(readNodeTable(simulation, NODE, 'routes')!.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['10.244.1.2 dev veth-shop-1 scope link']),
  );
  expect(readNodeTable(simulation, 'Node//nobody', 'rules')).toBeNull();
});
