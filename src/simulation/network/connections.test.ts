import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import {
  client,
  cluster,
  edit,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, podKey, reasonsOf, tally, traffic } from '../../testing/requests.ts';
import type { Header, Hop, RequestEnd, SimulationEvent } from '../events.ts';
import { createRandom } from '../random.ts';
import type { Simulation } from '../state.ts';
import {
  cloneConntrack,
  conntrackRule,
  createConntrack,
  entriesOf,
  findOriginal,
  findReply,
  remove as forget,
  masqueradePort,
  refresh,
  track,
  translateBack,
} from './conntrack.ts';

const header = (
  source: string,
  sourcePort: number,
  destination: string,
  destinationPort: number,
): Header => ({
  protocol: 'TCP',
  source,
  sourcePort,
  destination,
  destinationPort,
});
const asked = header('10.244.1.5', 40000, '10.96.1.1', 80);
const sent = header('10.244.1.5', 40000, '10.244.2.7', 8080);
const reply = header('10.244.2.7', 8080, '10.244.1.5', 40000);

describe('the table', () => {
  it('NF1 finds a connection from both sides, and no other', () => {
    const table = createConntrack();
    const entry = track(table, asked, sent, null, 0);
    expect(findOriginal(table, { ...asked }, 1)).toBe(entry);
    expect(findReply(table, reply, 1)).toBe(entry);
    expect(translateBack(entry, 'TCP')).toEqual(header('10.96.1.1', 80, '10.244.1.5', 40000));
    expect(findReply(table, { ...reply, protocol: 'ICMP' }, 1)).toBe(entry);
    for (const other of [
      { ...reply, source: '10.244.2.8' },
      { ...reply, sourcePort: 81 },
      { ...reply, protocol: 'UDP' as const },
      { ...reply, destinationPort: 40001 },
    ])
      expect(findReply(table, other, 1)).toBeNull();
    expect(findOriginal(table, { ...asked, destinationPort: 81 }, 1)).toBeNull();
  });

  it('NF1 keeps connections apart that leave from one socket', () => {
    const table = createConntrack();
    const other = { ...asked, destination: '10.96.1.2' };
    const first = track(table, asked, sent, null, 0);
    const second = track(table, other, { ...sent, destination: '10.244.3.7' }, null, 0);
    expect([findOriginal(table, asked, 1), findOriginal(table, other, 1)]).toEqual([first, second]);
    const copy = cloneConntrack(table);
    forget(table, first);
    expect([findOriginal(table, asked, 1), findOriginal(table, other, 1)]).toEqual([null, second]);
    expect(findReply(table, reply, 1)).toBeNull();
    expect([...entriesOf(copy)]).toHaveLength(2);
    expect(findOriginal(copy, asked, 1)).toMatchObject({ original: asked });
    forget(table, second);
    expect([table.originals.size, table.replies.size]).toEqual([0, 0]);
  });

  it('CT1 an entry that nothing has passed for its timeout is gone', () => {
    const table = createConntrack();
    const entry = track(table, asked, sent, null, 0);
    expect(findReply(table, reply, 119_999)).toBe(entry);
    refresh(entry, 'ESTABLISHED', 119_999);
    expect(findReply(table, reply, 80_000_000)).toBe(entry);
    expect(findReply(table, reply, 119_999 + 86_400_000)).toBeNull();
    const query = { ...asked, protocol: 'UDP' as const };
    track(table, query, { ...sent, protocol: 'UDP' }, null, 0);
    expect(findOriginal(table, query, 30_000)).toBeNull();
    track(table, query, { ...sent, protocol: 'UDP' }, null, 0);
    track(table, asked, sent, null, 1_000_000);
    expect([...entriesOf(table)]).toHaveLength(1);
  });

  it('NF3 no two connections towards one receiver get the same port of the node', () => {
    const table = createConntrack();
    const random = createRandom(1, 'ports');
    const receiver = { destination: '10.244.2.7', destinationPort: 8080, protocol: 'TCP' as const };
    const ports = new Set<number>();
    for (let n = 0; n < 20_000; n++) {
      const port = masqueradePort(table, '192.168.1.11', receiver, random);
      ports.add(port);
      track(
        table,
        { ...asked, sourcePort: n },
        { ...sent, source: '192.168.1.11', sourcePort: port },
        null,
        0,
      );
    }
    expect(ports.size).toBe(20_000);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(1024);
    expect(Math.max(...ports)).toBeLessThanOrEqual(65_535);
  });

  it('CT4 an entry prints as `conntrack -L` does', () => {
    const table = createConntrack();
    const entry = track(table, asked, sent, null, 0);
    expect(conntrackRule(entry, 1000).text).toBe(
      'tcp      6 119 SYN_SENT src=10.244.1.5 dst=10.96.1.1 sport=40000 dport=80 [UNREPLIED] src=10.244.2.7 dst=10.244.1.5 sport=8080 dport=40000 mark=0 use=1',
    );
    refresh(entry, 'ESTABLISHED', 1000);
    expect(conntrackRule(entry, 1000).text).toBe(
      'tcp      6 86400 ESTABLISHED src=10.244.1.5 dst=10.96.1.1 sport=40000 dport=80 src=10.244.2.7 dst=10.244.1.5 sport=8080 dport=40000 [ASSURED] mark=0 use=1',
    );
  });
});

function town(...objects: KubernetesObject[]): Simulation {
  return cluster([
    node('node-a'),
    node('node-b'),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    outsideServer('pay', 'pay.example.com'),
    service('shop'),
    ...objects,
  ]);
}

const endsOf = (events: readonly SimulationEvent[]): RequestEnd[] =>
  events.filter((event) => event.type === 'RequestEnd');
const requestsFrom = (events: readonly SimulationEvent[], from: string): Hop[] =>
  events.filter(
    (event) => event.type === 'Hop' && event.packetKind === 'request' && event.from === from,
  ) as Hop[];

function entriesOn(simulation: Simulation, name: string) {
  return [...entriesOf(simulation.network.nodes.get(`Node//${name}`)!.conntrack)];
}

describe('connections', () => {
  it('NF4 what a Pod sends out of the cluster has the address of its node, and the answer finds back', () => {
    const told = ask(town(), podKey('web'), 'http://pay.example.com/');
    expect(told.end).toMatchObject({ outcome: 'answered', sourceSeen: '192.168.1.12' });
    expect(reasonsOf(told, 'request')).toEqual(['Sent', 'LeavesCluster', 'Answered']);
    expect(told.hops.at(-1)!.after).toMatchObject({ source: '198.51.100.9', destination: '10.244.2.3' });
  });

  it('NF5 between Pods nothing is masqueraded; another node sees the address of the sender’s node', () => {
    const simulation = town();
    const { podIP } = simulation.byKind.Pod.get(podKey('shop-a'))!.status!;
    const toPod = ask(simulation, podKey('web'), `http://${podIP}:8080/`);
    expect(toPod.end).toMatchObject({ outcome: 'answered', sourceSeen: '10.244.2.3' });
    const toOtherNode = ask(simulation, podKey('web'), 'http://192.168.1.11:81/');
    expect(toOtherNode.end).toMatchObject({ outcome: 'refused', sourceSeen: '192.168.1.12' });
    const toOwnNode = ask(simulation, podKey('web'), 'http://192.168.1.12:81/');
    expect(toOwnNode.end).toMatchObject({ outcome: 'refused', sourceSeen: '10.244.2.3' });
  });

  it('RQ3 each request opens a connection of its own: another port, maybe another Pod', () => {
    const simulation = town(
      traffic('visits', {
        from: { kind: 'Pod', name: 'web' },
        service: { name: 'shop' },
        requestsPerSecond: 1,
      }),
    );
    const events = run(simulation, 40_000);
    const sentOut = requestsFrom(events, podKey('web'));
    expect(sentOut.length).toBeGreaterThan(30);
    expect(new Set(sentOut.map((hop) => hop.after.sourcePort)).size).toBe(sentOut.length);
    expect(new Set(endsOf(events).map((end) => end.answeredBy)).size).toBe(2);
    expect(
      entriesOn(simulation, 'node-b').filter((entry) => entry.original.protocol === 'TCP').length,
    ).toBeLessThan(5);
  });

  it('NF2 RQ3 a connection that is kept alive stays with its Pod, also when that Pod is no longer ready', () => {
    const simulation = town(
      traffic('visits', {
        from: { kind: 'Pod', name: 'web' },
        service: { name: 'shop' },
        connection: 'HTTP2',
        requestsPerSecond: 1,
        timeoutSeconds: 30,
      }),
    );
    const before = endsOf(run(simulation, 20_000));
    const [server] = Object.keys(tally(before.map((end) => end.answeredBy)));
    edit<Pod>(simulation, server!, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
    }));
    run(simulation, 10_000);
    const events = run(simulation, 20_000);
    expect(tally(endsOf(events).map((end) => end.answeredBy))).toEqual({ [server!]: endsOf(events).length });
    const sentOut = requestsFrom(events, podKey('web'));
    expect(new Set(sentOut.map((hop) => hop.after.sourcePort)).size).toBe(1);
    const onward = requestsFrom(events, 'Node//node-b').filter((hop) => hop.before.destinationPort === 80);
    expect(tally(onward.map((hop) => hop.reason))).toEqual({ EstablishedConnection: onward.length });
  });

  it('RQ3 when its Pod is gone a kept connection is opened anew, to another one', () => {
    const simulation = town(
      traffic('visits', {
        from: { kind: 'Pod', name: 'web' },
        service: { name: 'shop' },
        connection: 'KeepAlive',
        timeoutSeconds: 5,
      }),
    );
    const before = endsOf(run(simulation, 20_000));
    const server = before.at(-1)!.answeredBy!;
    remove(simulation, server, 0);
    run(simulation, 10_000);
    const after = endsOf(run(simulation, 20_000));
    expect(after.length).toBeGreaterThan(10);
    expect(tally(after.map((end) => end.outcome))).toEqual({ answered: after.length });
    expect(after.map((end) => end.answeredBy)).not.toContain(server);
  });

  it('CT3 a closed connection is forgotten, a query stays for its timeout', () => {
    const simulation = town();
    ask(simulation, podKey('web'), 'http://shop/');
    expect(entriesOn(simulation, 'node-b').map((entry) => entry.original.protocol)).toEqual(['UDP']);
    ask(simulation, podKey('web'), `http://${serviceNamed(simulation, 'shop').spec.clusterIP}:99/`);
    expect(entriesOn(simulation, 'node-b').filter((entry) => entry.original.protocol === 'TCP')).toEqual([]);
  });

  it('CT2 UDP entries to endpoints that no longer serve are cleared at the sync, TCP ones stay', () => {
    const port = 5353;
    const simulation = town(
      service('names', {
        selector: { app: 'shop' },
        ports: [{ port, targetPort: 8080, protocol: 'UDP', name: 'udp' }],
      }),
    );
    const { clusterIP } = serviceNamed(simulation, 'names').spec;
    for (let n = 0; n < 12; n++)
      ask(simulation, podKey('web'), `udp://${clusterIP}:${port}/`, { timeoutSeconds: 1 });
    const targets = () =>
      new Set(entriesOn(simulation, 'node-b').map((entry) => entry.translated.destination));
    const shopA = simulation.byKind.Pod.get(podKey('shop-a'))!.status!.podIP!;
    expect(targets()).toContain(shopA);
    remove(simulation, podKey('shop-a'), 0);
    run(simulation, 3000);
    expect(targets()).not.toContain(shopA);
    expect(targets().size).toBe(1);
  });

  it('KP23 a Pod on the host network sends and is reached under the address of its node', () => {
    const simulation = town(
      pod('host', 'host', { nodeName: 'node-a', hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
      service('host'),
    );
    run(simulation, 5000);
    const out = ask(simulation, podKey('host'), 'http://shop/');
    expect(out.end).toMatchObject({ outcome: 'answered' });
    expect(out.end.sourceSeen).toBe('192.168.1.11');
    const into = ask(simulation, podKey('web'), 'http://host/');
    expect(into.end).toMatchObject({ outcome: 'answered', answeredBy: podKey('host') });
    const direct = ask(simulation, clientKey('visitor'), 'http://192.168.1.11:8080/');
    expect(direct.end).toMatchObject({
      outcome: 'answered',
      answeredBy: podKey('host'),
      sourceSeen: '203.0.113.7',
    });
  });
});
