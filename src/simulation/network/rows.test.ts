import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { Service, ServiceSpec } from '../../kubernetes/service.ts';
import { createRandom } from '../random.ts';
import { compileRules } from './compileRules.ts';
import { chainNames } from './iptablesRows.ts';
import { DEFAULT_PROXY_CONFIG, type ProxyMode } from './kubeProxy.ts';
import { type AffinityTable, matchRules } from './netfilter.ts';
import { endpointBase, servicePortBase } from './nftablesRows.ts';
import type { ServicePortInfo } from './serviceTable.ts';
import { valuesOf } from './shardedMap.ts';

function rulesOf(
  mode: ProxyMode,
  namespace: string,
  name: string,
  spec: ServiceSpec,
  ips: string[],
  status = {},
) {
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: { clusterIP: '10.96.0.10', ...spec },
    status,
  };
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: ips.map((ip) => ({ addresses: [ip], nodeName: 'node-b' })),
    ports: (spec.ports ?? []).map((port) => ({
      name: port.name ?? '',
      port: Number(port.targetPort ?? port.port),
      protocol: port.protocol ?? 'TCP',
    })),
  };
  const node = { name: 'node-a', zone: '', addresses: ['192.168.1.11'] };
  return compileRules({ ...DEFAULT_PROXY_CONFIG, mode }, node, [service], [slice]);
}

const dnsPort = { name: 'dns', port: 53, protocol: 'UDP' as const };

function infoOf(
  mode: ProxyMode,
  namespace: string,
  name: string,
  spec: ServiceSpec,
  ips: string[],
): ServicePortInfo {
  return [...valuesOf(rulesOf(mode, namespace, name, spec, ips).table.ports)][0]![0]!;
}

function rowAt(
  rules: ReturnType<typeof rulesOf>,
  destination: string,
  destinationPort: number,
  protocol: 'TCP' | 'UDP' = 'TCP',
  source = '10.244.1.9',
  affinity: AffinityTable = new Map(),
) {
  const header = { protocol, source, sourcePort: 40000, destination, destinationPort };
  return matchRules(rules, header, affinity, createRandom(1, 'rows'), 0).rule;
}

describe('names of chains', () => {
  it('KP17 are those of every cluster with the same Services', () => {
    const dns = infoOf('iptables', 'kube-system', 'kube-dns', { ports: [dnsPort] }, []);
    expect(chainNames.cluster(dns)).toBe('KUBE-SVC-TCOU7JCQXEZGVUNU');
    const api = infoOf('iptables', 'default', 'kubernetes', { ports: [{ name: 'https', port: 443 }] }, []);
    expect(chainNames.cluster(api)).toBe('KUBE-SVC-NPX46M4PTMTKRN6Y');
  });

  it('KP17 in nftables mode they can be read', () => {
    const spec = { ports: [{ name: 'p80', port: 80 }] };
    const info = infoOf('nftables', 'ns1', 'svc1', spec, ['10.180.0.1']);
    expect(servicePortBase(info)).toBe('ULMVA6XW-ns1/svc1/tcp/p80');
    expect(endpointBase(info, info.endpoints[0]!)).toBe('5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80');
  });
});

describe('rows', () => {
  it('KP17 are as iptables-save prints them', () => {
    const two = rulesOf('iptables', 'kube-system', 'kube-dns', { ports: [dnsPort] }, [
      '10.244.1.2',
      '10.244.2.2',
    ]);
    const [info] = [...valuesOf(two.table.ports)][0]!;
    const rule = rowAt(two, '10.96.0.10', 53, 'UDP')!;
    const index = rule.text.includes('10.244.1.2') ? 0 : 1;
    const chance = index === 0 ? ' -m statistic --mode random --probability 0.50000000000' : '';
    const endpoint = info!.endpoints[index]!;
    expect(rule).toMatchObject({ component: 'kubeProxy', chain: 'KUBE-SVC-TCOU7JCQXEZGVUNU' });
    expect(rule.text).toBe(
      `-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> ${endpoint.address}"${chance} -j ${chainNames.endpoint(info!, endpoint)}`,
    );
  });

  it('KP17 an endpoint row has the chance that is left for it: 1/3, then 1/2, then none', () => {
    const ips = ['10.244.1.2', '10.244.2.2', '10.244.3.2'];
    const rules = rulesOf('iptables', 'default', 'shop', { ports: [{ port: 80 }] }, ips);
    const random = createRandom(1, 'chances');
    const header = {
      protocol: 'TCP' as const,
      source: '10.244.1.9',
      sourcePort: 1,
      destination: '10.96.0.10',
      destinationPort: 80,
    };
    const chances = new Map<string, string | undefined>();
    for (let n = 0; n < 50; n++) {
      const { endpoint, rule } = matchRules(rules, header, new Map(), random, 0);
      chances.set(endpoint!.ip, /--probability (\S+)/.exec(rule!.text)?.[1]);
    }
    expect(ips.map((ip) => chances.get(ip))).toEqual(['0.33333333349', '0.50000000000', undefined]);
  });

  it('KP17 of what stops a packet, by what it was addressed to', () => {
    const spec = {
      type: 'LoadBalancer' as const,
      ports: [{ name: 'http', port: 80, nodePort: 30080 }],
      loadBalancerSourceRanges: ['198.51.100.0/24'],
      healthCheckNodePort: 30500,
      externalTrafficPolicy: 'Local' as const,
      internalTrafficPolicy: 'Local' as const,
    };
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.40' }] } };
    const none = rulesOf('iptables', 'default', 'shop', spec, [], status);
    const remote = rulesOf('iptables', 'default', 'shop', spec, ['10.244.2.2'], status);
    const firewall = chainNames.firewall([...valuesOf(none.table.ports)][0]![0]!);
    const client = '203.0.113.7';
    expect(rowAt(none, '10.96.0.10', 80)!.text).toBe(
      '-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "default/shop:http has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    );
    expect(rowAt(remote, '10.96.0.10', 80)!.text).toBe(
      '-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "default/shop:http has no local endpoints" -m tcp --dport 80 -j DROP',
    );
    expect(rowAt(remote, '192.168.1.11', 30080, 'TCP', client)!.text).toBe(
      '-A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "default/shop:http has no local endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30080 -j DROP',
    );
    expect(rowAt(remote, '192.0.2.40', 80, 'TCP', client)!.text).toBe(
      `-A KUBE-PROXY-FIREWALL -d 192.0.2.40/32 -p tcp -m comment --comment "default/shop:http traffic not accepted by ${firewall}" -m tcp --dport 80 -j DROP`,
    );
    expect(rowAt(remote, '192.168.1.11', 30500, 'TCP', client)!.text).toBe(
      '-A KUBE-NODEPORTS -p tcp -m comment --comment "default/shop:http health check node port" -m tcp --dport 30500 -j ACCEPT',
    );
  });

  it('KP17 of session affinity', () => {
    const spec = { ports: [{ port: 80 }], sessionAffinity: 'ClientIP' as const };
    for (const [mode, pattern] of [
      [
        'iptables',
        /-m recent --rcheck --seconds 10800 --reap --name (KUBE-SEP-\w{16}) --mask 255\.255\.255\.255 --rsource -j \1$/,
      ],
      ['nftables', /^ip saddr @affinity-(\S+) goto endpoint-\1$/],
    ] as const) {
      const rules = rulesOf(mode, 'default', 'shop', spec, ['10.244.1.2', '10.244.2.2']);
      const affinity: AffinityTable = new Map();
      rowAt(rules, '10.96.0.10', 80, 'TCP', '10.244.1.9', affinity);
      expect(rowAt(rules, '10.96.0.10', 80, 'TCP', '10.244.1.9', affinity)!.text).toMatch(pattern);
    }
  });

  it('KP17 in nftables mode are as `nft list ruleset` prints them', () => {
    const spec = { ports: [{ name: 'p80', port: 80 }] };
    const one = rulesOf('nftables', 'ns1', 'svc1', spec, ['10.180.0.1']);
    expect(rowAt(one, '10.96.0.10', 80)!.text).toBe(
      'numgen random mod 1 vmap { 0 : goto endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80 }',
    );
    expect(rowAt(rulesOf('nftables', 'ns1', 'svc1', spec, []), '10.96.0.10', 80)).toMatchObject({
      chain: 'no-endpoint-services',
      text: '10.96.0.10 . tcp . 80 comment "ns1/svc1:p80" : goto reject-chain',
    });
    expect(rowAt(one, '10.96.0.10', 81)!.text).toBe(
      'ip daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"',
    );
  });

  it('a rule that nobody has read yet is still written out as JSON', () => {
    const rules = rulesOf('iptables', 'kube-system', 'kube-dns', { ports: [dnsPort] }, ['10.244.1.2']);
    const rule = JSON.parse(JSON.stringify(rowAt(rules, '10.96.0.10', 53, 'UDP'))) as Record<string, string>;
    expect(rule).toMatchObject({ component: 'kubeProxy', chain: 'KUBE-SVC-TCOU7JCQXEZGVUNU' });
    expect(rule.text).toContain('-> 10.244.1.2:53');
  });
});
