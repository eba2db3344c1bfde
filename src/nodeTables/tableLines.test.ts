/** The lines of a node's tables, read from a running cluster. */
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { readClusterTable } from '../playground/clusterTables.ts';
import { readNodeTable } from '../playground/nodeTables.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop, PacketEnd, RequestStart } from '../simulation/events.ts';
import { sendRequest } from '../simulation/network/request.ts';
import { advance } from '../simulation/simulation.ts';
import { client, cluster, node, pod, service } from '../testing/cluster.ts';
import { countHits, emptyTally, type HitsByText, hitsByKey, hitsByText } from './hitCounts.ts';
import { bareText, clusterLines, followedHits, followedKeys, tableLines } from './tableLines.ts';

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
    const tally = emptyTally();
    expect(countHits(tally, events)).toBe(true);
    const byText = hitsByText(tally, NODE);
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

/** A Pod asks a Service of which one Pod is ready; another Service has nobody. */
function lookup() {
  const simulation = cluster([
    node('node-a', {}, { 'topology.kubernetes.io/zone': 'a' }),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('shop-1', 'shop', { nodeName: 'node-a' }),
    pod('shop-2', 'shop', { nodeName: 'node-a' }, { annotations: { 'kubehop.dev/ready': 'false' } }),
    service('shop'),
    service('nobody'),
  ]);
  const from = 'Pod/default/web';
  const requestId = sendRequest(simulation, { from, url: 'http://shop.example/' });
  const events = advance(simulation, 60_000);
  const second = sendRequest(simulation, { from, url: 'http://shop/' });
  events.push(...advance(simulation, 120_000));
  const tally = emptyTally();
  countHits(tally, events);
  const recordOf = (id: number): RequestRecord => ({
    start: events.find((event) => event.type === 'RequestStart' && event.requestId === id) as RequestStart,
    steps: events.filter(
      (event): event is Hop | PacketEnd =>
        (event.type === 'Hop' || event.type === 'PacketEnd') && event.requestId === id,
    ),
    end: null,
  });
  return { simulation, tally, hits: hitsByKey(tally), unknown: recordOf(requestId), known: recordOf(second) };
}

test('lists all EndpointSlices with their conditions, and marks and counts the endpoint that was picked', () => {
  const { simulation, hits, known } = lookup();
  const rows = readClusterTable(simulation, 'endpoints', []);
  const lines = clusterLines(rows, hits, followedKeys(known), '');
  const line = (name: string) => lines.find(({ text }) => text.includes(` ${name} `))!;
  expect(line('shop-1').text).toMatch(/10\.244\.1\.\d+ +shop-1 +node-a, zone a +ready, serving$/);
  expect(line('shop-2').text).toMatch(/shop-2 +node-a, zone a +not ready$/);
  expect(line('shop-1')).toMatchObject({ followed: 'now', hits: 1 });
  expect(line('shop-2')).toMatchObject({ followed: null, hits: 0 });
  const [title, none] = lines.slice(lines.findIndex(({ text }) => text.includes('of Service nobody')));
  expect(title?.isHeading).toBe(true);
  expect(none?.text).toBe('  no endpoints');
});

test('lists the names that CoreDNS answers for, and those that were asked for in vain, with their counts', () => {
  const { simulation, hits, known, unknown } = lookup();
  const asked = [...hits.keys()].filter((key) => key.endsWith(' A'));
  const rows = readClusterTable(simulation, 'dns', asked);
  const lines = clusterLines(rows, hits, followedKeys(known), '');
  const shop = lines.find(({ text }) => text.startsWith('shop.default.svc.cluster.local. '))!;
  expect(shop.text).toMatch(/ 30 IN A 10\.96\./);
  expect(shop).toMatchObject({ followed: 'now', hits: 1 });
  const vain = clusterLines(rows, hits, followedKeys(unknown), 'shop.example');
  expect(vain.map(({ text }) => text)).toEqual([
    '# Other names that were asked for',
    'shop.example. IN A: NXDOMAIN',
    'shop.example.cluster.local. IN A: NXDOMAIN',
    'shop.example.default.svc.cluster.local. IN A: NXDOMAIN',
    'shop.example.svc.cluster.local. IN A: NXDOMAIN',
  ]);
  expect(vain.filter(({ followed }) => followed !== null)).toHaveLength(4);
});

test('counts the connections that a node has translated', () => {
  const { tally } = lookup();
  // A query for each name that was asked for, and the request itself.
  expect(tally.translated.get(NODE)).toBe(4 + 1 + 1);
});

test('counts rules that are made anew for each packet by their text, however many there are', () => {
  const simulation = cluster([
    node('node-a'),
    client('visitor'),
    service('nobody', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }),
  ]);
  const tally = emptyTally();
  for (let sent = 0; sent < 1500; sent++)
    sendRequest(simulation, { from: 'Client.kubehop.dev//visitor', url: 'http://192.168.1.11:30080/' });
  countHits(tally, advance(simulation, 60_000));
  expect(tally.hits.get(NODE)!.size).toBeLessThan(1100);
  const counts = [...hitsByText(tally, NODE)].filter(([text]) => text.includes('has no endpoints'));
  expect(counts.map(([, count]) => count)).toEqual([1500]);
});
