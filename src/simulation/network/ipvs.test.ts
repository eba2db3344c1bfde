import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import {
  client,
  cloudProvider,
  cluster,
  edit,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, reasonsOf, type Told, traffic } from '../../testing/requests.ts';
import { explain } from '../reasons.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';
import { ipvsRuleset } from './ipvsRuleset.ts';
import type { IpvsScheduler } from './ipvsSchedulers.ts';
import { sendRequest } from './request.ts';

function proxy(mode: string, settings: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    mode,
    ...settings,
  } as KubernetesObject;
}

/** Three Pods of the Service shop, two of them on node-a; web sends from node-a, other from node-b. */
function street(mode: string, services: KubernetesObject[], scheduler: IpvsScheduler = 'rr') {
  const simulation = cluster([
    proxy(mode, { ipvs: { scheduler } }),
    node('node-a'),
    node('node-b'),
    pod('shop-0', 'shop', { nodeName: 'node-a' }),
    pod('shop-1', 'shop', { nodeName: 'node-a' }),
    pod('shop-2', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('other', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    cloudProvider(),
    ...services,
  ]);
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  return simulation;
}

function answers(simulation: Simulation, from: string, url: string, times: number): (string | null)[] {
  return Array.from({ length: times }, () => ask(simulation, from, url).end.answeredBy);
}

/** The row that decided for this reason. */
function ruleFor({ hops, packetEnds }: Told, wanted: string) {
  return [...hops, ...packetEnds].find(({ reason }) => reason === wanted)?.rule;
}

const shop = service('shop');
const url = (simulation: Simulation) => `http://${serviceNamed(simulation, 'shop').spec.clusterIP}/`;

describe('schedulers', () => {
  it('IV1 round robin gives each connection to the next endpoint, and every node counts for itself', () => {
    const simulation = street('ipvs', [shop]);
    const [first, second, third, fourth] = answers(simulation, podKey('web'), url(simulation), 4);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(fourth).toBe(first);
    expect(answers(simulation, podKey('other'), url(simulation), 2)).toEqual([first, second]);
    expect(answers(simulation, podKey('web'), url(simulation), 2)).toEqual([second, third]);
  });

  it('IV1 goes on with the next one when the last one is gone', () => {
    const simulation = street('ipvs', [shop]);
    const [, second, third] = answers(simulation, podKey('web'), url(simulation), 5);
    remove(simulation, second!, 0);
    run(simulation, 5000);
    expect(answers(simulation, podKey('web'), url(simulation), 1)).toEqual([third]);
  });

  it('IV2 the scheduler of the KubeProxyConfiguration decides', () => {
    const spread = (scheduler: IpvsScheduler, from: string, count = 6) => {
      const simulation = street('ipvs', [shop], scheduler);
      return new Set(answers(simulation, from, url(simulation), count)).size;
    };
    expect(spread('wrr', podKey('web'))).toBe(3);
    expect(spread('sh', podKey('web'))).toBe(1);
    expect(spread('dh', podKey('web'))).toBe(1);
    expect(spread('mh', podKey('web'), 20)).toBeGreaterThan(1);
    // Connections that have ended still weigh for two minutes with lc, but not with sed, nq and lblc.
    expect(spread('lc', podKey('web'))).toBe(3);
    expect(spread('wlc', podKey('web'))).toBe(3);
    expect(spread('sed', podKey('web'))).toBe(1);
    expect(spread('nq', podKey('web'))).toBe(1);
    expect(spread('lblc', podKey('web'))).toBe(1);
  });

  it('IV2 sh keeps a source, dh an address', () => {
    const bySource = street('ipvs', [shop], 'sh');
    const sources = [podKey('web'), podKey('other'), podKey('shop-0'), podKey('shop-1'), podKey('shop-2')];
    const found = sources.map((from) => answers(bySource, from, url(bySource), 2));
    for (const [once, again] of found) expect(again).toBe(once);
    expect(new Set(found.flat()).size).toBeGreaterThan(1);
    const byAddress = street('ipvs', [shop], 'dh');
    const one = answers(byAddress, podKey('web'), url(byAddress), 1);
    expect(answers(byAddress, podKey('other'), url(byAddress), 1)).toEqual(one);
  });

  it.each(['lc', 'sed', 'nq', 'lblc'] as const)(
    'IV2 %s gives requests that wait to idle endpoints',
    (scheduler) => {
      const simulation = street('ipvs', [shop], scheduler);
      const count = scheduler === 'lblc' ? 4 : 3;
      for (let sent = 0; sent < count; sent += 1)
        sendRequest(simulation, { from: podKey('web'), url: url(simulation) });
      const ends = run(simulation, 20_000).filter((event) => event.type === 'RequestEnd');
      expect(ends).toHaveLength(count);
      expect(new Set(ends.map(({ answeredBy }) => answeredBy)).size).toBe(scheduler === 'lblc' ? 2 : 3);
    },
  );

  it('IV2 an explanation names the scheduler', () => {
    const simulation = street('ipvs', [shop]);
    const { hops } = ask(simulation, podKey('web'), url(simulation));
    const { title, sentence } = explain(hops.find(({ reason }) => reason === 'EndpointPicked')!, 'node-a');
    expect(title).toBe('IPVS on node-a rewrites it');
    expect(sentence).toContain('3 ready endpoints, one after the other (rr, round robin).');
  });
});

describe('virtual servers', () => {
  it('IV3 affinity holds per virtual server, for its timeout', () => {
    const sticky = service('shop', {
      type: 'NodePort',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
    });
    const simulation = street('ipvs', [sticky]);
    const [first, ...others] = answers(simulation, podKey('web'), url(simulation), 4);
    expect(new Set(others)).toEqual(new Set([first]));
    // Another source is scheduled anew, and so is the same source at the node's port.
    const [second] = answers(simulation, podKey('shop-0'), url(simulation), 1);
    expect(second).not.toBe(first);
    run(simulation, 61_000);
    expect(answers(simulation, podKey('web'), url(simulation), 1)).not.toEqual([first]);
  });

  it('IV4 a virtual server without endpoints refuses', () => {
    const simulation = street('ipvs', [service('shop', { selector: { app: 'nobody' } })]);
    const told = ask(simulation, podKey('web'), url(simulation));
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'NoReadyEndpoints' });
    expect(ruleFor(told, 'NoReadyEndpoints')?.text).toMatch(
      /^IPVS: rr: TCP 10\.96\.\d+\.\d+:80 - no destination available$/,
    );
  });

  it('IV5 a port that the Service does not have is refused, and the host never sees it', () => {
    const simulation = street('ipvs', [shop]);
    const { clusterIP } = serviceNamed(simulation, 'shop').spec;
    const told = ask(simulation, podKey('web'), `http://${clusterIP}:10250/`);
    expect(told.end).toMatchObject({ outcome: 'refused', reason: 'PortNotServed' });
    expect(ruleFor(told, 'PortNotServed')?.chain).toBe('KUBE-IPVS-FILTER');
  });

  it('IV6 an unused ClusterIP is on no interface: silence', () => {
    const simulation = street('ipvs', [shop]);
    expect(ask(simulation, podKey('web'), 'http://10.96.200.200/').end).toMatchObject({
      outcome: 'timedOut',
      reason: 'NoRoute',
    });
  });

  it('IV7 nodePorts answer on the addresses of the node, not on localhost', () => {
    const simulation = street('ipvs', [service('shop', { type: 'NodePort' })]);
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    const outside = ask(simulation, clientKey('visitor'), `http://192.168.1.11:${nodePort}/`).end;
    expect(outside).toMatchObject({ outcome: 'answered' });
    expect(outside.sourceSeen).toMatch(/^192\.168\.1\./);
    expect(ask(simulation, 'Node//node-a', `http://127.0.0.1:${nodePort}/`).end.outcome).toBe('refused');
    expect(ask(simulation, 'Node//node-a', `http://192.168.1.11:${nodePort}/`).end.outcome).toBe('answered');
  });

  it('IV8 with a Local policy and no endpoint here the others are used: Pods get answers, strangers cannot use theirs', () => {
    const local = service('shop', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: { app: 'shop', on: 'b' },
    });
    const simulation = street('ipvs', [local]);
    edit<Pod>(simulation, podKey('shop-2'), (before) => ({
      ...before,
      metadata: { ...before.metadata, labels: { app: 'shop', on: 'b' } },
    }));
    run(simulation, 5000);
    const { spec, status } = serviceNamed(simulation, 'shop');
    const balancer = `http://${status!.loadBalancer!.ingress![0]!.ip}/`;
    const inside = ask(simulation, podKey('web'), balancer).end;
    expect(inside).toMatchObject({ outcome: 'answered', answeredBy: podKey('shop-2') });
    const { nodePort } = spec.ports![0]!;
    const onNode = (number: number) =>
      ask(simulation, clientKey('visitor'), `http://192.168.1.1${number}:${nodePort}/`);
    expect(onNode(2).end).toMatchObject({ outcome: 'answered', sourceSeen: '203.0.113.7' });
    const lost = onNode(1);
    expect(lost.end).toMatchObject({ outcome: 'timedOut', reason: 'UnexpectedReply' });
    expect(reasonsOf(lost, 'request')).toContain('EndpointPicked');
  });

  it('IV8 internalTrafficPolicy Local refuses where no endpoint is, because nothing else accepts traffic', () => {
    const local = service('shop', { internalTrafficPolicy: 'Local', selector: { app: 'nobody' } });
    const simulation = street('ipvs', [local]);
    expect(ask(simulation, podKey('web'), url(simulation)).end).toMatchObject({
      outcome: 'refused',
      reason: 'NoReadyEndpoints',
    });
  });

  it('IV9 a connection ends with its virtual server, where the other modes let it live on', () => {
    const outcome = (mode: string) => {
      const steady = traffic('steady', {
        from: { kind: 'Pod', namespace: 'default', name: 'web' },
        url: 'http://10.96.0.99/',
        connection: 'KeepAlive',
      });
      const simulation = street(mode, [service('shop', { clusterIP: '10.96.0.99' }), steady]);
      run(simulation, 10_000);
      remove(simulation, 'Service/default/shop');
      run(simulation, 3000);
      const ends = run(simulation, 30_000).filter((event) => event.type === 'RequestEnd');
      return ends.at(-1)!.outcome;
    };
    expect(outcome('iptables')).toBe('answered');
    expect(outcome('ipvs')).toBe('timedOut');
  });

  it('IV10 an endpoint that is gone keeps its connections with weight 0, over TCP', () => {
    const simulation = street('ipvs', [shop]);
    const [first] = answers(simulation, podKey('web'), url(simulation), 1);
    const { podIP } = simulation.byKind.Pod.get(first!)!.status!;
    const listing = () => {
      const { rules, ipvs } = simulation.network.nodes.get('Node//node-a')!;
      return ipvsRuleset(rules, ipvs)
        .split('\n')
        .filter((line) => line.includes(`-> ${podIP}:8080`));
    };
    expect(listing().map((line) => line.trim().split(/ +/).slice(3))).toEqual([['1', '0', '1']]);
    remove(simulation, first!, 0);
    run(simulation, 5000);
    expect(listing().map((line) => line.trim().split(/ +/).slice(3))).toEqual([['0', '0', '1']]);
    run(simulation, 120_000);
    answers(simulation, podKey('web'), url(simulation), 1);
    expect(listing()).toEqual([]);
  });

  it('IV11 sources are masqueraded by ipsets: outsiders at ClusterIPs, everybody at external addresses with policy Cluster', () => {
    const simulation = street('ipvs', [service('shop', { type: 'LoadBalancer' })]);
    const seen = (from: string, to: string) => ask(simulation, from, to).end.sourceSeen;
    const { spec, status } = serviceNamed(simulation, 'shop');
    const podIP = simulation.byKind.Pod.get(podKey('web'))!.status!.podIP!;
    expect(seen(podKey('web'), url(simulation))).toBe(podIP);
    const balancer = `http://${status!.loadBalancer!.ingress![0]!.ip}/`;
    expect(seen(podKey('web'), balancer)).toBe('192.168.1.11');
    expect(seen('Node//node-a', url(simulation))).toBe('192.168.1.11');
    expect(seen(podKey('web'), `http://192.168.1.11:${spec.ports![0]!.nodePort}/`)).toBe('192.168.1.11');
  });

  it('IV11 a ClusterIP whose port is also a nodePort is masqueraded, for its address is the node’s own', () => {
    const same = service('shop', {
      type: 'NodePort',
      ports: [{ port: 30080, nodePort: 30080, targetPort: 8080 }],
    });
    const seen = (mode: string) => {
      const simulation = street(mode, [same]);
      const { clusterIP } = serviceNamed(simulation, 'shop').spec;
      return ask(simulation, podKey('web'), `http://${clusterIP}:30080/`).end.sourceSeen;
    };
    expect(seen('iptables')).toMatch(/^10\.244\./);
    expect(seen('ipvs')).toBe('192.168.1.11');
  });

  it('IV12 source ranges are asked before endpoints are looked for', () => {
    const guarded = service('shop', {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
    });
    const simulation = street('ipvs', [guarded]);
    const balancer = `http://${serviceNamed(simulation, 'shop').status!.loadBalancer!.ingress![0]!.ip}/`;
    expect(ask(simulation, clientKey('visitor'), balancer).end.outcome).toBe('answered');
    for (const [from, chain] of [
      [podKey('web'), 'KUBE-SOURCE-RANGES-FIREWALL'],
      ['Node//node-a', 'KUBE-IPVS-OUT-FILTER'],
    ] as const) {
      const told = ask(simulation, from, balancer);
      expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'SourceRangeRefused' });
      expect(ruleFor(told, 'SourceRangeRefused')?.chain).toBe(chain);
    }
  });

  it('IV13 a Pod that reaches itself through its Service sees the address of its node', () => {
    const simulation = street('ipvs', [shop]);
    const ends = Array.from({ length: 3 }, () => ask(simulation, podKey('shop-0'), url(simulation)).end);
    expect(ends.find(({ answeredBy }) => answeredBy === podKey('shop-0'))?.sourceSeen).toBe('192.168.1.11');
  });

  it('IV1 a copy of the simulation goes on as the original does', () => {
    const simulation = street('ipvs', [shop]);
    answers(simulation, podKey('web'), url(simulation), 2);
    const copy = cloneSimulation(simulation);
    const inCopy = answers(copy, podKey('web'), url(copy), 4);
    expect(answers(simulation, podKey('web'), url(simulation), 4)).toEqual(inCopy);
  });
});
