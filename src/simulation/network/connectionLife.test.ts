import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import {
  client,
  cloudProvider,
  cluster,
  create,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, reasonsOf, tally, traffic } from '../../testing/requests.ts';
import type { Hop, PacketEnd, RequestEnd, SimulationEvent } from '../events.ts';
import { explain } from '../reasons.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';
import { conntrackRule, entriesOf } from './conntrack.ts';

/** A Pod whose process takes TCP and UDP. */
const shop = (name: string, nodeName: string, app = 'shop') =>
  pod(name, app, { nodeName }, { annotations: { 'kubehop.dev/listens': '8080, 8080/UDP' } });

/** Two Pods of `shop` on two nodes, and `web` that calls them. */
function town(spec: Partial<Traffic['spec']>, ...objects: KubernetesObject[]): Simulation {
  return cluster([
    node('node-a'),
    node('node-b'),
    shop('shop-a', 'node-a'),
    shop('shop-b', 'node-b'),
    pod('web', 'web', { nodeName: 'node-b' }),
    service('shop'),
    ...objects,
    traffic('visits', {
      from: { kind: 'Pod', name: 'web' },
      service: { name: 'shop' },
      timeoutSeconds: 10,
      ...spec,
    }),
  ]);
}

const endsOf = (events: readonly SimulationEvent[]): RequestEnd[] =>
  events.filter((event) => event.type === 'RequestEnd');
const stepsOf = (events: readonly SimulationEvent[], kind: Hop['packetKind']): (Hop | PacketEnd)[] =>
  events.filter(
    (event): event is Hop | PacketEnd =>
      (event.type === 'Hop' || event.type === 'PacketEnd') && event.packetKind === kind,
  );
/** The ports from which `web` has sent, in order of their first packet. */
const portsOf = (events: readonly SimulationEvent[]): number[] => [
  ...new Set(
    stepsOf(events, 'request').flatMap((step) =>
      step.type === 'Hop' && step.from === podKey('web') ? step.after.sourcePort : [],
    ),
  ),
];
const serversOf = (events: readonly SimulationEvent[]) => tally(endsOf(events).map((end) => end.answeredBy));
const outcomesOf = (events: readonly SimulationEvent[]) => tally(endsOf(events).map((end) => end.outcome));
const entriesOn = (simulation: Simulation, name: string) => [
  ...entriesOf(simulation.network.nodes.get(`Node//${name}`)!.conntrack),
];

describe('connections that are kept open', () => {
  it('CN1 HTTP/1.1 carries one request at a time: slow traffic needs one connection, fast traffic several', () => {
    expect(portsOf(run(town({ connection: 'KeepAlive', requestsPerSecond: 0.1 }), 100_000))).toHaveLength(1);
    const simulation = town({ connection: 'KeepAlive', requestsPerSecond: 3 });
    const events = run(simulation, 60_000);
    const ports = portsOf(events).length;
    // The first ones also ask for the name.
    expect(ports).toBeGreaterThan(3);
    expect(ports).toBeLessThan(30);
    const underWay = new Map<number, number>();
    const requestOf = new Map<number, number>();
    for (const event of events) {
      if (event.type === 'Hop' && event.packetKind === 'request' && event.from === podKey('web')) {
        expect(underWay.get(event.after.sourcePort)).toBeUndefined();
        underWay.set(event.after.sourcePort, event.requestId);
        requestOf.set(event.requestId, event.after.sourcePort);
      } else if (event.type === 'RequestEnd') underWay.delete(requestOf.get(event.requestId) ?? 0);
    }
    expect(outcomesOf(events)).toEqual({ answered: endsOf(events).length });
  });

  it('CN2 HTTP/2 sends everything over one connection, which stays on its Pod though the Service has others', () => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 5 });
    const before = run(simulation, 30_000);
    create(simulation, shop('shop-c', 'node-b'));
    const after = run(simulation, 30_000);
    expect(portsOf([...before, ...after])).toHaveLength(1);
    expect(Object.keys(serversOf([...before, ...after]))).toHaveLength(1);
    expect(endsOf(after).length).toBeGreaterThan(140);
    // All that waited for the name were sent at once.
    expect(endsOf(before).length).toBeGreaterThan(100);
    expect(Object.keys(serversOf(run(town({ requestsPerSecond: 5 }), 30_000)))).toHaveLength(2);
  });

  it('CN2 requests that wait for a connection share its fate when the name does not exist', () => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 5, service: { name: 'nobody' } });
    const events = run(simulation, 30_000);
    const ends = endsOf(events);
    expect(ends.length).toBeGreaterThan(100);
    expect(tally(ends.map((end) => end.outcome))).toEqual({ nameNotFound: ends.length });
    expect(stepsOf(events, 'request')).toEqual([]);
  });

  it('CN2 single requests of one sender share a connection too, and a change of the rate does not close it', () => {
    const simulation = town({ requestsPerSecond: 0 });
    const ports = [1, 2, 3].map(
      () => ask(simulation, podKey('web'), 'http://shop/', { connection: 'HTTP2' }).end.answeredBy,
    );
    expect(new Set(ports).size).toBe(1);
    expect(simulation.network.connections.get(podKey('web'))).toHaveLength(1);
  });

  it('CN3 a Pod that is told to stop closes its idle connections, and the next request opens one to another Pod', () => {
    const simulation = town({ connection: 'KeepAlive', requestsPerSecond: 0.1 });
    const before = run(simulation, 46_000);
    const [server] = Object.keys(serversOf(before));
    remove(simulation, server!);
    const events = run(simulation, 60_000);
    const farewell = stepsOf(events, 'close');
    expect(farewell[0]).toMatchObject({ from: server, reason: 'ConnectionClosed' });
    expect(farewell.at(-1)).toMatchObject({ place: podKey('web'), verdict: 'delivered' });
    // It comes from the Service's address, as every answer does.
    expect(farewell.at(-1)!.after.source).toBe(serviceNamed(simulation, 'shop').spec.clusterIP);
    expect(outcomesOf(events)).toEqual({ answered: endsOf(events).length });
    expect(Object.keys(serversOf(events))).not.toContain(server);
    expect(explain(farewell[0]!, 'shop-a').sentence).toContain('SIGTERM');
  });

  it('CN3 a request that passes the farewell on its way is reset', () => {
    const simulation = town({ connection: 'KeepAlive', requestsPerSecond: 3, timeoutSeconds: 30 });
    const [server] = Object.keys(serversOf(run(simulation, 20_000)));
    remove(simulation, server!);
    const lost = endsOf(run(simulation, 20_000)).filter((end) => end.outcome !== 'answered');
    expect(lost.length).toBeGreaterThan(0);
    expect(tally(lost.map((end) => end.reason))).toHaveProperty('ConnectionReset');
    const reset = lost.find((end) => end.reason === 'ConnectionReset')!;
    expect(explain(reset, 'web')).toMatchObject({ title: 'Connection reset' });
    expect(explain(reset, 'web').sentence).toContain('passed each other');
  });

  it('CN3 an HTTP/2 server says GOAWAY: what is under way is answered, and nothing is lost', () => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 3 });
    const [server] = Object.keys(serversOf(run(simulation, 20_000)));
    remove(simulation, server!);
    const events = run(simulation, 30_000);
    const late = run(simulation, 10_000);
    expect(Object.keys(serversOf(late))).toHaveLength(1);
    expect(serversOf(late)).not.toHaveProperty(server!);
    expect(stepsOf(events, 'close').some((step) => step.details?.isGoAway === true)).toBe(true);
    expect(serversOf(events)).toHaveProperty(server!);
  });

  it('CN4 for a process that is killed its kernel closes the connection', () => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 0.2 });
    const [server] = Object.keys(serversOf(run(simulation, 30_000)));
    remove(simulation, server!, 0);
    const events = run(simulation, 60_000);
    expect(stepsOf(events, 'close')[0]).toMatchObject({ from: server, details: { why: 'ended' } });
    const late = run(simulation, 30_000);
    expect(outcomesOf(late)).toEqual({ answered: endsOf(late).length });
    expect(serversOf(late)).not.toHaveProperty(server!);
  });

  it('CN5 a node that is gone says nothing: HTTP/1.1 learns by a timeout, HTTP/2 waits for its kernel for 15 minutes', () => {
    const lostAt = (connection: 'KeepAlive' | 'HTTP2') => {
      const simulation = town({ connection, requestsPerSecond: 0.1 });
      // Until one of them is on the other node.
      run(simulation, 30_000);
      const own = simulation.network.connections.get(podKey('web'))!;
      const isFar = own.some(({ server }) => server === podKey('shop-a'));
      if (!isFar) return null;
      remove(simulation, 'Node//node-a');
      const events = run(simulation, 1_200_000);
      expect(stepsOf(events, 'close')).toEqual([]);
      return endsOf(events).filter((end) => end.outcome === 'timedOut').length;
    };
    expect(lostAt('KeepAlive')).toBe(1);
    const lost = lostAt('HTTP2')!;
    expect(lost).toBeGreaterThan(85);
    expect(lost).toBeLessThan(100);
  });

  it('CN4 a request that a process had taken in is reset when the process is killed', () => {
    for (const connection of ['PerRequest', 'HTTP2'] as const) {
      const simulation = town(
        { requestsPerSecond: 2, connection, service: { name: 'slow' }, timeoutSeconds: 60 },
        pod('slow', 'slow', { nodeName: 'node-a' }, { annotations: { 'kubehop.dev/latency-ms': '20' } }),
        service('slow'),
      );
      run(simulation, 15_000);
      remove(simulation, podKey('slow'), 0);
      const lost = endsOf(run(simulation, 8000)).filter((end) => end.reason === 'ConnectionReset');
      expect(lost.length).toBeGreaterThan(5);
      expect(explain(lost[0]!, 'web').sentence).toMatch(/^Connection reset: The process/);
    }
  });

  it('CN6 connections are part of a checkpoint', () => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 2 });
    run(simulation, 10_500);
    const copy = cloneSimulation(simulation);
    remove(copy, podKey('shop-a'), 0);
    remove(copy, podKey('shop-b'), 0);
    run(copy, 20_000);
    expect(Object.keys(serversOf(run(simulation, 20_000)))).toHaveLength(1);
    expect(copy.network.connections.get(podKey('web'))).not.toEqual(
      simulation.network.connections.get(podKey('web')),
    );
  });
});

describe('the connection table', () => {
  const configuration = (conntrack: object): KubernetesObject =>
    ({
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      metadata: { name: 'config' },
      conntrack,
    }) as KubernetesObject;

  it.each([
    [{}, 86_399],
    [{ tcpEstablishedTimeout: '1h30m' }, 5399],
    [{ tcpEstablishedTimeout: '0s' }, 431_999],
  ])('CN7 established connections stay as long as kube-proxy says: %o', (conntrack, seconds) => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 0.01 }, configuration(conntrack));
    const { now } = simulation;
    run(simulation, 15_000);
    const entry = entriesOn(simulation, 'node-b').find(({ original }) => original.protocol === 'TCP')!;
    expect(entry.state).toBe('ESTABLISHED');
    const text = conntrackRule(entry, simulation.now).text;
    const left = Number(/^tcp +6 (\d+) ESTABLISHED .*\[ASSURED\]/.exec(text)![1]);
    expect(left).toBeLessThanOrEqual(seconds);
    expect(left).toBeGreaterThan(seconds - (simulation.now - now) / 1000 - 1);
  });

  it('CN7 a UDP flow stays 30 seconds, and 120 once it is a stream', () => {
    const simulation = town(
      { requestsPerSecond: 0 },
      service('names', { selector: { app: 'shop' }, ports: udpPorts }),
    );
    const flow = () =>
      entriesOn(simulation, 'node-b').find(({ original }) => original.destinationPort === 5353);
    create(simulation, udpTraffic('flow', 0.1));
    run(simulation, 9000);
    expect(flow()?.state).toBe('REPLIED');
    run(simulation, 30_000);
    expect(conntrackRule(flow()!, simulation.now).text).toMatch(/^udp +17 1[12]\d src=.* \[ASSURED\]/);
  });

  it('CN8 a UDP flow from one socket sticks to a Pod that is gone, until kube-proxy clears it', () => {
    const simulation = town(
      { requestsPerSecond: 0 },
      service('names', { selector: { app: 'shop' }, ports: udpPorts }),
    );
    create(simulation, udpTraffic('flow', 2));
    const before = run(simulation, 20_000);
    const [server] = Object.keys(serversOf(before));
    expect(Object.keys(serversOf(before))).toHaveLength(1);
    remove(simulation, server!, 0);
    const events = run(simulation, 20_000);
    const lost = stepsOf(events, 'request').filter((step) => step.reason === 'HostUnreachable');
    expect(lost.length).toBeGreaterThan(0);
    const late = run(simulation, 10_000);
    expect(outcomesOf(late)).toEqual({ answered: endsOf(late).length });
    expect(portsOf([...before, ...events, ...late])).toHaveLength(1);
  });

  it('CN8 without another endpoint kube-proxy clears nothing, and the next Pod is not found until then', () => {
    const simulation = town(
      { requestsPerSecond: 0 },
      shop('solo', 'node-a', 'solo'),
      service('names', { selector: { app: 'solo' }, ports: udpPorts }),
    );
    create(simulation, udpTraffic('flow', 2));
    run(simulation, 10_000);
    remove(simulation, podKey('solo'), 0);
    run(simulation, 10_000);
    const flows = () =>
      entriesOn(simulation, 'node-b').filter(({ original }) => original.destinationPort === 5353);
    expect(flows()).toHaveLength(1);
    const stale = flows()[0]!.translated.destination;
    create(simulation, shop('solo', 'node-a', 'solo'));
    run(simulation, 15_000);
    expect(flows()[0]!.translated.destination).not.toBe(stale);
    const late = run(simulation, 10_000);
    expect(serversOf(late)).toEqual({ [podKey('solo')]: endsOf(late).length });
  });

  it('CN9 a UDP flow that began before kube-proxy knew the Service is not translated, until it is cleared', () => {
    const simulation = town({ requestsPerSecond: 0 });
    create(simulation, udpTraffic('flow', 4, 'udp://10.96.9.9:5353/'));
    const before = run(simulation, 5000);
    expect(serversOf(before)).not.toHaveProperty(podKey('shop-a'));
    expect(entriesOn(simulation, 'node-b')).toMatchObject([
      {
        state: 'UNREPLIED',
        original: { destination: '10.96.9.9' },
        translated: { destination: '10.96.9.9' },
      },
    ]);
    const tracked = stepsOf(before, 'request').filter((step) => step.details?.isTracked === true);
    expect(explain(tracked[0]!, 'node-b').sentence).toContain('untranslated');
    create(
      simulation,
      service('names', { clusterIP: '10.96.9.9', selector: { app: 'shop' }, ports: udpPorts }),
    );
    run(simulation, 20_000);
    const late = run(simulation, 10_000);
    expect(outcomesOf(late)).toEqual({ answered: endsOf(late).length });
    expect(Object.keys(serversOf(late))).toHaveLength(1);
  });

  it('CN10 what is translated on the way there is translated back on the same node, to the last figure', () => {
    const simulation = town(
      { requestsPerSecond: 0 },
      client('visitor'),
      cloudProvider({ provisioningSeconds: 1 }),
      service('open', { selector: { app: 'shop' }, type: 'LoadBalancer' }),
      service('near', { selector: { app: 'shop' }, type: 'NodePort', externalTrafficPolicy: 'Local' }),
    );
    run(simulation, 5000);
    const told = [
      ...Array.from({ length: 6 }, () => ask(simulation, clientKey('visitor'), { name: 'open' })),
      ...['node-a', 'node-b'].map((name) =>
        ask(simulation, clientKey('visitor'), { name: 'near', node: name }),
      ),
      ...Array.from({ length: 4 }, () => ask(simulation, podKey('web'), 'http://shop/')),
      ask(simulation, podKey('shop-a'), 'http://shop/'),
    ];
    for (const { end, hops } of told) {
      expect(end.outcome).toBe('answered');
      const rewrites = (kind: Hop['packetKind']) =>
        hops.filter((hop) => hop.packetKind === kind && hop.before !== hop.after);
      const there = rewrites('request');
      const back = rewrites('reply');
      expect(there.length).toBeGreaterThan(0);
      expect(back.map((hop) => [hop.from, mirrored(hop.after), mirrored(hop.before)])).toEqual(
        there.map((hop) => [hop.from, hop.before, hop.after]).reverse(),
      );
    }
  });

  it('CN11 a connection that is open outlives its Service; a new one is not translated', () => {
    const simulation = town({ connection: 'HTTP2', requestsPerSecond: 1 });
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    run(simulation, 10_000);
    remove(simulation, 'Service/default/shop');
    run(simulation, 5000);
    const events = run(simulation, 20_000);
    expect(outcomesOf(events)).toEqual({ answered: endsOf(events).length });
    const fresh = ask(simulation, podKey('web'), `http://${clusterIP}/`, { timeoutSeconds: 3 });
    expect(fresh.end).toMatchObject({ outcome: 'timedOut', reason: 'NoRoute' });
    expect(reasonsOf(fresh, 'request')).toEqual(['Sent', 'NoRoute']);
  });
});

const udpPorts = [{ port: 5353, targetPort: 8080, protocol: 'UDP' as const }];

function udpTraffic(name: string, requestsPerSecond: number, url = 'udp://names:5353/'): Traffic {
  return traffic(name, {
    from: { kind: 'Pod', name: 'web' },
    url,
    connection: 'KeepAlive',
    requestsPerSecond,
    timeoutSeconds: 10,
  });
}

const mirrored = ({ protocol, source, sourcePort, destination, destinationPort }: Hop['after']) => ({
  protocol,
  source: destination,
  sourcePort: destinationPort,
  destination: source,
  destinationPort: sourcePort,
});
