import { describe, expect, it } from 'vitest';
import type { OutsideServer } from '../../kubernetes/kubehop.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { client, cluster, edit, node, pod, run, service } from '../../testing/cluster.ts';
import {
  ask,
  clientKey,
  outsideServer,
  pathOf,
  podKey,
  reasonsOf,
  tell,
  traffic,
} from '../../testing/requests.ts';
import { explain } from '../reasons.ts';
import { advance, cloneSimulation } from '../simulation.ts';
import { sendRequest } from './request.ts';

/** A caller, an alias for a server on the internet, and a shop. */
function town(...objects: KubernetesObject[]) {
  const simulation = cluster([
    node('node-a'),
    node('node-b'),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    service('shop'),
    service('payments', { type: 'ExternalName', externalName: 'pay.example.com' }),
    outsideServer('pay', 'pay.example.com'),
    client('visitor'),
    ...objects,
  ]);
  expect(simulation.refused).toEqual([]);
  return simulation;
}

const gateway = 'OutsideServer.kubehop.dev//pay';
const web = podKey('web');

describe('what is asked', () => {
  it('HT1 a request says host, path and method as the client wrote them, whatever the name leads to', () => {
    const simulation = town();
    sendRequest(simulation, { from: web, url: 'https://Payments:8443/pay?now=1#top' });
    const [start] = advance(simulation, 0);
    expect(start).toMatchObject({
      type: 'RequestStart',
      http: {
        scheme: 'https',
        method: 'GET',
        host: 'payments',
        serverName: 'payments',
        path: '/pay?now=1',
        port: 8443,
      },
    });
    const options = { host: 'Shop.example.com:80', method: 'POST', headers: { 'X-Canary': 'yes' } };
    const told = ask(simulation, web, 'http://shop/', options);
    const events = [told.end];
    expect(events[0]).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it('HT1 what is no HTTP has no status', () => {
    const simulation = town(
      pod('db', 'db', { nodeName: 'node-b', containers: [{ name: 'db', image: 'postgres' }] }),
    );
    const address = simulation.byKind.Pod.get('Pod/default/db')!.status!.podIP!;
    expect(ask(simulation, web, `tcp://${address}:5432`).end).toMatchObject({
      outcome: 'answered',
      status: undefined,
    });
    expect(ask(simulation, web, 'http://shop/').end.status).toBe(200);
  });

  it('HT2 a Service is asked with https on a port 443, and without HTTP on the port of a database', () => {
    const simulation = town(
      service('web-tls', {
        selector: { app: 'shop' },
        ports: [{ name: 'https', port: 443, targetPort: 8080 }],
      }),
      service('db', { selector: { app: 'shop' }, ports: [{ port: 5432, targetPort: 8080 }] }),
    );
    const url = (name: string, port?: number) =>
      ask(simulation, web, port === undefined ? { name } : { name, port }).end.url;
    expect(url('web-tls')).toBe('https://web-tls/');
    expect(url('db')).toBe('tcp://db:5432/');
    expect(url('shop')).toBe('http://shop/');
    expect(url('payments', 443)).toBe('https://payments/');
  });
});

describe('ExternalName', () => {
  it('HT3 an alias leads to the server, but the Host header is the alias: 404', () => {
    const told = ask(town(), web, 'http://payments/');
    expect(told.end).toMatchObject({
      outcome: 'answered',
      status: 404,
      reason: 'UnknownHost',
      answeredBy: gateway,
      details: { host: 'payments', serves: 'pay.example.com' },
    });
    expect(pathOf(told, 'request')).toEqual([web, 'Node//node-a', gateway]);
    expect(explain(told.end, 'web').sentence).toContain('Host header payments');
  });

  it('HT3 the right Host header, or the real name, gets 200; the bare address gets 404', () => {
    const simulation = town();
    expect(ask(simulation, web, 'http://payments/', { host: 'pay.example.com' }).end.status).toBe(200);
    expect(ask(simulation, web, 'http://PAY.example.com/').end.status).toBe(200);
    const { address } = simulation.byKind.OutsideServer.get(gateway)!.spec;
    expect(ask(simulation, web, `http://${address}/`).end).toMatchObject({
      status: 404,
      reason: 'UnknownHost',
    });
  });

  it('HT4 over TLS the certificate is for the real name: the client closes before it asks', () => {
    const simulation = town();
    const told = ask(simulation, web, 'https://payments.default.svc.cluster.local/', {
      host: 'pay.example.com',
    });
    expect(told.end).toMatchObject({ outcome: 'tlsFailed', reason: 'TlsNameMismatch', status: undefined });
    expect(explain(told.end, 'web').sentence).toContain(
      "SSL: no alternative certificate subject name matches target host name 'payments.default.svc.cluster.local'",
    );
    expect(reasonsOf(told, 'reply').at(-1)).toBe('TlsNameMismatch');
    expect(ask(simulation, web, 'https://pay.example.com/').end.status).toBe(200);
  });

  it('HT4 the right TLS server name with the wrong Host is misdirected (421), with the right Host it is answered', () => {
    const simulation = town();
    const tlsServerName = 'pay.example.com';
    expect(ask(simulation, web, 'https://payments/', { tlsServerName }).end).toMatchObject({
      outcome: 'answered',
      status: 421,
      reason: 'MisdirectedRequest',
    });
    const both = { tlsServerName, host: 'pay.example.com' };
    expect(ask(simulation, web, 'https://payments/', both).end.status).toBe(200);
  });

  it('HT5 an outside server serves its hostname and further names, or any host if it says so; its certificate stays its own', () => {
    const simulation = town();
    edit<OutsideServer>(simulation, gateway, (server) => ({
      ...server,
      spec: { ...server.spec, names: ['*.shop.example.com'] },
    }));
    expect(ask(simulation, web, 'http://payments/', { host: 'eu.shop.example.com' }).end.status).toBe(200);
    expect(ask(simulation, web, 'http://payments/', { host: 'a.b.shop.example.com' }).end.status).toBe(404);
    edit<OutsideServer>(simulation, gateway, (server) => ({
      ...server,
      spec: { ...server.spec, acceptsAnyHost: true },
    }));
    expect(ask(simulation, web, 'http://payments/').end.status).toBe(200);
    expect(ask(simulation, web, 'https://payments/').end.reason).toBe('TlsNameMismatch');
  });

  it('HT6 plain HTTP to the TLS port gets 400, and TLS to the plain port fails', () => {
    const simulation = town();
    expect(ask(simulation, web, 'http://pay.example.com:443/').end).toMatchObject({
      status: 400,
      reason: 'PlainHttpToTlsPort',
    });
    expect(ask(simulation, web, 'https://pay.example.com:80/').end).toMatchObject({
      outcome: 'tlsFailed',
      reason: 'TlsNotSpoken',
    });
  });
});

describe('applications', () => {
  const shopWith = (annotations: Record<string, string>) =>
    cluster([
      node('node-a'),
      node('node-b'),
      pod('web', 'web', { nodeName: 'node-a' }),
      pod('shop-b', 'shop', { nodeName: 'node-b' }, { annotations }),
      service('shop'),
    ]);

  it('HT7 an application answers with the status that its Pod is annotated with', () => {
    const { end } = ask(shopWith({ 'kubehop.dev/status': '503' }), web, 'http://shop/');
    expect(end).toMatchObject({ outcome: 'answered', status: 503, answeredBy: podKey('shop-b') });
    expect(explain(end, 'web').title).toBe('503 Service Unavailable');
  });

  it('HT8 an answer takes so many milliseconds on the wire longer', () => {
    const took = (annotations: Record<string, string>) => {
      const { end } = ask(shopWith(annotations), web, 'http://shop/');
      expect(end.outcome).toBe('answered');
      return end.at - end.startedAt;
    };
    const difference = took({ 'kubehop.dev/latency-ms': '4' }) - took({});
    expect(difference).toBe(4000);
  });

  it('HT9 an application that hangs takes the connection and never answers', () => {
    const told = ask(shopWith({ 'kubehop.dev/alive': 'false' }), web, 'http://shop/');
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'ApplicationHangs', answeredBy: null });
    expect(told.packetEnds.find(({ packetKind }) => packetKind === 'request')).toMatchObject({
      verdict: 'delivered',
      place: podKey('shop-b'),
    });
    expect(pathOf(told, 'reply')).toEqual([]);
  });

  it('HT10 the certificate of a Pod is for the names that it is annotated with', () => {
    const simulation = shopWith({ 'kubehop.dev/certificate': 'shop.example.com, *.default.svc' });
    expect(ask(simulation, web, 'https://shop:80/').end.reason).toBe('TlsNameMismatch');
    expect(ask(simulation, web, 'https://shop.default.svc:80/').end.status).toBe(200);
    expect(ask(simulation, web, 'http://shop/').end.status).toBe(200);
  });

  it('HT11 an answer that is still being thought about survives a checkpoint', () => {
    const original = shopWith({ 'kubehop.dev/latency-ms': '6' });
    const id = sendRequest(original, { from: web, url: 'http://shop/' });
    advance(original, 7000);
    const copy = cloneSimulation(original);
    const ends = [original, copy].map((each) => tell(run(each, 20_000), id)?.end);
    expect(ends[0]).toMatchObject({ outcome: 'answered', status: 200 });
    expect(ends[1]).toEqual(ends[0]);
  });
});

it('HT1 Traffic sends its Host header, path and headers', () => {
  const simulation = town(
    traffic('pay', {
      from: { kind: 'Pod', namespace: 'default', name: 'web' },
      service: { name: 'payments' },
      host: 'pay.example.com',
      path: '/checkout',
      headers: { 'X-Version': '2' },
    }),
  );
  const events = run(simulation, 20_000);
  const start = events.find((event) => event.type === 'RequestStart');
  expect(start?.http).toMatchObject({
    host: 'pay.example.com',
    path: '/checkout',
    headers: { 'x-version': '2' },
  });
  expect(events.find((event) => event.type === 'RequestEnd')?.status).toBe(200);
  expect(ask(simulation, clientKey('visitor'), 'http://pay.example.com/').end.status).toBe(200);
});
