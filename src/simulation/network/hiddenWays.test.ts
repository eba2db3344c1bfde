import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { client, cloudProvider, cluster, node, pod, service, serviceNamed } from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, podKey } from '../../testing/requests.ts';
import { explain } from '../reasons.ts';
import { listenerText, parseListens } from './podServer.ts';

function saying<T extends KubernetesObject>(object: T, name: string, value: string): T {
  return { ...object, metadata: { ...object.metadata, annotations: { [name]: value } } };
}

const hidden = (name: string) => saying(node(name), 'kubehop.dev/outside', 'hidden');

describe('a bridge without hairpin mode', () => {
  const plain = [pod('shop-a', 'shop', { nodeName: 'node-a' }), service('shop')];

  it('FT14 loses what a Pod sends to itself through its Service, and nothing else', () => {
    const street = [...plain, pod('web', 'web', { nodeName: 'node-a' })];
    const simulation = cluster([saying(node('node-a'), 'kubehop.dev/hairpin', 'off'), ...street]);
    const { end, packetEnds } = ask(simulation, podKey('shop-a'), 'http://shop/');
    expect(end.outcome).toBe('timedOut');
    const lost = packetEnds.find(({ verdict }) => verdict === 'dropped')!;
    expect(lost).toMatchObject({ reason: 'HairpinOff', place: 'Node//node-a' });
    expect(explain(lost, 'node-a').sentence).toContain('the very Pod that sends');
    expect(ask(simulation, podKey('web'), 'http://shop/').end.outcome).toBe('answered');
    expect(ask(simulation, podKey('shop-a'), 'http://localhost:8080/').end.outcome).toBe('answered');
  });

  it('FT14 with hairpin mode it comes back', () => {
    const simulation = cluster([node('node-a'), ...plain]);
    expect(ask(simulation, podKey('shop-a'), 'http://shop/').end.outcome).toBe('answered');
  });
});

describe('nodes that nobody outside sees', () => {
  const shop = service('shop', { type: 'LoadBalancer' });
  const all = [pod('shop-a', 'shop', { nodeName: 'node-b' }), shop, client('visitor'), cloudProvider()];

  it('IN4 a nodePort of theirs is silent, a load balancer reaches it', () => {
    const simulation = cluster([hidden('node-a'), hidden('node-b'), ...all]);
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    const told = ask(simulation, clientKey('visitor'), `http://192.168.1.11:${nodePort}/`);
    expect(told.end.outcome).toBe('timedOut');
    expect(told.packetEnds[0]).toMatchObject({ reason: 'NoRoute', details: { isHidden: true } });
    expect(explain(told.packetEnds[0]!, 'visitor').lookAt).toContain('load balancer');
    expect(ask(simulation, clientKey('visitor'), 'http://192.0.2.40/').end.outcome).toBe('answered');
  });

  it('IN4 a proxy reaches it too, and answers come back to what the Pods ask outside', () => {
    const proxy = cloudProvider({ ipMode: 'Proxy' });
    const outside = outsideServer('pay', 'pay.example.com');
    const simulation = cluster([hidden('node-a'), hidden('node-b'), ...all.slice(0, 3), proxy, outside]);
    expect(ask(simulation, clientKey('visitor'), 'http://192.0.2.40/').end.outcome).toBe('answered');
    expect(ask(simulation, podKey('shop-a'), 'http://pay.example.com/').end.outcome).toBe('answered');
  });
});

describe('a process on 127.0.0.1', () => {
  const shop = saying(pod('shop-a', 'shop', { nodeName: 'node-a' }), 'kubehop.dev/listens', '127.0.0.1:8080');

  it('RQ13 answers its own Pod only', () => {
    const simulation = cluster([
      node('node-a'),
      shop,
      pod('web', 'web', { nodeName: 'node-a' }),
      service('shop'),
    ]);
    const { end } = ask(simulation, podKey('web'), 'http://shop/');
    expect(end).toMatchObject({
      outcome: 'refused',
      reason: 'PortNotListening',
      details: { isLocalOnly: true },
    });
    expect(explain(end, 'web').sentence).toContain('listens on 127.0.0.1:8080');
    expect(ask(simulation, podKey('shop-a'), 'http://127.0.0.1:8080/').end.outcome).toBe('answered');
    expect(ask(simulation, podKey('shop-a'), 'http://10.244.1.2:8080/').end.outcome).toBe('refused');
  });

  it('RQ13 the kubelet is refused as well', () => {
    const readinessProbe = { tcpSocket: { port: 8080 } };
    const containers = [{ name: 'shop', image: 'shop', readinessProbe }];
    const probed = { ...shop, spec: { ...shop.spec, containers } };
    const simulation = cluster([
      node('node-a'),
      probed,
      pod('web', 'web', { nodeName: 'node-a' }),
      service('shop'),
    ]);
    expect(ask(simulation, podKey('web'), 'http://shop/').end.reason).toBe('NoReadyEndpoints');
  });

  it('RQ13 is told apart from all addresses', () => {
    const texts = (text: string) => parseListens(text).map(listenerText);
    expect(texts('127.0.0.1:8080, localhost:81/udp, [::1]:82')).toEqual([
      '127.0.0.1:8080/TCP',
      '127.0.0.1:81/UDP',
      '127.0.0.1:82/TCP',
    ]);
    expect(texts('0.0.0.0:8080, [::]:81, *:82, 9.9.9.9:83')).toEqual(['8080/TCP', '81/TCP', '82/TCP']);
  });
});
