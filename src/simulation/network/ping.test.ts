import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import {
  client,
  cloudProvider,
  cluster,
  node,
  pod,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, pathOf, podKey } from '../../testing/requests.ts';
import { explain } from '../reasons.ts';
import { conntrackRule, entriesOf } from './conntrack.ts';
import { parseTarget } from './target.ts';

function street(mode: string, ...objects: KubernetesObject[]) {
  const simulation = cluster([
    {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      metadata: { name: 'kube-proxy' },
      mode,
    } as KubernetesObject,
    node('node-a'),
    node('node-b'),
    pod('shop', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-a' }),
    client('visitor'),
    outsideServer('far', 'far.example.com'),
    service('shop'),
    ...objects,
  ]);
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  return simulation;
}

const addressOf = (simulation: ReturnType<typeof street>, name: string) =>
  simulation.byKind.Pod.get(podKey(name))!.status!.podIP!;

describe('ping', () => {
  it('PG1 reads ping://host and icmp://host, without a port', () => {
    expect(parseTarget('ping://10.96.0.10')).toMatchObject({ host: '10.96.0.10', port: 0, protocol: 'ICMP' });
    expect(parseTarget('icmp://shop.default:80/')).toMatchObject({ host: 'shop.default', port: 0 });
  });

  it('PG1 is answered by Pods, Nodes, Clients and outside servers, whatever they listen on', () => {
    const simulation = street('iptables');
    const podIP = addressOf(simulation, 'shop');
    const told = ask(simulation, podKey('web'), `ping://${podIP}`);
    expect(told.end).toMatchObject({ outcome: 'answered', answeredBy: podKey('shop') });
    expect(told.hops[0]!.before).toMatchObject({ protocol: 'ICMP', destinationPort: 0 });
    expect(pathOf(told, 'reply')).toEqual([podKey('shop'), 'Node//node-b', 'Node//node-a', podKey('web')]);
    const answered = (from: string, to: string) => ask(simulation, from, `ping://${to}`).end.answeredBy;
    expect(answered(podKey('web'), '192.168.1.11')).toBe('Node//node-a');
    expect(answered(podKey('web'), '192.168.1.12')).toBe('Node//node-b');
    expect(answered('Node//node-a', podIP)).toBe(podKey('shop'));
    expect(answered(clientKey('visitor'), '192.168.1.12')).toBe('Node//node-b');
    expect(answered(podKey('web'), '203.0.113.7')).toBe(clientKey('visitor'));
    expect(answered(podKey('web'), 'far.example.com')).toBe('OutsideServer.kubehop.dev//far');
  });

  it('PG1 a Pod whose process does not listen is still there', () => {
    const simulation = street(
      'iptables',
      pod('hollow', 'hollow', { nodeName: 'node-a' }, { annotations: { 'kubehop.dev/listens': '' } }),
    );
    const address = addressOf(simulation, 'hollow');
    expect(ask(simulation, podKey('web'), `http://${address}:8080/`).end.outcome).toBe('refused');
    expect(ask(simulation, podKey('web'), `ping://${address}`).end.outcome).toBe('answered');
  });

  it('PG2 a ClusterIP is no machine: iptables leaves it unanswered, nftables and ipvs refuse', () => {
    const end = (mode: string, from: string) => {
      const simulation = street(mode);
      return ask(simulation, from, `ping://${serviceNamed(simulation, 'shop').spec.clusterIP}`).end;
    };
    for (const from of [podKey('web'), 'Node//node-a']) {
      expect(end('iptables', from)).toMatchObject({ outcome: 'timedOut', reason: 'NoRoute' });
      expect(end('nftables', from)).toMatchObject({ outcome: 'refused', reason: 'PingRefused' });
      expect(end('ipvs', from)).toMatchObject({ outcome: 'refused', reason: 'PingRefused' });
    }
    const refused = end('ipvs', podKey('web'));
    expect(explain(refused, 'web').title).toBe('Destination unreachable');
    expect(end('iptables', clientKey('visitor'))).toMatchObject({ outcome: 'timedOut' });
  });

  it('PG2 says which row refused it', () => {
    for (const [mode, chain] of [
      ['nftables', 'cluster-ips-check'],
      ['ipvs', 'KUBE-IPVS-FILTER'],
    ] as const) {
      const simulation = street(mode);
      const told = ask(
        simulation,
        podKey('web'),
        `ping://${serviceNamed(simulation, 'shop').spec.clusterIP}`,
      );
      const end = told.packetEnds.find(({ reason }) => reason === 'PingRefused');
      expect(end?.rule?.chain).toBe(chain);
      expect(pathOf(told, 'refused')).toEqual(['Node//node-a', podKey('web')]);
    }
  });

  it('PG3 what leaves the cluster has the address of the node, and conntrack finds back by the identifier', () => {
    const simulation = street('iptables');
    const { end, hops } = ask(simulation, podKey('web'), 'ping://far.example.com');
    expect(end).toMatchObject({ outcome: 'answered', sourceSeen: '192.168.1.11' });
    expect(hops.map(({ reason }) => reason)).toContain('ReplyTranslatedBack');
    const table = simulation.network.nodes.get('Node//node-a')!.conntrack;
    const [entry] = [...entriesOf(table)].filter(({ original }) => original.protocol === 'ICMP');
    expect(conntrackRule(entry!, simulation.now).text).toMatch(
      /^icmp {5}1 \d+ src=10\.244\.1\.\d+ dst=198\.51\.100\.9 type=8 code=0 id=(\d+) src=198\.51\.100\.9 dst=192\.168\.1\.11 type=0 code=0 id=\d+/,
    );
  });

  it('PG4 a load balancer has ports only', () => {
    const simulation = street('iptables', service('front', { type: 'LoadBalancer' }), cloudProvider());
    const { ip } = serviceNamed(simulation, 'front').status!.loadBalancer!.ingress![0]!;
    expect(ask(simulation, clientKey('visitor'), `ping://${ip}`).end).toMatchObject({
      outcome: 'timedOut',
      reason: 'PortNotBalanced',
    });
  });

  it('PG5 explanations of a ping name no ports', () => {
    const simulation = street('iptables');
    const { hops, packetEnds } = ask(simulation, podKey('web'), 'ping://far.example.com');
    for (const step of [...hops, ...packetEnds].filter(({ packetKind }) => packetKind !== 'dnsQuery')) {
      if (step.before.protocol !== 'ICMP') continue;
      const { title, sentence } = explain(step, 'here');
      expect(`${title} ${sentence}`).not.toMatch(/:\d|request come|port 0/);
    }
  });

  it('PG6 lookup://host only asks for the name, and connects to nothing', () => {
    const simulation = street('iptables');
    const told = ask(simulation, podKey('web'), 'lookup://shop');
    expect(told.end).toMatchObject({ outcome: 'answered', status: undefined });
    expect(told.hops.map(({ packetKind }) => packetKind)).not.toContain('request');
    expect(told.hops.some(({ packetKind }) => packetKind === 'dnsReply')).toBe(true);
    expect(ask(simulation, podKey('web'), 'lookup://nobody').end.outcome).toBe('nameNotFound');
    expect(ask(simulation, clientKey('visitor'), 'lookup://far.example.com').end.outcome).toBe('answered');
  });

  it('PG6 other records than addresses are asked for in packets too', () => {
    const simulation = street('iptables');
    const { clusterIP = '' } = serviceNamed(simulation, 'shop').spec;
    const reverse = `${clusterIP.split('.').reverse().join('.')}.in-addr.arpa.`;
    const pointed = ask(simulation, podKey('web'), `lookup://${reverse}?type=PTR`);
    const told = pointed.packetEnds.find(({ packetKind }) => packetKind === 'dnsReply')!;
    expect(pointed.end.outcome).toBe('answered');
    expect(told.details).toMatchObject({ type: 'PTR', records: 'shop.default.svc.cluster.local.' });
    expect(explain(told, 'web').sentence).toContain('The PTR record of');
    const served = ask(simulation, podKey('web'), 'lookup://shop?type=SRV');
    const answer = served.packetEnds.find(
      ({ packetKind, reason }) => packetKind === 'dnsReply' && reason === 'DnsAnswer',
    );
    expect(answer!.details!.records).toBe('0 100 80 shop.default.svc.cluster.local.');
    expect(ask(simulation, podKey('web'), 'lookup://shop?type=TXT').end).toMatchObject({
      outcome: 'nameNotFound',
      reason: 'NameHasNoAddress',
    });
  });
});
