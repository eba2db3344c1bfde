import { describe, expect, it } from 'vitest';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import {
  client,
  cloudProvider,
  cluster,
  create,
  edit,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, pathOf, podKey, reasonsOf, tell } from '../../testing/requests.ts';
import { advance } from '../simulation.ts';
import { sendRequest } from './request.ts';

function street(...services: Service[]) {
  const simulation = cluster([
    node('node-a'),
    node('node-b'),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('web', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    ...services,
  ]);
  expect(simulation.refused).toEqual([]);
  return simulation;
}

describe('no ready endpoint', () => {
  it('KP5 is refused at once, on the node that the packet reaches first', () => {
    const simulation = street(service('empty', { type: 'NodePort' }));
    const inside = ask(simulation, podKey('web'), 'http://empty/');
    expect(inside.end).toMatchObject({
      outcome: 'refused',
      reason: 'NoReadyEndpoints',
      answeredBy: null,
      sourceSeen: null,
      service: 'Service/default/empty',
      details: { serviceName: 'empty', endpoints: 0, ready: 0 },
    });
    expect(pathOf(inside, 'request')).toEqual([podKey('web'), 'Node//node-b']);
    expect(pathOf(inside, 'refused')).toEqual(['Node//node-b', podKey('web')]);
    const { nodePort } = serviceNamed(simulation, 'empty').spec.ports![0]!;
    const outside = ask(simulation, clientKey('visitor'), `http://192.168.1.11:${nodePort}/`);
    expect(outside.end).toMatchObject({ outcome: 'refused', reason: 'NoReadyEndpoints' });
    expect(pathOf(outside, 'refused')).toEqual(['Node//node-a', clientKey('visitor')]);
  });

  it('KP5 counts what its slices list', () => {
    const simulation = street(service('shop'));
    edit<Pod>(simulation, podKey('shop-a'), (before) => ({
      ...before,
      metadata: { ...before.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
    }));
    run(simulation, 5000);
    const { end } = ask(simulation, podKey('web'), 'http://shop/');
    expect(end).toMatchObject({ outcome: 'refused', details: { endpoints: 1, ready: 0 } });
  });
});

describe('a wrong port', () => {
  it('RQ4 with a wrong targetPort the Pod itself refuses', () => {
    const simulation = street(service('shop', { ports: [{ port: 80, targetPort: 9999 }] }));
    const told = ask(simulation, podKey('web'), 'http://shop/');
    expect(told.end).toMatchObject({
      outcome: 'refused',
      reason: 'PortNotListening',
      answeredBy: podKey('shop-a'),
      sourceSeen: '10.244.2.2',
    });
    expect(told.packetEnds.find((end) => end.verdict === 'refused')!.place).toBe(podKey('shop-a'));
    const refusal = told.hops.filter((hop) => hop.packetKind === 'refused').at(-1)!;
    expect(refusal.after.source).toBe(serviceNamed(simulation, 'shop').spec.clusterIP);
  });

  it('RQ4 over UDP the refusal is an ICMP error, translated back like any reply', () => {
    const simulation = street(service('shop', { ports: [{ port: 53, targetPort: 9999, protocol: 'UDP' }] }));
    const told = ask(simulation, podKey('web'), 'udp://shop:53');
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'PortNotListening' });
    const refusal = told.hops.filter((hop) => hop.packetKind === 'refused').at(-1)!;
    expect(refusal.after).toMatchObject({
      protocol: 'ICMP',
      source: serviceNamed(simulation, 'shop').spec.clusterIP,
      destination: '10.244.2.2',
    });
  });

  it('KP20 a port that the Service does not have meets no rule with iptables: silence', () => {
    const simulation = street(service('shop'));
    expect(ask(simulation, podKey('web'), 'http://shop:81/').end).toMatchObject({
      outcome: 'timedOut',
      reason: 'NoRoute',
    });
  });

  it('IN3 a closed port of a node refuses', () => {
    const simulation = street();
    expect(ask(simulation, clientKey('visitor'), 'http://192.168.1.11:81/').end).toMatchObject({
      outcome: 'refused',
      reason: 'PortNotListening',
      answeredBy: 'Node//node-a',
    });
  });
});

describe('dropped', () => {
  it('KP6 with internalTrafficPolicy Local and no endpoint on the node: silence until the timeout', () => {
    const simulation = street(service('shop', { internalTrafficPolicy: 'Local' }));
    const start = simulation.now;
    const told = ask(simulation, podKey('web'), 'http://shop/', { timeoutSeconds: 4 });
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'NoLocalEndpoints', answeredBy: null });
    expect(pathOf(told, 'refused')).toEqual([]);
    const sentAt = told.hops.find((hop) => hop.packetKind === 'request')!.leavesAt;
    expect([told.end.startedAt, told.end.at]).toEqual([start, sentAt + 4000]);
  });

  it('KP14 loadBalancerSourceRanges drop everybody else at the node', () => {
    const simulation = street(
      service('shop', { type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.128/25'] }),
    );
    create(simulation, cloudProvider({ provisioningSeconds: 1 }));
    run(simulation, 5000);
    const told = ask(simulation, clientKey('visitor'), { name: 'shop' });
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'SourceRangeRefused' });
    expect(told.packetEnds.at(-1)!.rule!.chain).toBe('KUBE-PROXY-FIREWALL');
  });

  it('IN1 ClusterIPs and Pod addresses lead nowhere from outside', () => {
    const simulation = street(service('shop'));
    for (const address of [serviceNamed(simulation, 'shop').spec.clusterIP, '10.244.1.2'])
      expect(ask(simulation, clientKey('visitor'), `http://${address}:8080/`).end).toMatchObject({
        outcome: 'timedOut',
        reason: 'NoRoute',
      });
  });
});

describe('names', () => {
  it('DNS6 an unknown name is asked for along the whole search path, then it is not found', () => {
    const simulation = street();
    const told = ask(simulation, podKey('web'), 'http://shpo/');
    expect(told.end).toMatchObject({
      outcome: 'nameNotFound',
      reason: 'NameNotFound',
      details: { name: 'shpo', tried: 4 },
    });
    const asked = told.hops.filter((hop) => hop.reason === 'DnsQuery').map((hop) => hop.details!.name);
    expect(asked).toEqual([
      'shpo.default.svc.cluster.local',
      'shpo.svc.cluster.local',
      'shpo.cluster.local',
      'shpo',
    ]);
    expect(pathOf(told, 'request')).toEqual([]);
  });

  it('DNS9 clients on the internet ask the public DNS, which knows no Services', () => {
    const simulation = street(service('shop'));
    const told = ask(simulation, clientKey('visitor'), 'http://shop.default.svc.cluster.local/');
    expect(told.end).toMatchObject({ outcome: 'nameNotFound', details: { isPublic: true } });
    expect(told.hops).toEqual([]);
  });

  it('DNS8 without a ready CoreDNS Pod no name can be found out', () => {
    const simulation = street(service('shop'));
    edit<Service>(simulation, 'Service/kube-system/kube-dns', (before) => ({
      ...before,
      spec: { ...before.spec, selector: { 'k8s-app': 'nobody' } },
    }));
    run(simulation, 5000);
    const told = ask(simulation, podKey('web'), 'http://shop/');
    expect(told.end).toMatchObject({
      outcome: 'nameNotFound',
      reason: 'DnsUnavailable',
      details: { cause: 'NoReadyEndpoints' },
    });
    expect(
      ask(simulation, podKey('web'), `http://${serviceNamed(simulation, 'shop').spec.clusterIP}/`).end
        .outcome,
    ).toBe('answered');
  });
});

describe('nobody there', () => {
  it('RQ8 a pending load balancer gives no address to connect to', () => {
    const simulation = street(service('shop', { type: 'LoadBalancer' }));
    const told = ask(simulation, clientKey('visitor'), { name: 'shop' });
    expect(told.end).toMatchObject({ outcome: 'noAddress', reason: 'NoAddress', url: 'http://<pending>/' });
    expect(told.hops).toEqual([]);
  });

  it('RQ5 a packet to a Pod that is gone when it arrives is lost', () => {
    const simulation = street(service('shop'));
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    const id = sendRequest(simulation, {
      from: podKey('web'),
      url: `http://${clusterIP}/`,
      timeoutSeconds: 5,
    });
    run(simulation, 600);
    remove(simulation, podKey('shop-a'), 0);
    const told = tell(advance(simulation, simulation.now + 10_000), id)!;
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'HostUnreachable' });
    expect(reasonsOf(told, 'request').at(-1)).toBe('HostUnreachable');
  });

  it('RQ5 an answer to a Pod that is gone ends the request as timed out', () => {
    const simulation = street(service('shop'));
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    const id = sendRequest(simulation, { from: podKey('web'), url: `http://${clusterIP}/` });
    run(simulation, 1500);
    remove(simulation, podKey('web'), 0);
    const told = tell(advance(simulation, simulation.now + 20_000), id)!;
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'SenderNotRunning', answeredBy: null });
  });

  it('RQ5 who does not run cannot send', () => {
    const simulation = street();
    const { end } = ask(simulation, podKey('nobody'), 'http://shop/');
    expect(end).toMatchObject({ outcome: 'noAddress', reason: 'SenderNotRunning' });
  });

  it('RQ2 an answer that comes after the timeout meets nobody', () => {
    const simulation = street(service('shop'));
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    const id = sendRequest(simulation, {
      from: podKey('web'),
      url: `http://${clusterIP}/`,
      timeoutSeconds: 2,
    });
    const events = advance(simulation, simulation.now + 10_000);
    expect(tell(events, id)!.end).toMatchObject({
      outcome: 'timedOut',
      reason: 'TimedOut',
      answeredBy: null,
    });
    expect(reasonsOf(tell(events, id)!, 'reply').at(-1)).toBe('NobodyWaits');
  });
});
