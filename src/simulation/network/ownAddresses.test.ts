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
import { ask, outsideServer, pathOf, podKey, reasonsOf } from '../../testing/requests.ts';

const NODE = 'Node//node-a';

function street(mode: string, settings: Record<string, unknown> = {}, ...objects: KubernetesObject[]) {
  const simulation = cluster([
    {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      metadata: { name: 'kube-proxy' },
      mode,
      ...settings,
    } as KubernetesObject,
    node('node-a'),
    node('node-b'),
    pod('shop', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-a' }),
    client('visitor'),
    outsideServer('far', 'far.example.com'),
    service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
    ...objects,
  ]);
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  return simulation;
}

describe('a node sends', () => {
  it.each(['iptables', 'nftables', 'ipvs'])(
    'NO1 to a ClusterIP through its own rules, masqueraded (%s)',
    (mode) => {
      const simulation = street(mode);
      const { clusterIP } = serviceNamed(simulation, 'shop').spec;
      const told = ask(simulation, NODE, `http://${clusterIP}/`);
      expect(told.end).toMatchObject({
        outcome: 'answered',
        answeredBy: podKey('shop'),
        sourceSeen: '192.168.1.11',
        service: 'Service/default/shop',
      });
      expect(pathOf(told, 'request')).toEqual([NODE, NODE, 'Node//node-b', podKey('shop')]);
      expect(pathOf(told, 'reply')).toEqual([podKey('shop'), 'Node//node-b', NODE, NODE]);
      expect(reasonsOf(told, 'request')).toEqual([
        'Sent',
        'EndpointPickedMasqueraded',
        'DeliveredToPod',
        'Answered',
      ]);
      // To an address on kube-ipvs0 it sends from that address.
      expect(told.hops[0]!.before.source).toBe(mode === 'ipvs' ? clusterIP : '192.168.1.11');
    },
  );

  it('NO1 to Pods, other nodes and the internet as itself', () => {
    const simulation = street('iptables');
    const seen = (url: string) => ask(simulation, NODE, url).end;
    const address = (name: string) => simulation.byKind.Pod.get(podKey(name))!.status!.podIP!;
    for (const name of ['web', 'shop'])
      expect(seen(`http://${address(name)}:8080/`)).toMatchObject({
        answeredBy: podKey(name),
        sourceSeen: '192.168.1.11',
      });
    expect(seen('http://192.168.1.12:30080/').answeredBy).toBe(podKey('shop'));
    expect(seen('http://192.168.1.12:10/')).toMatchObject({ outcome: 'refused', reason: 'PortNotListening' });
    expect(seen('http://far.example.com/')).toMatchObject({
      outcome: 'answered',
      sourceSeen: '192.168.1.11',
    });
  });

  it('NO2 to a nodePort on localhost: iptables answers, unless localhostNodePorts is false; the others refuse', () => {
    const end = (mode: string, settings = {}, host = '127.0.0.1') =>
      ask(street(mode, settings), NODE, `http://${host}:30080/`).end;
    expect(end('iptables')).toMatchObject({ outcome: 'answered', sourceSeen: '192.168.1.11' });
    expect(end('iptables', {}, 'localhost').outcome).toBe('answered');
    expect(end('iptables', { iptables: { localhostNodePorts: false } }).outcome).toBe('refused');
    expect(end('nftables')).toMatchObject({ outcome: 'refused', reason: 'PortNotListening' });
    expect(end('ipvs')).toMatchObject({ outcome: 'refused', reason: 'PortNotListening' });
  });

  it.each(['iptables', 'nftables', 'ipvs'])('NO2 to a nodePort on its own address (%s)', (mode) => {
    expect(ask(street(mode), NODE, 'http://192.168.1.11:30080/').end).toMatchObject({
      outcome: 'answered',
      sourceSeen: '192.168.1.11',
    });
  });

  it('NO3 under names of the public DNS only; a Service is addressed by its ClusterIP', () => {
    const simulation = street('iptables');
    expect(ask(simulation, NODE, 'http://shop/').end).toMatchObject({ outcome: 'nameNotFound' });
    const { end } = ask(simulation, NODE, { name: 'shop' });
    expect(end.url).toBe(`http://${serviceNamed(simulation, 'shop').spec.clusterIP}/`);
    expect(end.outcome).toBe('answered');
  });

  it('NO4 is refused as anybody else is', () => {
    const simulation = street('iptables', {}, service('empty', { selector: { app: 'nobody' } }));
    const told = ask(simulation, NODE, `http://${serviceNamed(simulation, 'empty').spec.clusterIP}/`);
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'NoReadyEndpoints' });
    expect(pathOf(told, 'refused')).toEqual([NODE, NODE]);
  });

  it.each(['iptables', 'ipvs'])('NO5 a Pod on the host network reaches its own node’s ports (%s)', (mode) => {
    const simulation = street(mode, {}, pod('agent', 'agent', { nodeName: 'node-a', hostNetwork: true }));
    const end = (url: string) => ask(simulation, podKey('agent'), url).end;
    expect(end('http://192.168.1.11:30080/')).toMatchObject({
      outcome: 'answered',
      answeredBy: podKey('shop'),
    });
    expect(end('http://127.0.0.1:30080/').outcome).toBe(mode === 'iptables' ? 'answered' : 'refused');
    expect(end('http://127.0.0.1:8080/')).toMatchObject({ outcome: 'answered', answeredBy: podKey('agent') });
    expect(end('http://192.168.1.11:8080/').answeredBy).toBe(podKey('agent'));
    expect(ask(simulation, NODE, 'http://127.0.0.1:8080/').end.answeredBy).toBe(podKey('agent'));
  });

  it('NO6 asks its own health check port', () => {
    const local = service('front', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    const simulation = street('iptables', {}, local);
    const { healthCheckNodePort } = serviceNamed(simulation, 'front').spec;
    expect(ask(simulation, NODE, `http://127.0.0.1:${healthCheckNodePort}/`).end).toMatchObject({
      answeredBy: NODE,
      outcome: 'answered',
    });
  });

  it('NO1 to a balancer with the Local policy: in ipvs mode only Pods of its own find the way back', () => {
    const local = service('front', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: { app: 'shop' },
    });
    const end = (from: string) => {
      const simulation = street('ipvs', {}, local, cloudProvider());
      const { ip } = serviceNamed(simulation, 'front').status!.loadBalancer!.ingress![0]!;
      return ask(simulation, from, `http://${ip}/`).end;
    };
    expect(end('Node//node-b')).toMatchObject({ outcome: 'answered', sourceSeen: '192.0.2.40' });
    expect(end(NODE)).toMatchObject({ outcome: 'timedOut', reason: 'UnexpectedReply' });
  });

  it('NO5 an application that thinks for a while still answers on 127.0.0.1', () => {
    const slow = pod(
      'agent',
      'agent',
      { nodeName: 'node-a', hostNetwork: true },
      { annotations: { 'kubehop.dev/latency-ms': '2' } },
    );
    const simulation = street('iptables', {}, slow);
    expect(ask(simulation, NODE, 'http://127.0.0.1:8080/').end.answeredBy).toBe(podKey('agent'));
  });
});
