import { describe, expect, it } from 'vitest';
import { answer as rules } from '../../commandLine/rulesReport.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { ServiceSpec } from '../../kubernetes/service.ts';
import {
  client,
  cloudProvider,
  cluster,
  node,
  pod,
  podNamed,
  service,
  serviceCIDR,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, podKey, reasonsOf, type Told } from '../../testing/requests.ts';
import { explain } from '../reasons.ts';

const BOTH = ['10.96.0.0/16', 'fd00:10:96::/112'];
const dualShop = (spec: ServiceSpec = {}) => service('shop', { ipFamilyPolicy: 'PreferDualStack', ...spec });

function town(cidrs: readonly string[], ...objects: KubernetesObject[]) {
  return cluster([
    serviceCIDR(...cidrs),
    node('node-a'),
    node('node-b'),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    ...objects,
  ]);
}

const ipsOf = (simulation: ReturnType<typeof town>, name: string) =>
  podNamed(simulation, name)!.status!.podIPs!.map(({ ip }) => ip);
const queries = ({ hops }: Told) =>
  hops.filter((hop) => hop.packetKind === 'dnsQuery' && hop.reason === 'DnsQuery');

describe('packets of two families', () => {
  it('AF4 meet the ruleset of their own: each address of the Service leads to Pods by that family', () => {
    const simulation = town(BOTH, dualShop());
    for (const [index, ip] of serviceNamed(simulation, 'shop').spec.clusterIPs!.entries()) {
      const { end, hops } = ask(simulation, podKey('web'), `http://${index === 0 ? ip : `[${ip}]`}/`);
      expect(end).toMatchObject({ outcome: 'answered', sourceSeen: ipsOf(simulation, 'web')[index] });
      const picked = hops.find((hop) => hop.reason === 'EndpointPicked')!;
      expect([...ipsOf(simulation, 'shop-a'), ...ipsOf(simulation, 'shop-b')]).toContain(
        picked.after.destination,
      );
      expect(picked.rule!.text).toContain(`shop -> ${index === 0 ? '10.244' : '[fd00:10:244'}`);
    }
  });

  it('AF4 clusterCIDR and nodePortAddresses hold for their own family', () => {
    const configuration = {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      metadata: { name: 'kube-proxy' },
      clusterCIDR: '10.244.0.0/16, fd00:10:244::/56',
      nodePortAddresses: ['192.168.1.12/32'],
    } as KubernetesObject;
    const simulation = town(BOTH, configuration, dualShop({ type: 'NodePort' }));
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    const outcome = (host: string) =>
      ask(simulation, clientKey('visitor'), `http://${host}:${nodePort}/`).end.outcome;
    expect(outcome('192.168.1.11')).toBe('refused');
    expect(outcome('192.168.1.12')).toBe('answered');
    expect(outcome('[fd00:192:168:1::11]')).toBe('answered');
  });

  it('AF5 a masqueraded packet has the address of the node in its family, and a refusal too', () => {
    const simulation = town(
      BOTH,
      dualShop({ type: 'NodePort' }),
      service('empty', { ipFamilies: ['IPv6'] }),
      outsideServer('pay', 'pay.example.com'),
    );
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    expect(
      ask(simulation, clientKey('visitor'), `http://[fd00:192:168:1::11]:${nodePort}/`).end,
    ).toMatchObject({ outcome: 'answered', sourceSeen: 'fd00:192:168:1::11' });
    const out = ask(simulation, podKey('web'), 'http://pay.example.com/');
    expect(out.end).toMatchObject({ outcome: 'answered', sourceSeen: 'fd00:192:168:1::12' });
    const left = out.hops.find((hop) => hop.reason === 'LeavesCluster')!;
    expect(left.rule!.text).toBe(
      '-A POSTROUTING -s fd00:10:244:2::/64 ! -d fd00:10:244::/56 -m comment --comment "cni: traffic that leaves the cluster" -j MASQUERADE --random-fully',
    );
    const { clusterIP } = serviceNamed(simulation, 'empty').spec;
    const refused = ask(simulation, podKey('web'), `http://[${clusterIP}]/`);
    expect(refused.hops.find((hop) => hop.packetKind === 'refused')!.rule!.text).toContain('type 1, code 4');
    expect(refused.end).toMatchObject({ outcome: 'refused', reason: 'NoReadyEndpoints' });
  });

  it('AF6 come from the internet to a load balancer under either address', () => {
    const simulation = town(
      BOTH,
      cloudProvider(),
      dualShop({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
    );
    for (const [host, seen] of [
      ['192.0.2.40', '203.0.113.7'],
      ['[2001:db8:192:0:2::40]', '2001:db8:203:0:113::7'],
    ])
      expect(ask(simulation, clientKey('visitor'), `http://${host}/`).end).toMatchObject({
        outcome: 'answered',
        sourceSeen: seen,
      });
    const health = serviceNamed(simulation, 'shop').spec.healthCheckNodePort;
    expect(ask(simulation, clientKey('visitor'), `http://[fd00:192:168:1::11]:${health}/`).end.reason).toBe(
      'NodeAnswers',
    );
  });

  it('AF7 are not sent by who has no address of the family', () => {
    const simulation = town(['10.96.0.0/16'], dualShop());
    const { end } = ask(simulation, podKey('web'), 'http://[fd00:10:96::80]/');
    expect(end).toMatchObject({ outcome: 'noAddress', reason: 'NetworkUnreachable' });
    expect(explain(end, 'web')).toMatchObject({
      title: 'Network is unreachable',
      sentence:
        'Network is unreachable: fd00:10:96::80 is an IPv6 address, and web has none of that family, so its kernel says so at once.',
    });
  });

  it('AF10 are all there is in a cluster of IPv6 alone, DNS included', () => {
    const simulation = town(['fd00:10:96::/112'], service('shop'));
    const told = ask(simulation, podKey('web'), 'http://shop/');
    expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: ipsOf(simulation, 'web')[0] });
    expect(queries(told).map((hop) => [hop.after.destination, hop.details!.type])).toEqual([
      ['fd00:10:96::a', 'AAAA'],
    ]);
  });

  it('AF12 the rules of either family can be printed', () => {
    const yaml = `apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: { name: kubernetes }
spec: { cidrs: [10.96.0.0/16, 'fd00:10:96::/112'] }
---
apiVersion: v1
kind: Node
metadata: { name: node-a }
`;
    const print = (...args: string[]) =>
      rules(['scene.yaml', '--node', 'node-a', ...args], () => yaml).output;
    expect(print()).toContain('-d 10.96.0.10/32');
    expect(print('--family', 'IPv6')).not.toContain('10.96');
    expect(print('--family', 'IPv6')).toContain('! -d ::1/128');
    expect(print('--family', 'IPv6', '--mode', 'nftables')).toMatch(/^table ip6 kube-proxy \{/);
    expect(rules(['x', '--node', 'node-a', '--family', 'IPX'], () => yaml).errors).toContain(
      '--family is IPv4 or IPv6, not "IPX".',
    );
  });
});

describe('names with two families', () => {
  it('AF8 a Pod with both asks for A and AAAA at once from one socket, one with IPv4 for A alone', () => {
    const both = queries(ask(town(BOTH, dualShop()), podKey('web'), 'http://shop/'));
    expect(both.map((hop) => hop.details!.type)).toEqual(['A', 'AAAA']);
    expect(new Set(both.map((hop) => `${hop.leavesAt} ${hop.after.sourcePort}`)).size).toBe(1);
    const alone = queries(ask(town(['10.96.0.0/16'], dualShop()), podKey('web'), 'http://shop/'));
    expect(alone).toHaveLength(1);
  });

  it('AF9 the IPv6 address is taken when there is one, else the IPv4 one though AAAA has no data', () => {
    const simulation = town(BOTH, dualShop(), service('old', { selector: { app: 'shop' } }));
    const [, ipv6] = ipsOf(simulation, 'web');
    expect(ask(simulation, podKey('web'), 'http://shop/').end.sourceSeen).toBe(ipv6);
    const told = ask(simulation, podKey('web'), 'http://old/');
    expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: ipsOf(simulation, 'web')[0] });
    expect(
      told.packetEnds
        .filter(({ packetKind }) => packetKind === 'dnsReply')
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['DnsAnswer', 'DnsNoData']);
  });

  it('AF9 a client takes the IPv6 address of a load balancer, and one without IPv6 the other', () => {
    const lonely = { ...client('lonely'), spec: { ipv6Address: 'None' } } as KubernetesObject;
    const simulation = town(BOTH, lonely, cloudProvider(), dualShop({ type: 'LoadBalancer' }));
    const url = (name: string) => ask(simulation, clientKey(name), { name: 'shop' }).end.url;
    expect(url('visitor')).toBe('http://[2001:db8:192:0:2::40]/');
    expect(url('lonely')).toBe('http://192.0.2.40/');
  });
});

const corefile = (forward: string) =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system' },
    data: {
      Corefile: `.:53 {
    errors
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    ${forward}
    cache 30
}`,
    },
  }) as KubernetesObject;

describe('three ways to say no', () => {
  it('DNS16 are told apart on the packets and at the end', () => {
    const simulation = town(
      ['10.96.0.0/16'],
      corefile('forward . 192.168.1.53'),
      service('nobody', {
        clusterIP: 'None',
        selector: {},
        ipFamilies: ['IPv6'],
        ipFamilyPolicy: 'SingleStack',
      }),
      service('alias', { type: 'ExternalName', externalName: 'nowhere.default.svc.cluster.local' }),
    );
    const told = (host: string) => ask(simulation, podKey('web'), `http://${host}/`);
    const outside = told('pay.example.com');
    expect(outside.end).toMatchObject({ outcome: 'nameNotFound', reason: 'DnsServerFailure' });
    expect(new Set(reasonsOf(outside, 'dnsReply').filter((reason) => reason.startsWith('Dns')))).toEqual(
      new Set(['DnsNoSuchName', 'DnsServerFailure']),
    );
    expect(explain(outside.end, 'web')).toMatchObject({
      title: 'Temporary failure in name resolution',
      sentence:
        'Temporary failure in name resolution: SERVFAIL: CoreDNS is not the one who knows pay.example.com, and it could not ask who does (forward to 192.168.1.53). That says nothing about whether the name exists.',
    });
    const alias = told('alias');
    expect(alias.end.reason).toBe('NameHasNoAddress');
    expect(reasonsOf(alias, 'dnsReply')).toContain('DnsNoData');
    const unknown = town(['10.96.0.0/16']);
    expect(ask(unknown, podKey('web'), 'http://pay.example.com/').end.reason).toBe('NameNotFound');
  });
});

describe('the Corefile', () => {
  it.each([
    ['forward . /etc/resolv.conf', 'answered'],
    ['forward . 9.9.9.9', 'answered'],
    ['forward . 198.51.100.53 {\n max_concurrent 1000\n }', 'nameNotFound'],
    ['forward . 198.51.100.10', 'answered'],
    ['forward example.org /etc/resolv.conf', 'nameNotFound'],
    ['', 'nameNotFound'],
  ])('DNS17 with "%s" a name outside is %s', (forward, outcome) => {
    const resolver = {
      ...outsideServer('resolver', 'dns.example.com'),
      spec: { hostname: 'dns.example.com', address: '198.51.100.10', ports: [{ port: 53, protocol: 'UDP' }] },
    };
    const simulation = town(
      ['10.96.0.0/16'],
      corefile(forward),
      outsideServer('pay', 'pay.example.com'),
      resolver as KubernetesObject,
      service('shop'),
    );
    expect(ask(simulation, podKey('web'), 'http://pay.example.com/').end.outcome).toBe(outcome);
    expect(ask(simulation, podKey('web'), 'http://shop/').end.outcome).toBe('answered');
  });

  it('DNS17 without the plugin kubernetes no Service has a name', () => {
    const text = '.:53 {\n forward . /etc/resolv.conf\n}';
    const bare = { ...corefile(''), data: { Corefile: text } } as KubernetesObject;
    const simulation = town(['10.96.0.0/16'], bare, service('shop'));
    expect(ask(simulation, podKey('web'), 'http://shop/').end.reason).toBe('NameNotFound');
  });
});
