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
import { ask, clientKey, outsideServer, pathOf, podKey, reasonsOf, tally } from '../../testing/requests.ts';

const NODE_A = '192.168.1.11';
const NODE_B = '192.168.1.12';
const NODE_C = '192.168.1.13';
const CLIENT = '203.0.113.7';

/** One Pod of the shop on node-a, one on node-b, none on node-c, where the caller is. */
function town(...services: KubernetesObject[]) {
  const simulation = cluster([
    node('node-a'),
    node('node-b'),
    node('node-c'),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-c' }),
    client('visitor'),
    outsideServer('pay', 'pay.example.com'),
    cloudProvider({ provisioningSeconds: 1 }),
    ...services,
  ]);
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  return simulation;
}

describe('ClusterIP', () => {
  it('RQ10 leads a Pod to one of the Service endpoints, which sees the Pod itself', () => {
    const simulation = town(service('shop'));
    const told = ask(simulation, podKey('web'), 'http://shop/');
    expect(told.end).toMatchObject({
      outcome: 'answered',
      service: 'Service/default/shop',
      sourceSeen: '10.244.3.2',
    });
    expect([podKey('shop-a'), podKey('shop-b')]).toContain(told.end.answeredBy);
    const nodeOfAnswer = told.end.answeredBy === podKey('shop-a') ? 'Node//node-a' : 'Node//node-b';
    expect(pathOf(told, 'request')).toEqual([
      podKey('web'),
      'Node//node-c',
      nodeOfAnswer,
      told.end.answeredBy,
    ]);
    expect(pathOf(told, 'reply')).toEqual(pathOf(told, 'request').toReversed());
  });

  it('NF1 translates the reply back, so that it comes from the address that was asked', () => {
    const simulation = town(service('shop'));
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    const told = ask(simulation, podKey('web'), 'http://shop/');
    const sent = told.hops.find((hop) => hop.packetKind === 'request')!.after;
    const received = told.hops.filter((hop) => hop.packetKind === 'reply').at(-1)!.after;
    expect(sent).toMatchObject({ destination: clusterIP, destinationPort: 80 });
    expect(received).toEqual({
      protocol: 'TCP',
      source: sent.destination,
      sourcePort: sent.destinationPort,
      destination: sent.source,
      destinationPort: sent.sourcePort,
    });
    expect(reasonsOf(told, 'reply')).toEqual([
      'Answered',
      'RoutedToNode',
      'ReplyTranslatedBack',
      'AnswerReceived',
    ]);
  });

  it('RQ9 every hop leaves where and when the packet arrived before, unchanged in between', () => {
    const simulation = town(service('shop'));
    const { hops, packetEnds } = ask(simulation, podKey('web'), 'http://shop/');
    const packets = new Set(hops.map((hop) => hop.packetId));
    for (const id of packets) {
      const own = hops.filter((hop) => hop.packetId === id);
      own.forEach((hop, index) => {
        const next = own[index + 1] ?? null;
        expect(hop.arrivesAt).toBeGreaterThan(hop.leavesAt);
        expect(Number.isInteger(hop.arrivesAt)).toBe(true);
        if (next === null) return;
        expect([next.from, next.leavesAt]).toEqual([hop.to, hop.arrivesAt]);
        expect(next.before).toEqual(hop.after);
      });
      const ends = packetEnds.filter((end) => end.packetId === id);
      expect(ends).toHaveLength(1);
      expect([ends[0]!.place, ends[0]!.at]).toEqual([own.at(-1)!.to, own.at(-1)!.arrivesAt]);
    }
  });

  it('RQ9 every hop of a connection names the Service that it is addressed to, from the first on', () => {
    const simulation = town(service('shop', { type: 'NodePort' }));
    const port = serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort!;
    const told = ask(simulation, clientKey('visitor'), `http://${NODE_C}:${port}/`);
    expect(tally(told.hops.map((hop) => hop.service))).toEqual({ 'Service/default/shop': told.hops.length });
  });

  it('KP11 a Pod that reaches itself through its Service sees the address of its node', () => {
    const simulation = cluster([node('node-a'), pod('loop', 'ring'), service('ring')]);
    const { end } = ask(simulation, podKey('loop'), 'http://ring/');
    expect(end).toMatchObject({ outcome: 'answered', answeredBy: podKey('loop'), sourceSeen: NODE_A });
  });
});

describe('targetPort', () => {
  it('KP12 by name leads to the port that each Pod gives that name', () => {
    const named = (name: string, containerPort: number) =>
      pod(name, 'named', {
        containers: [{ name: 'app', image: 'x', ports: [{ name: 'web', containerPort }] }],
      });
    const simulation = cluster([
      node('node-a'),
      named('old', 8080),
      named('new', 9090),
      pod('caller'),
      service('named', { ports: [{ port: 80, targetPort: 'web' }] }),
    ]);
    const ports = new Map<string, number>();
    for (let n = 0; n < 20; n++) {
      const told = ask(simulation, podKey('caller'), 'http://named/');
      expect(told.end.outcome).toBe('answered');
      ports.set(
        told.end.answeredBy!,
        told.hops.filter((hop) => hop.packetKind === 'request').at(-1)!.after.destinationPort,
      );
    }
    expect(Object.fromEntries(ports)).toEqual({ [podKey('old')]: 8080, [podKey('new')]: 9090 });
  });
});

describe('NodePort', () => {
  it('KP10 answers on every node, also on one without a Pod of the Service', () => {
    const simulation = town(service('shop', { type: 'NodePort' }));
    const port = serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort!;
    for (const address of [NODE_A, NODE_B, NODE_C]) {
      const { end } = ask(simulation, clientKey('visitor'), `http://${address}:${port}/`);
      expect(end).toMatchObject({ outcome: 'answered', service: 'Service/default/shop' });
    }
  });

  it('KP25 a Pod may be led by another node to a Pod beside it, and hears its answer', () => {
    const simulation = town(
      service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
      pod('caller', 'caller', { nodeName: 'node-b' }),
    );
    const told = Array.from({ length: 20 }, () =>
      ask(simulation, podKey('caller'), `http://${NODE_A}:30080/`),
    );
    expect(tally(told.map(({ end }) => end.outcome))).toEqual({ answered: 20 });
    const neighbour = told.find(({ end }) => end.answeredBy === podKey('shop-b'))!;
    expect(neighbour.end.sourceSeen).toBe(NODE_A);
    expect(pathOf(neighbour, 'reply')).toEqual(pathOf(neighbour, 'request').toReversed());
    expect(pathOf(neighbour, 'request')).toEqual([
      podKey('caller'),
      'Node//node-b',
      'Node//node-a',
      'Node//node-b',
      podKey('shop-b'),
    ]);
  });

  it('KP7 under the Cluster policy the Pod sees the address of the node that was asked', () => {
    const simulation = town(service('shop', { type: 'NodePort' }));
    const port = serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort!;
    for (let n = 0; n < 8; n++) {
      const told = ask(simulation, clientKey('visitor'), `http://${NODE_C}:${port}/`);
      expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: NODE_C });
      expect(reasonsOf(told, 'request')[1]).toBe('EndpointPickedMasqueraded');
      expect(pathOf(told, 'reply').slice(-2)).toEqual(['Node//node-c', clientKey('visitor')]);
    }
  });

  it('KP8 under the Local policy the Pod sees the client, and a node without a Pod drops', () => {
    const simulation = town(service('shop', { type: 'NodePort', externalTrafficPolicy: 'Local' }));
    const port = serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort!;
    for (let n = 0; n < 4; n++)
      expect(ask(simulation, clientKey('visitor'), `http://${NODE_A}:${port}/`).end).toMatchObject({
        outcome: 'answered',
        answeredBy: podKey('shop-a'),
        sourceSeen: CLIENT,
      });
    expect(ask(simulation, clientKey('visitor'), `http://${NODE_C}:${port}/`).end).toMatchObject({
      outcome: 'timedOut',
      reason: 'NoLocalEndpoints',
      answeredBy: null,
    });
  });

  it('KP9 under the Local policy a Pod still reaches all endpoints, as itself', () => {
    const simulation = town(service('shop', { type: 'NodePort', externalTrafficPolicy: 'Local' }));
    const port = serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort!;
    const ends = Array.from(
      { length: 16 },
      () => ask(simulation, podKey('web'), `http://${NODE_C}:${port}/`).end,
    );
    expect(new Set(ends.map((end) => end.answeredBy))).toEqual(new Set([podKey('shop-a'), podKey('shop-b')]));
    expect(tally(ends.map((end) => end.sourceSeen))).toEqual({ '10.244.3.2': 16 });
  });

  it('KP9 at another node a Pod is a stranger: it comes there under the address of its own node', () => {
    const simulation = town(service('shop', { type: 'NodePort', externalTrafficPolicy: 'Local' }));
    const port = serviceNamed(simulation, 'shop').spec.ports![0]!.nodePort!;
    for (let n = 0; n < 4; n++)
      expect(ask(simulation, podKey('web'), `http://${NODE_A}:${port}/`).end).toMatchObject({
        outcome: 'answered',
        answeredBy: podKey('shop-a'),
        sourceSeen: NODE_C,
      });
  });
});

describe('LoadBalancer', () => {
  it('LB2 is passed by packets that stay as they are, and answers go around it', () => {
    const simulation = town(service('shop', { type: 'LoadBalancer' }));
    const told = ask(simulation, clientKey('visitor'), { name: 'shop' });
    const balancer = 'LoadBalancer/default/shop';
    expect(told.end).toMatchObject({ outcome: 'answered', url: 'http://192.0.2.40/' });
    expect(pathOf(told, 'request').slice(0, 2)).toEqual([clientKey('visitor'), balancer]);
    const passed = told.hops.find((hop) => hop.from === balancer)!;
    expect(passed.after).toBe(passed.before);
    expect(pathOf(told, 'reply')).not.toContain(balancer);
    expect(told.end.sourceSeen).toMatch(/^192\.168\.1\.1[123]$/);
  });

  it('LB3 under the Local policy goes only to nodes with a ready endpoint, and the Pod sees the client', () => {
    const simulation = town(service('shop', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }));
    const ends = Array.from({ length: 24 }, () =>
      ask(simulation, clientKey('visitor'), 'http://192.0.2.40/'),
    );
    expect(tally(ends.map(({ end }) => end.sourceSeen))).toEqual({ [CLIENT]: 24 });
    expect(new Set(ends.map(({ hops }) => hops[1]!.to))).toEqual(new Set(['Node//node-a', 'Node//node-b']));
  });

  it('LB7 is short-circuited for Pods: their node translates, and the packet never leaves the cluster', () => {
    const simulation = town(service('shop', { type: 'LoadBalancer' }));
    const told = ask(simulation, podKey('web'), 'http://192.0.2.40/');
    expect(told.end.outcome).toBe('answered');
    expect(pathOf(told, 'request')).not.toContain('LoadBalancer/default/shop');
  });
});

describe('ExternalName', () => {
  it('DNS5 is a CNAME: the Pod then talks to the outside server itself, under the address of its node', () => {
    const simulation = town(service('payments', { type: 'ExternalName', externalName: 'pay.example.com' }));
    const told = ask(simulation, podKey('web'), 'http://payments/');
    expect(told.end).toMatchObject({
      outcome: 'answered',
      answeredBy: 'OutsideServer.kubehop.dev//pay',
      sourceSeen: NODE_C,
      service: 'Service/default/payments',
    });
    expect(pathOf(told, 'request')).toEqual([
      podKey('web'),
      'Node//node-c',
      'OutsideServer.kubehop.dev//pay',
    ]);
    expect(told.packetEnds.find((end) => end.reason === 'DnsAnswer')!.details).toMatchObject({
      alias: 'pay.example.com',
      address: '198.51.100.9',
    });
  });
});

describe('headless', () => {
  it('DNS3 answers with Pod addresses, and the packet goes to the Pod without any translation', () => {
    const simulation = town(service('shop', { clusterIP: 'None' }));
    const seen = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const told = ask(simulation, podKey('web'), 'http://shop:8080/');
      const requests = told.hops.filter((hop) => hop.packetKind === 'request');
      expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: '10.244.3.2' });
      expect(requests.every((hop) => hop.after === requests[0]!.before)).toBe(true);
      expect(requests[0]!.service).toBe('Service/default/shop');
      seen.add(told.end.answeredBy!);
    }
    expect(seen).toEqual(new Set([podKey('shop-a'), podKey('shop-b')]));
  });
});
