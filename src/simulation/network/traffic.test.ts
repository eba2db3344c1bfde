import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import {
  client,
  cloudProvider,
  cluster,
  deployment,
  edit,
  node,
  pod,
  podsOf,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, tally, traffic } from '../../testing/requests.ts';
import type { RequestStart, SimulationEvent } from '../events.ts';
import { listenersOf, parseListens } from './podServer.ts';
import { parseTarget } from './target.ts';

const key = 'Traffic.kubehop.dev//visits';
const startsOf = (events: readonly SimulationEvent[]): RequestStart[] =>
  events.filter((event) => event.type === 'RequestStart');

function busy(spec: Partial<Traffic['spec']>, ...objects: KubernetesObject[]) {
  return cluster([
    node('node-a'),
    pod('shop'),
    pod('web'),
    service('shop'),
    client('visitor'),
    ...objects,
    traffic('visits', { from: { kind: 'Pod', name: 'web' }, service: { name: 'shop' }, ...spec }),
  ]);
}

describe('traffic', () => {
  it('RQ6 sends evenly at its rate, the first request within the first half second', () => {
    const starts = startsOf(run(busy({ requestsPerSecond: 4 }), 10_000));
    expect(starts).toHaveLength(40);
    expect(starts[0]!.at).toBeLessThan(500);
    const gaps = starts.slice(1).map((start, index) => start.at - starts[index]!.at);
    expect(new Set(gaps)).toEqual(new Set([250]));
    expect(tally(starts.map((start) => start.traffic))).toEqual({ [key]: 40 });
  });

  it('RQ6 a rate that does not divide a second loses nothing over time', () => {
    expect(startsOf(run(busy({ requestsPerSecond: 7 }), 100_000))).toHaveLength(700);
  });

  it('RQ6 follows its object: another rate, a pause, the end', () => {
    const simulation = busy({ requestsPerSecond: 1 });
    const count = () => startsOf(run(simulation, 10_000)).length;
    const setRate = (requestsPerSecond: number) =>
      edit<Traffic>(simulation, key, (object) => ({
        ...object,
        spec: { ...object.spec, requestsPerSecond },
      }));
    expect(count()).toBe(10);
    setRate(5);
    expect(count()).toBe(50);
    setRate(0);
    expect(count()).toBe(0);
    setRate(2);
    expect(count()).toBe(20);
    remove(simulation, key);
    expect(count()).toBe(0);
  });

  it('RQ6 from a Deployment each request leaves one of its ready Pods at random', () => {
    const simulation = busy(
      { from: { kind: 'Deployment', namespace: 'default', name: 'front' }, requestsPerSecond: 10 },
      deployment('front', 3),
    );
    const first = tally(startsOf(run(simulation, 30_000)).map((start) => start.from));
    expect(Object.keys(first)).toHaveLength(3);
    for (const count of Object.values(first)) expect(count).toBeGreaterThan(60);
    const [unready] = podsOf(simulation, 'front');
    const name = podKey(unready!.metadata.name);
    edit<Pod>(simulation, name, (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
    }));
    run(simulation, 3000);
    const later = tally(startsOf(run(simulation, 10_000)).map((start) => start.from));
    expect(Object.keys(later)).toHaveLength(2);
    expect(later[name]).toBeUndefined();
  });

  it('RQ6 waits while its sender does not run', () => {
    const simulation = busy({ from: { kind: 'Pod', name: 'later' } });
    expect(startsOf(run(simulation, 5000))).toEqual([]);
  });
});

describe('addresses', () => {
  it('RQ8 a Service is addressed as its caller would', () => {
    const simulation = cluster([
      node('node-a'),
      pod('shop'),
      pod('web'),
      client('visitor'),
      cloudProvider({ provisioningSeconds: 1 }),
      service('inner', { selector: { app: 'shop' }, ports: [{ port: 8000, targetPort: 8080 }] }),
      service('bare', {
        selector: { app: 'shop' },
        clusterIP: 'None',
        ports: [{ port: 80, targetPort: 8080 }],
      }),
      service('open', { selector: { app: 'shop' }, type: 'NodePort' }),
      service('balanced', { selector: { app: 'shop' }, type: 'LoadBalancer' }),
      service('dns', {
        selector: { app: 'shop' },
        ports: [{ name: 'dns', port: 53, targetPort: 8080, protocol: 'UDP' }],
      }),
    ]);
    run(simulation, 5000);
    const url = (from: string, name: string, port?: string) =>
      ask(simulation, from, { name, ...(port === undefined ? {} : { port }) }, { timeoutSeconds: 1 }).end.url;
    const { nodePort } = serviceNamed(simulation, 'open').spec.ports![0]!;
    const web = podKey('web');
    const visitor = clientKey('visitor');
    expect(url(web, 'inner')).toBe('http://inner:8000/');
    expect(url(web, 'bare')).toBe('http://bare:8080/');
    expect(url(web, 'balanced')).toBe('http://balanced/');
    expect(url(web, 'dns', 'dns')).toBe('udp://dns:53/');
    expect(url(web, 'nobody')).toBe('http://nobody/');
    expect(
      ask(simulation, web, { name: 'kube-dns', namespace: 'kube-system' }, { timeoutSeconds: 1 }).end.url,
    ).toBe('udp://kube-dns.kube-system:53/');
    expect(url(visitor, 'inner')).toBe(`http://${serviceNamed(simulation, 'inner').spec.clusterIP}:8000/`);
    expect(url(visitor, 'open')).toBe(`http://192.168.1.11:${nodePort}/`);
    expect(url(visitor, 'balanced')).toBe('http://192.0.2.40/');
  });

  it.each([
    ['http://shop/', 'shop', 80, 'TCP'],
    ['https://shop.default:8443/cart?x=1', 'shop.default', 8443, 'TCP'],
    ['https://pay.example.com', 'pay.example.com', 443, 'TCP'],
    ['redis://:secret@cache:6380/0', 'cache', 6380, 'TCP'],
    ['postgres://db/shop', 'db', 5432, 'TCP'],
    ['udp://10.96.0.10:53', '10.96.0.10', 53, 'UDP'],
    ['productcatalogservice:3550', 'productcatalogservice', 3550, 'TCP'],
  ])('RQ8 %s is read as host, port and protocol', (url, host, port, protocol) => {
    expect(parseTarget(url)).toMatchObject({ host, port, protocol });
  });

  it('RQ8 what has no host leads nowhere', () => {
    expect(parseTarget('')).toBeNull();
    expect(ask(busy({ requestsPerSecond: 0 }), podKey('web'), 'http:///x').end).toMatchObject({
      outcome: 'noAddress',
      reason: 'NoAddress',
    });
  });
});

describe('the process in a Pod', () => {
  const withContainer = (container: object, annotations = {}) =>
    ({
      ...pod('x'),
      metadata: { name: 'x', annotations },
      spec: { containers: [{ name: 'c', ...container }] },
    }) as Pod;

  it('RQ11 listens on what the annotation says, else on declared ports, PORT, what its image is known for, or 80', () => {
    const ports = [{ containerPort: 9000 }, { containerPort: 53, protocol: 'UDP' as const }];
    expect(listenersOf(withContainer({ ports }, { 'kubehop.dev/listens': '8080, 53/udp' }))).toEqual([
      { port: 8080, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
    ]);
    expect(listenersOf(withContainer({ ports, env: [{ name: 'PORT', value: '1' }] }))).toEqual([
      { port: 9000, protocol: 'TCP' },
      { port: 53, protocol: 'UDP' },
    ]);
    const portOf = (container: object) => listenersOf(withContainer(container))[0]!.port;
    expect(portOf({ env: [{ name: 'PORT', value: '7070' }], image: 'redis' })).toBe(7070);
    expect(portOf({ image: 'registry.example.com:5000/library/redis:8.0-alpine' })).toBe(6379);
    expect(portOf({ image: 'postgres@sha256:abc' })).toBe(5432);
    expect(portOf({ image: 'registry.example.com/shop' })).toBe(80);
    expect(parseListens('')).toEqual([]);
    expect(parseListens('x, 99999999, 80/ICMP')).toEqual([]);
  });
});
