/** The printed rulesets, held to the vectors of Kubernetes' own tests: what a packet hits must stand in them. */
import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Protocol } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { client, cloudProvider, cluster, node, pod, service } from '../../testing/cluster.ts';
import { createRandom } from '../random.ts';
import { compileRules } from './compileRules.ts';
import { iptablesRuleset } from './iptablesRuleset.ts';
import { createNodeRules, DEFAULT_PROXY_CONFIG, type NodeRules } from './kubeProxy.ts';
import { type AffinityTable, matchRules } from './netfilter.ts';
import { nftablesRuleset, nftDuration } from './nftablesRuleset.ts';

interface Vector {
  modes: ('iptables' | 'nftables')[];
  proxy: {
    nodeName: string;
    nodeIPs: string[];
    zone: string | null;
    ipFamily: 'IPv4' | 'IPv6';
    podCIDR: string | null;
    masqueradeAll: boolean;
    serviceCIDRs: string[] | null;
  };
  steps: {
    objects: KubernetesObject[];
    packets: { protocol: Protocol; source: string; destination: string; port: number }[];
  }[];
}

const contents = import.meta.glob<string>('../testdata/kube-proxy/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const vectors = Object.values(contents).map((content) => JSON.parse(content) as Vector);
const printers = { iptables: iptablesRuleset, nftables: nftablesRuleset };

function* cases(mode: 'iptables' | 'nftables') {
  for (const { modes, proxy, steps } of vectors) {
    if (!modes.includes(mode)) continue;
    for (const { objects, packets } of steps) {
      const { ipFamily, masqueradeAll, serviceCIDRs } = proxy;
      const rules = compileRules(
        { ...DEFAULT_PROXY_CONFIG, mode, ipFamily, masqueradeAll, serviceCIDRs, clusterCIDR: proxy.podCIDR },
        { name: proxy.nodeName, zone: proxy.zone ?? '', addresses: proxy.nodeIPs },
        objects.filter((object): object is Service => object.kind === 'Service'),
        objects.filter((object): object is EndpointSlice => object.kind === 'EndpointSlice'),
      );
      yield { rules, packets };
    }
  }
}

/** Twice per packet, so that affinity is hit too. */
function rowsHit(rules: NodeRules, packets: Vector['steps'][number]['packets']): string[] {
  const random = createRandom(1, 'ruleset');
  const affinity: AffinityTable = new Map();
  return [...packets, ...packets].flatMap(({ protocol, source, destination, port }) => {
    const header = { protocol, source, sourcePort: 40000, destination, destinationPort: port };
    return matchRules(rules, header, affinity, random, 0).rule?.text ?? [];
  });
}

describe.each(['iptables', 'nftables'] as const)('the %s ruleset', (mode) => {
  it('KP24 holds every row that a packet of the vectors hits', () => {
    let hits = 0;
    for (const { rules, packets } of cases(mode)) {
      const lines = printers[mode](rules)
        .split('\n')
        .map((line) => line.trim().replace(/^elements = \{ | \}$|,$/g, ''));
      for (const row of rowsHit(rules, packets)) {
        hits += 1;
        expect(
          lines.map((line) => (row.endsWith(' }') ? line.replace(/(vmap \{ .*)$/, '$1 }') : line)),
        ).toContain(row);
      }
    }
    expect(hits).toBeGreaterThan(100);
  });
});

it('KP24 every chain that an iptables row leads to is declared in its table, once', () => {
  const builtIn = ['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'MARK', 'MASQUERADE', 'DNAT'];
  for (const { rules } of cases('iptables'))
    for (const table of iptablesRuleset(rules).split('COMMIT\n')) {
      const declared = [...table.matchAll(/^:(\S+) /gm)].map((match) => match[1]!);
      const targets = [...table.matchAll(/ -j (\S+)/g)].map((match) => match[1]!);
      const sources = [...table.matchAll(/^-A (\S+) /gm)].map((match) => match[1]!);
      expect(
        [...targets, ...sources].filter((name) => !builtIn.includes(name) && !declared.includes(name)),
      ).toEqual([]);
      expect(new Set(declared).size).toBe(declared.length);
    }
});

it('KP24 every chain, map and set that an nftables row names is declared, once', () => {
  for (const { rules } of cases('nftables')) {
    const text = nftablesRuleset(rules);
    const declared = [...text.matchAll(/^\t(?:chain|map|set) (\S+) \{$/gm)].map((match) => match[1]!);
    const named = [...text.matchAll(/(?:jump |goto |@)([^\s,"]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => !declared.includes(name))).toEqual([]);
    expect(new Set(declared).size).toBe(declared.length);
  }
});

it('KP24 a LoadBalancer with source ranges and the Local policy has all of its chains', () => {
  const balanced = service('shop', {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    loadBalancerSourceRanges: ['203.0.113.0/24'],
    clusterIP: '10.96.0.20',
    ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
  });
  const objects = [
    node('node-a'),
    node('node-b'),
    cloudProvider(),
    client('visitor'),
    pod('shop', 'shop', { nodeName: 'node-a' }),
    balanced,
  ];
  const place = cluster(objects).network.nodes.get('Node//node-a')!;
  const lines = iptablesRuleset(place.rules).split('\n');
  const [target] = lines.filter(
    (line) => line.includes('loadbalancer IP') && line.startsWith('-A KUBE-SERVICES'),
  );
  expect(target).toMatch(/^-A KUBE-SERVICES -d 192\.0\.2\.40\/32 -p tcp .* --dport 80 -j KUBE-FW-\w{16}$/);
  const hash = target!.slice(-16);
  expect(
    lines.filter((line) => line.includes(`-A KUBE-EXT-${hash}`)).map((line) => line.split(' -j ')[1]),
  ).toEqual([`KUBE-SVC-${hash}`, 'KUBE-MARK-MASQ', `KUBE-SVC-${hash}`, `KUBE-SVL-${hash}`]);
  expect(lines).toContain(
    `-A KUBE-FW-${hash} -s 203.0.113.0/24 -m comment --comment "default/shop loadbalancer IP" -j KUBE-EXT-${hash}`,
  );
  const nftables = createNodeRules(
    { ...place.rules.config, mode: 'nftables' },
    place.proxyNode,
    place.rules.table,
    null,
  );
  expect(nftablesRuleset(nftables)).toContain('tcp . 30080 : goto external-EMNFMILR-default/shop/tcp/');
});

it('writes a time as nft does', () => {
  expect([10_800, 90, 86_400 + 3600, 5].map(nftDuration)).toEqual(['3h', '1m30s', '1d1h', '5s']);
});
