/** The printed ruleset of ipvs mode: what a packet hits must stand in it, and what it names must be there. */
import { expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Protocol } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { cloudProvider, cluster, create, node, pod, run, service } from '../../testing/cluster.ts';
import { createRandom } from '../random.ts';
import { compileRules } from './compileRules.ts';
import { ipvsRuleset } from './ipvsRuleset.ts';
import type { IpvsTable } from './ipvsTable.ts';
import { createNodeRules, DEFAULT_PROXY_CONFIG, type NodeRules } from './kubeProxy.ts';
import { matchRules } from './netfilter.ts';

interface Vector {
  proxy: {
    nodeName: string;
    nodeIPs: string[];
    zone: string | null;
    ipFamily: 'IPv4' | 'IPv6';
    podCIDR: string | null;
    masqueradeAll: boolean;
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

function* cases() {
  for (const content of Object.values(contents)) {
    const { proxy, steps } = JSON.parse(content) as Vector;
    const { ipFamily, masqueradeAll } = proxy;
    const config = { ...DEFAULT_PROXY_CONFIG, mode: 'ipvs' as const, ipFamily, masqueradeAll };
    for (const { objects, packets } of steps) {
      const rules = compileRules(
        { ...config, clusterCIDR: proxy.podCIDR },
        { name: proxy.nodeName, zone: proxy.zone ?? '', addresses: proxy.nodeIPs },
        objects.filter((object): object is Service => object.kind === 'Service'),
        objects.filter((object): object is EndpointSlice => object.kind === 'EndpointSlice'),
      );
      yield { rules, packets };
    }
  }
}

/** Each printed real server with its virtual server in front; all other lines as they are. */
function printedRows(rules: NodeRules, table: IpvsTable): string[] {
  let virtualServer = '';
  return ipvsRuleset(rules, table)
    .split('\n')
    .map((line) => {
      if (/^(TCP|UDP|SCTP) /.test(line)) virtualServer = line;
      return line.startsWith('  -> ') ? `${virtualServer}\n${line.replace(/( +\d+){2}$/, '')}` : line;
    });
}

it('IV14 holds every row that a packet of kube-proxy’s vectors hits', () => {
  const random = createRandom(1, 'ruleset');
  let hits = 0;
  for (const { rules, packets } of cases()) {
    const table: IpvsTable = new Map();
    const lines = printedRows(rules, table);
    for (const { protocol, source, destination, port } of [...packets, ...packets]) {
      const header = { protocol, source, sourcePort: 40000, destination, destinationPort: port };
      const { rule } = matchRules(rules, header, new Map(), random, 0, table);
      if (rule === null || rule.text.startsWith('IPVS: ')) continue;
      hits += 1;
      expect(lines).toContain(rule.text);
    }
  }
  expect(hits).toBeGreaterThan(100);
});

it('IV14 declares every chain and every set that its rows name', () => {
  const builtIn = ['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'MARK', 'MASQUERADE'];
  for (const { rules } of cases()) {
    const text = ipvsRuleset(rules);
    const sets = [...text.matchAll(/^Name: (\S+)$/gm)].map((match) => match[1]!);
    const named = [...text.matchAll(/--match-set (\S+) /g)].map((match) => match[1]!);
    expect(named.filter((name) => !sets.includes(name))).toEqual([]);
    for (const table of text.split('COMMIT\n').slice(0, 2)) {
      const declared = [...table.matchAll(/^:(\S+) /gm)].map((match) => match[1]!);
      const targets = [...table.matchAll(/ -j (\S+)/g)].map((match) => match[1]!);
      const sources = [...table.matchAll(/^-A (\S+) /gm)].map((match) => match[1]!);
      expect(
        [...targets, ...sources].filter((name) => !builtIn.includes(name) && !declared.includes(name)),
      ).toEqual([]);
    }
  }
});

it('IV14 writes virtual servers, ipsets and rows as ipvsadm, ipset and iptables-save print them', () => {
  const simulation = cluster([
    node('node-a'),
    cloudProvider(),
    pod('shop', 'shop', { nodeName: 'node-a' }),
    service('shop', {
      type: 'LoadBalancer',
      sessionAffinity: 'ClientIP',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      clusterIP: '10.96.0.20',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }],
    }),
  ]);
  run(simulation, 5000);
  const { rules, proxyNode } = simulation.network.nodes.get('Node//node-a')!;
  const podIP = simulation.byKind.Pod.get('Pod/default/shop')!.status!.podIP!;
  const config = { ...rules.config, mode: 'ipvs' as const, ipvsScheduler: 'mh' as const };
  const text = ipvsRuleset(createNodeRules(config, proxyNode, rules.table, null));
  const realServer = `  -> ${`${podIP}:8080`.padEnd(28)} Masq    1      0          0`;
  for (const address of ['10.96.0.20:80', '192.0.2.40:80', '192.168.1.11:30080'])
    expect(text).toContain(`TCP  ${address} mh (mh-port) persistent 10800\n${realServer}\n`);
  expect(text).not.toContain('127.0.0.1:30080');
  expect(text).toContain(
    'Name: KUBE-LOAD-BALANCER-SOURCE-CIDR\nType: hash:ip,port,net\nHeader: family inet hashsize 1024 maxelem 65536\nNumber of entries: 1\nMembers:\n192.0.2.40,tcp:80,203.0.113.0/24\n',
  );
  expect(text).toContain(
    'Name: KUBE-NODE-PORT-TCP\nType: bitmap:port\nHeader: range 0-65535\nNumber of entries: 1\nMembers:\n30080\n',
  );
  expect(text).toContain(`Members:\n${podIP},tcp:8080,${podIP}\n`);
  for (const row of [
    '-A KUBE-SERVICES ! -s 10.244.0.0/16 -m comment --comment "Kubernetes service cluster ip + port for masquerade purpose" -m set --match-set KUBE-CLUSTER-IP dst,dst -j KUBE-MARK-MASQ',
    '-A KUBE-SERVICES -m comment --comment "Kubernetes service lb portal" -m set --match-set KUBE-LOAD-BALANCER dst,dst -j KUBE-LOAD-BALANCER',
    '-A KUBE-IPVS-FILTER -m conntrack --ctstate NEW -m set --match-set KUBE-IPVS-IPS dst -j REJECT --reject-with icmp-port-unreachable',
    '-A KUBE-IPVS-OUT-FILTER -s 192.0.2.40/32 -m ipvs --vproto 6 --vaddr 192.0.2.40 --vport 80 -j DROP',
  ])
    expect(text).toContain(`\n${row}\n`);
});

it('IV14 has the same rows for one Service as for a hundred', () => {
  const rows = (count: number) => {
    const services = Array.from({ length: count }, (_, index) => service(`shop-${index}`));
    const { rules, proxyNode } = cluster([node('node-a'), ...services]).network.nodes.get('Node//node-a')!;
    const ipvs = createNodeRules({ ...rules.config, mode: 'ipvs' }, proxyNode, rules.table, null);
    return ipvsRuleset(ipvs).split('# iptables-save')[1];
  };
  expect(rows(100)).toBe(rows(1));
});

it('IV14 counts virtual servers and real servers, also when the mode changes', () => {
  const simulation = cluster([
    node('node-a'),
    pod('shop-0', 'shop', { nodeName: 'node-a' }),
    pod('shop-1', 'shop', { nodeName: 'node-a' }),
    service('shop', { type: 'NodePort' }),
  ]);
  const place = simulation.network.nodes.get('Node//node-a')!;
  const before = place.rows;
  create(simulation, {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    mode: 'ipvs',
  } as KubernetesObject);
  run(simulation, 2000);
  const listed = ipvsRuleset(place.rules)
    .split('\n')
    .filter((line) => /^(TCP|UDP|SCTP) | {2}-> \d/.test(line));
  expect(place.rows).toBe(listed.length);
  expect(place.rows).not.toBe(before);
});
