import { describe, expect, it } from 'vitest';
import type { NetworkPolicy } from '../../kubernetes/networkPolicy.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import {
  client,
  cluster,
  create,
  edit,
  namespace,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, outsideServer, podKey, type Told, tell } from '../../testing/requests.ts';
import { explain } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import { sendRequest } from './request.ts';

function policy(name: string, spec: NetworkPolicy['spec'], inNamespace = 'default'): NetworkPolicy {
  const metadata = { name, namespace: inNamespace };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec };
}

const app = (name: string) => ({ matchLabels: { app: name } });
const dbFromAPI = policy('db-from-api', {
  podSelector: app('db'),
  ingress: [{ from: [{ podSelector: app('api') }], ports: [{ port: 8080 }] }],
});
const denyEgress = policy('deny-egress', { podSelector: app('api'), policyTypes: ['Egress'] });

/** `db` is on node-a, `api` and `web` are on node-b. */
function simulate(...objects: KubernetesObject[]): Simulation {
  return cluster([
    node('node-a'),
    node('node-b'),
    pod('db', 'db', { nodeName: 'node-a' }),
    pod('api', 'api', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    service('db'),
    ...objects,
  ]);
}

const patience = { timeoutSeconds: 3 };
const from = (simulation: Simulation, name: string, url = 'http://db/') =>
  ask(simulation, podKey(name), url, patience);
const dropOf = (told: Told) => told.packetEnds.find(({ verdict }) => verdict === 'dropped');
const addressOf = (simulation: Simulation, name: string) =>
  simulation.byKind.Pod.get(podKey(name))!.status!.podIP!;

describe('enforcement of NetworkPolicies', () => {
  it('NP2 NP4 lets in whom a rule names, behind the Service too, and drops all others at the Pod without a word', () => {
    const simulation = simulate(dbFromAPI);
    const allowed = from(simulation, 'api');
    expect(allowed.end).toMatchObject({ outcome: 'answered', answeredBy: podKey('db') });
    const takenIn = allowed.packetEnds.find(
      ({ place, reason }) => place === podKey('db') && reason === 'Answered',
    );
    expect(takenIn?.details).toMatchObject({ allowedBy: 'db-from-api' });
    const forbidden = from(simulation, 'web');
    expect(forbidden.end).toMatchObject({ outcome: 'timedOut', reason: 'PolicyDenied' });
    expect(forbidden.hops.filter(({ packetKind }) => packetKind === 'refused')).toEqual([]);
    const drop = dropOf(forbidden)!;
    expect(drop).toMatchObject({ place: podKey('db'), reason: 'PolicyDenied' });
    expect(drop.after).toMatchObject({ destination: addressOf(simulation, 'db'), destinationPort: 8080 });
    expect(drop.rule?.text).toBe('db-from-api: allows from Pods app=api on TCP 8080\nelse: drop');
    expect(explain(drop, 'db')).toEqual({
      title: 'A NetworkPolicy keeps it out of db',
      sentence: `NetworkPolicy db-from-api selects default/db for ingress, and no rule of it allows TCP 8080 from ${addressOf(simulation, 'web')} (default/web). Nothing is sent back.`,
      lookAt: 'Look at the ingress rules of the policy, and at the labels of both Pods and their Namespaces.',
    });
  });

  it('NP4 judges what leaves a Pod after kube-proxy: a ClusterIP never matches, the Pod and its port behind it do', () => {
    const simulation = simulate();
    const { clusterIP } = serviceNamed(simulation, 'db').spec;
    const only = (name: string, cidr: string, port: number) =>
      policy(name, {
        podSelector: app('api'),
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port }] }],
      });
    create(simulation, only('to-service', `${clusterIP}/32`, 80));
    const told = from(simulation, 'api', `http://${clusterIP}/`);
    expect(told.end).toMatchObject({ outcome: 'timedOut', reason: 'PolicyDenied' });
    expect(dropOf(told)).toMatchObject({
      place: 'Node//node-b',
      details: { direction: 'Egress' },
      after: { destination: addressOf(simulation, 'db'), destinationPort: 8080 },
    });
    create(simulation, only('to-pod', `${addressOf(simulation, 'db')}/32`, 8080));
    const allowed = from(simulation, 'api', `http://${clusterIP}/`);
    expect(allowed.end.outcome).toBe('answered');
    expect(allowed.hops.find(({ details }) => details?.allowedBy === 'to-pod')).toBeDefined();
  });

  it('NP5 lets no name be found out where egress is forbidden and no rule allows the DNS, and says so', () => {
    const simulation = simulate(denyEgress);
    const told = from(simulation, 'api');
    expect(told.end).toMatchObject({ outcome: 'nameNotFound', reason: 'DnsUnavailable' });
    expect(explain(told.end, 'api').sentence).toContain('whoever forbids egress forbids DNS too');
    expect(explain(dropOf(told)!, 'node-b').lookAt).toMatch(/port 53 over UDP and TCP/);
    const toDNS = policy('dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
          ports: [{ protocol: 'UDP', port: 53 }],
        },
      ],
    });
    create(simulation, toDNS);
    const later = from(simulation, 'api');
    expect(later.end).toMatchObject({ outcome: 'timedOut', reason: 'PolicyDenied' });
    expect(later.packetEnds.some(({ packetKind }) => packetKind === 'dnsReply')).toBe(true);
  });

  it('NP6 lets answers back whatever the policies of who answers say', () => {
    const simulation = simulate(denyEgress);
    // Nothing may leave api on its own account, but it answers whoever asks.
    expect(from(simulation, 'web', `http://${addressOf(simulation, 'api')}:8080/`).end.outcome).toBe(
      'answered',
    );
  });

  it('NP7 never keeps a Pod from itself, nor from its own node, nor a Pod on the host network from anything', () => {
    const simulation = simulate(
      policy('nothing', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
      pod('agent', 'agent', { nodeName: 'node-a', hostNetwork: true }),
      pod('far', 'far', { nodeName: 'node-b', hostNetwork: true }),
    );
    const db = addressOf(simulation, 'db');
    const { clusterIP } = serviceNamed(simulation, 'db').spec;
    expect(from(simulation, 'db', `http://${clusterIP}/`).end.answeredBy).toBe(podKey('db'));
    expect(from(simulation, 'db', `http://${db}:8080/`).end.answeredBy).toBe(podKey('db'));
    expect(from(simulation, 'agent', `http://${db}:8080/`).end.answeredBy).toBe(podKey('db'));
    expect(from(simulation, 'db', 'http://192.168.1.11:8080/').end.answeredBy).toBe(podKey('agent'));
    // Another node is as strange as anybody.
    expect(from(simulation, 'far', `http://${db}:8080/`).end.reason).toBe('PolicyDenied');
    expect(from(simulation, 'db', 'http://192.168.1.12:8080/').end.reason).toBe('PolicyDenied');
  });

  it('NP8 meets the source as it comes to the Pod’s node: masquerade by another node hides a client from an ipBlock', () => {
    const simulation = simulate(
      policy('visitors', {
        podSelector: app('db'),
        ingress: [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }],
      }),
    );
    const publish = (externalTrafficPolicy: 'Cluster' | 'Local') =>
      edit(simulation, 'Service/default/db', (object: Service) => ({
        ...object,
        spec: { ...object.spec, type: 'NodePort' as const, externalTrafficPolicy },
      }));
    publish('Cluster');
    run(simulation, 2000);
    const port = serviceNamed(simulation, 'db').spec.ports![0]!.nodePort;
    const visit = (address: string) =>
      ask(simulation, clientKey('visitor'), `http://${address}:${port}/`, patience);
    const hidden = visit('192.168.1.12');
    expect(hidden.end).toMatchObject({ outcome: 'timedOut', reason: 'PolicyDenied' });
    expect(hidden.end.details).toMatchObject({ peer: '192.168.1.12', isMasqueraded: true });
    expect(explain(hidden.end, 'visitor').lookAt).toMatch(/externalTrafficPolicy/);
    // On the Pod's own node the filter comes before the masquerade.
    expect(visit('192.168.1.11').end.outcome).toBe('answered');
    publish('Local');
    run(simulation, 2000);
    expect(visit('192.168.1.11').end.outcome).toBe('answered');
  });

  it('NP9 follows labels of Pods and Namespaces and the policies themselves from one packet to the next', () => {
    const simulation = simulate(
      namespace('tools'),
      pod('probe', 'probe', { nodeName: 'node-b' }, { namespace: 'tools' }),
      policy('from-trusted', {
        podSelector: app('db'),
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { trusted: 'yes' } } }] }],
      }),
    );
    const url = `http://${addressOf(simulation, 'db')}:8080/`;
    const probe = () => ask(simulation, 'Pod/tools/probe', url, patience).end.outcome;
    const label = (key: string, labels: Record<string, string>) =>
      edit(simulation, key, (object: Pod) => ({
        ...object,
        metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } },
      }));
    expect(probe()).toBe('timedOut');
    label('Namespace//tools', { trusted: 'yes' });
    expect(probe()).toBe('answered');
    label('Namespace//tools', { trusted: 'no' });
    expect(probe()).toBe('timedOut');
    label(podKey('db'), { app: 'free' });
    expect(probe()).toBe('answered');
    label(podKey('db'), { app: 'db' });
    expect(probe()).toBe('timedOut');
    remove(simulation, 'NetworkPolicy.networking.k8s.io/default/from-trusted');
    expect(probe()).toBe('answered');
  });

  it('NP10 allows pings by rules without ports only', () => {
    const toAll = (ports: { protocol: 'TCP' }[]) =>
      policy('ping', {
        podSelector: app('db'),
        ingress: [{ from: [{ podSelector: {} }], ...(ports.length === 0 ? {} : { ports }) }],
      });
    const ping = (simulation: Simulation) =>
      from(simulation, 'web', `ping://${addressOf(simulation, 'db')}`).end;
    expect(ping(simulate(toAll([]))).outcome).toBe('answered');
    const denied = ping(simulate(toAll([{ protocol: 'TCP' }])));
    expect(denied).toMatchObject({ outcome: 'timedOut', reason: 'PolicyDenied' });
    expect(explain(denied, 'web').sentence).toContain('no rule of it allows ICMP from');
  });

  it('NP11 takes a policy as the API server does: with its defaults, or refused with every wrong field', () => {
    const simulation = simulate();
    const rule = { to: [{ podSelector: {} }], ports: [{ port: 80 }] };
    const { object } = create(simulation, policy('walls', { egress: [rule] }));
    expect((object as NetworkPolicy).spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ ...rule, ports: [{ port: 80, protocol: 'TCP' }] }],
    });
    const wrong = { ports: [{ port: 0 }], from: [{}] };
    const { status } = create(simulation, policy('wrong', { ingress: [wrong] }));
    expect(status.details?.causes?.map(({ field }) => field)).toEqual([
      'spec.ingress[0].ports[0].port',
      'spec.ingress[0].from[0]',
    ]);
  });

  it('NP2 also stops what goes to the internet, unless an ipBlock with exceptions lets it out', () => {
    const out = (except: string[]) =>
      policy('out', {
        podSelector: app('api'),
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except } }] }],
      });
    const outcome = (except: string[]) => {
      const simulation = simulate(out(except), outsideServer('pay', 'pay.example.com', [{ port: 80 }]));
      return from(simulation, 'api', 'http://198.51.100.9/').end.outcome;
    };
    expect(outcome(['198.51.100.0/24'])).toBe('timedOut');
    expect(outcome(['10.0.0.0/8'])).toBe('answered');
  });

  it('NP6 lets an open connection go on when a policy comes, and judges new ones', () => {
    const simulation = simulate();
    const url = `http://${addressOf(simulation, 'db')}:8080/`;
    const send = () => {
      const id = sendRequest(simulation, {
        from: podKey('web'),
        url,
        connection: 'KeepAlive',
        timeoutSeconds: 3,
        traffic: null,
      });
      const events = run(simulation, 10_000);
      return tell(events, id)!.end.outcome;
    };
    expect(send()).toBe('answered');
    create(simulation, dbFromAPI);
    expect(send()).toBe('answered');
    expect(from(simulation, 'web', url).end).toMatchObject({ outcome: 'timedOut', reason: 'PolicyDenied' });
  });
});
