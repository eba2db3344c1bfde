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
  run,
  service,
  serviceNamed,
} from '../../testing/cluster.ts';
import { ask, clientKey, podKey, reasonsOf, tell } from '../../testing/requests.ts';
import type { RequestEnd, RequestStart, SimulationEvent } from '../events.ts';
import { explain } from '../reasons.ts';
import { advance, cloneSimulation, createQuietSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';
import { sharesOf, traceRequest } from '../trace.ts';
import { sendRequest } from './request.ts';

const HOST = 'shop.example.com';
const visitor = clientKey('visitor');
const traefik = podKey('traefik');

const ingressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'traefik' },
  spec: { controller: 'traefik.io/ingress-controller' },
} as KubernetesObject;

function ingress(tls: readonly string[] = []): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', namespace: 'default' },
    spec: {
      ingressClassName: 'traefik',
      ...(tls.length === 0 ? {} : { tls: [{ hosts: tls, secretName: 'shop-tls' }] }),
      rules: [
        {
          host: HOST,
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  } as KubernetesObject;
}

/** A visitor, a load balancer, Traefik on node-a, and the shop's Pods on both nodes. */
function objects(shopAnnotations: Record<string, string> = {}, tls: readonly string[] = []) {
  const ports = [{ containerPort: 80 }, { containerPort: 443 }];
  return [
    node('node-a'),
    node('node-b'),
    ingressClass,
    ingress(tls),
    pod('traefik', 'traefik', {
      nodeName: 'node-a',
      containers: [{ name: 'traefik', image: 'traefik:v3.6', ports }],
    }),
    service('traefik', {
      type: 'LoadBalancer',
      ports: [
        { name: 'web', port: 80, targetPort: 80 },
        { name: 'websecure', port: 443, targetPort: 443 },
      ],
    }),
    pod('shop-a', 'shop', { nodeName: 'node-a' }, { annotations: shopAnnotations }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }, { annotations: shopAnnotations }),
    service('shop'),
    client('visitor'),
    cloudProvider({ provisioningSeconds: 1 }),
  ];
}

function town(shopAnnotations: Record<string, string> = {}, tls: readonly string[] = []): Simulation {
  const simulation = cluster(objects(shopAnnotations, tls));
  expect(simulation.refused).toEqual([]);
  run(simulation, 5000);
  return simulation;
}

function urlOf(simulation: Simulation, scheme = 'http', path = '/'): string {
  return `${scheme}://${serviceNamed(simulation, 'traefik').status!.loadBalancer!.ingress![0]!.ip}${path}`;
}

/** A request with all events until it has ended, and what its proxy asked for. */
function visit(simulation: Simulation, path = '/', host = HOST) {
  const id = sendRequest(simulation, { from: visitor, url: urlOf(simulation, 'http', path), host });
  const events: SimulationEvent[] = [];
  while (tell(events, id) === null) events.push(...run(simulation, 100));
  const starts = events.filter((event): event is RequestStart => event.type === 'RequestStart');
  const upstream = starts.find(({ parent }) => parent === id);
  const told = tell(events, id)!;
  return {
    ...told,
    events,
    upstream,
    upstreamTold: upstream === undefined ? null : tell(events, upstream.requestId),
  };
}

describe('a Pod that proxies', () => {
  it('HT12 answers the client when its own request to an endpoint has been answered', () => {
    const simulation = town();
    const { end, upstream, upstreamTold } = visit(simulation, '/cart?id=1');
    expect(upstream).toMatchObject({
      from: traefik,
      http: { host: HOST, path: '/cart?id=1', method: 'GET' },
    });
    expect(end).toMatchObject({
      outcome: 'answered',
      status: 200,
      answeredBy: traefik,
      upstream: { requestId: upstream!.requestId, answeredBy: upstreamTold!.end.answeredBy },
    });
    expect([podKey('shop-a'), podKey('shop-b')]).toContain(end.upstream!.answeredBy);
    expect(upstreamTold!.end.at).toBeLessThan(end.at);
    expect(explain(end, 'visitor').sentence).toContain('It passed on what shop-');
  });

  it('HT13 connects straight to an endpoint, not to the ClusterIP, and takes them in turn', () => {
    const simulation = town();
    const { upstreamTold } = visit(simulation);
    const sent = upstreamTold!.hops[0]!;
    const pods = ['shop-a', 'shop-b'].map(
      (name) => (simulation.objects.get(podKey(name)) as Pod).status!.podIP,
    );
    expect(pods).toContain(sent.after.destination);
    expect(sent).toMatchObject({ reason: 'ProxyConnects', service: null });
    expect(upstreamTold!.end.service).toBe('Service/default/shop');
    expect(reasonsOf(upstreamTold!, 'request')).not.toContain('EndpointPicked');
    const answers = Array.from({ length: 4 }, () => visit(simulation).end.upstream!.answeredBy);
    expect(answers[0]).not.toBe(answers[1]);
    expect(answers.slice(2)).toEqual(answers.slice(0, 2));
  });

  it('HT14 is who the Pod sees as the sender; the address that the proxy saw is only in X-Forwarded-For', () => {
    const simulation = town();
    const { end, upstream, upstreamTold } = visit(simulation);
    const proxyAddress = (simulation.objects.get(traefik) as Pod).status!.podIP;
    expect(upstreamTold!.end.sourceSeen).toBe(proxyAddress);
    expect(end.upstream!.sourceSeen).toBe(proxyAddress);
    expect(upstream!.http!.headers['x-forwarded-for']).toBe(end.sourceSeen);
    const taken = upstreamTold!.packetEnds.find(({ packetKind }) => packetKind === 'request')!;
    expect(explain(taken, 'shop').sentence).toContain(`X-Forwarded-For says, ${end.sourceSeen}`);
  });

  it('HT14 with externalTrafficPolicy Local the header has the real client', () => {
    const simulation = town();
    edit(simulation, 'Service/default/traefik', (object) => ({
      ...object,
      spec: { ...(object as { spec?: object }).spec, externalTrafficPolicy: 'Local' },
    }));
    run(simulation, 20_000);
    expect(visit(simulation).upstream!.http!.headers['x-forwarded-for']).toBe('203.0.113.7');
  });

  it('HT15 passes on the status of the application', () => {
    const { end } = visit(town({ 'kubehop.dev/status': '503' }));
    expect(end).toMatchObject({ outcome: 'answered', status: 503, reason: 'ProxyPassesOn' });
  });

  it('HT15 answers 502 when the Pod refuses', () => {
    const { end, upstreamTold } = visit(town({ 'kubehop.dev/listens': '9999' }));
    expect(upstreamTold!.end.outcome).toBe('refused');
    expect(end).toMatchObject({
      outcome: 'answered',
      status: 502,
      reason: 'BadGateway',
      answeredBy: traefik,
    });
  });

  it('HT15 answers 504 when the Pod does not, before the client gives up', () => {
    const { end, upstreamTold } = visit(town({ 'kubehop.dev/alive': 'false' }));
    expect(upstreamTold!.end).toMatchObject({ outcome: 'timedOut', reason: 'ApplicationHangs' });
    expect(end).toMatchObject({ outcome: 'answered', status: 504, reason: 'GatewayTimeout' });
  });

  it('HT15 answers 503 when the Service has no ready endpoint, and 404 when no rule is for the request', () => {
    const simulation = town({ 'kubehop.dev/ready': 'false' });
    expect(visit(simulation).end).toMatchObject({ status: 503, reason: 'NoBackendEndpoints' });
    const other = visit(simulation, '/', 'other.example.com');
    expect(other.end).toMatchObject({ status: 404, reason: 'NoRouteMatches' });
    expect(other.upstream).toBeUndefined();
  });

  it('HT16 has certificates for the hosts under tls, and a default one that no client trusts', () => {
    const tls = { host: HOST, tlsServerName: HOST };
    const secured = town({}, [HOST]);
    expect(ask(secured, visitor, urlOf(secured, 'https'), tls).end).toMatchObject({ status: 200 });
    const plain = town();
    const { end } = ask(plain, visitor, urlOf(plain, 'https'), tls);
    expect(end).toMatchObject({ outcome: 'tlsFailed', reason: 'TlsNameMismatch' });
    expect(end.details!.certificate).toContain('TRAEFIK DEFAULT CERT');
  });

  it('HT11 a request that a proxy has made survives a checkpoint', () => {
    const original = town({ 'kubehop.dev/latency-ms': '3' });
    const id = sendRequest(original, { from: visitor, url: urlOf(original), host: HOST });
    advance(original, original.now + 6000);
    expect([...original.network.requests.values()].some(({ parent }) => parent !== null)).toBe(true);
    const copy = cloneSimulation(original);
    const ends = [original, copy].map((each) =>
      run(each, 30_000).filter((event): event is RequestEnd => event.type === 'RequestEnd'),
    );
    expect(ends[0]!.map(({ requestId }) => requestId)).toContain(id);
    expect(ends[0]!.every(({ status }) => status === 200)).toBe(true);
    expect(ends[1]).toEqual(ends[0]);
  });
});

it('TR1 a traced request shows what proxies did for it', () => {
  const simulation = createQuietSimulation({
    title: '',
    lookAt: '',
    seed: 1,
    view: 'Concept',
    layout: {},
    objects: objects(),
  });
  const spec = { from: visitor, url: urlOf(simulation), host: HOST };
  const trace = traceRequest(simulation, spec);
  expect(new Set(trace.steps.map(({ requestId }) => requestId)).size).toBe(2);
  expect(sharesOf([trace])).toEqual([{ place: trace.end.upstream!.answeredBy, count: 1 }]);
});
