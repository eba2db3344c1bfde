/** What the staged packets do. */
import { keyOf } from '../../src/kubernetes/objectMeta.ts';
import type { Decision, Header, Hop, PacketEnd, PacketKind, PlaceKey } from '../../src/simulation/events.ts';
import type { Cluster } from './cluster.ts';
import type { Script } from './stagedPlayground.ts';

const kinds: readonly PacketKind[] = ['request', 'reply', 'dnsQuery', 'refused', 'request', 'request'];

/** Every packet goes to and fro between a Service's client and its Pods: one hop, then the next packet. */
export function shuttleScript(cluster: Cluster): Script {
  const ends: { from: PlaceKey; to: PlaceKey; service: string; address: string }[] = [];
  const services = [...cluster.objects.values()].filter(({ kind }) => kind === 'Service');
  for (const object of cluster.objects.values()) {
    if (object.kind !== 'Pod') continue;
    const app = object.metadata.labels?.app;
    const service = services.find(({ metadata }) => metadata.name === app);
    if (service === undefined) continue;
    const { nodeName } = (object as unknown as { spec: { nodeName: string } }).spec;
    const { podIP } = (object as unknown as { status: { podIP: string } }).status;
    ends.push({
      from: keyOf('v1', 'Node', '', nodeName),
      to: keyOf('v1', 'Pod', 'default', object.metadata.name),
      service: keyOf('v1', 'Service', 'default', service.metadata.name),
      address: podIP,
    });
  }
  return (packetId, at, index) => {
    if (index > 0) return null;
    const { from, to, service, address } = ends[(packetId * 7919) % ends.length]!;
    const before = header('203.0.113.7', 40_000, '10.96.0.20', 80);
    return hop({
      packetId,
      requestId: packetId,
      kind: kinds[packetId % kinds.length]!,
      from,
      to,
      at,
      lasts: 600 + ((packetId * 131) % 600),
      before,
      after: header('203.0.113.7', 40_000, address, 8080),
      service,
    });
  };
}

/** One visit after the other to the shop, there and back, as kube-proxy would treat it. */
export function visitScript(): Script {
  const [visitor, balancer, a, b] = [
    'Client.kubehop.dev//visitor',
    'LoadBalancer/default/shop',
    'Node//node-a',
    'Node//node-b',
  ];
  const near = 'Pod/default/shop-k4m';
  const far = 'Pod/default/shop-7d9c5b8f6-x7k2p';
  const cart = 'Pod/default/cart-9qd';
  const dns = 'Pod/kube-system/coredns-674b8bbfcf-8x2lm';
  return (packetId, at, index) => {
    const base = { packetId, requestId: packetId, at, lasts: 900, service: 'Service/default/shop' };
    const sent = header('203.0.113.7', 51_544, '192.0.2.40', 80);
    if (packetId % 5 === 4) {
      const query = header('10.244.2.8', 40_001, '10.96.0.10', 53, 'UDP');
      const asked = { ...query, destination: '10.244.1.2' };
      const rest = { ...base, kind: 'dnsQuery' as const, service: 'Service/kube-system/kube-dns' };
      if (index === 0) return hop({ ...rest, from: near, to: b, before: query, after: query });
      if (index === 1) return hop({ ...rest, from: b, to: a, before: query, after: asked });
      if (index === 2) return hop({ ...rest, from: a, to: dns, before: asked, after: asked });
      return null;
    }
    if (packetId % 5 === 3) {
      const call = header('10.244.2.8', 40_000, '10.96.31.7', 80);
      const picked = header('10.244.2.8', 40_000, '10.244.1.6', 8080);
      const rest = { ...base, service: 'Service/default/cart' };
      if (index === 0) return hop({ ...rest, kind: 'request', from: near, to: b, before: call, after: call });
      if (index === 1) return hop({ ...rest, kind: 'request', from: b, to: a, before: call, after: picked });
      if (index === 2)
        return hop({ ...rest, kind: 'request', from: a, to: cart, before: picked, after: picked });
      return null;
    }
    const endpoint = packetId % 5 === 1 ? far : near;
    const picked = header('192.168.1.12', 38_211, endpoint === far ? '10.244.1.5' : '10.244.2.8', 8080);
    if (index === 0)
      return hop({ ...base, kind: 'request', from: visitor, to: balancer, before: sent, after: sent });
    if (index === 1)
      return hop({ ...base, kind: 'request', from: balancer, to: b, before: sent, after: sent });
    if (packetId % 5 === 2) {
      return index === 2
        ? end({ ...base, kind: 'request', place: b, before: sent, after: sent, verdict: 'dropped' })
        : null;
    }
    const back = header(picked.destination, 8080, '192.168.1.12', 38_211);
    const undone = header('192.0.2.40', 80, '203.0.113.7', 51_544);
    if (endpoint === near) {
      const steps = [
        () => hop({ ...base, kind: 'request', from: b, to: near, before: sent, after: picked }),
        () => hop({ ...base, kind: 'reply', from: near, to: b, before: back, after: back }),
        () => hop({ ...base, kind: 'reply', from: b, to: visitor, before: back, after: undone }),
      ];
      return steps[index - 2]?.() ?? null;
    }
    const steps = [
      () => hop({ ...base, kind: 'request', from: b, to: a, before: sent, after: picked }),
      () => hop({ ...base, kind: 'request', from: a, to: far, before: picked, after: picked }),
      () => hop({ ...base, kind: 'reply', from: far, to: a, before: back, after: back }),
      () => hop({ ...base, kind: 'reply', from: a, to: b, before: back, after: back }),
      () => hop({ ...base, kind: 'refused', from: b, to: visitor, before: back, after: undone }),
    ];
    return steps[index - 2]?.() ?? null;
  };
}

function header(
  source: string,
  sourcePort: number,
  destination: string,
  destinationPort: number,
  protocol: Header['protocol'] = 'TCP',
): Header {
  return { protocol, source, sourcePort, destination, destinationPort };
}

interface StepInput {
  packetId: number;
  requestId: number;
  kind: PacketKind;
  at: number;
  before: Header;
  after: Header;
  service: string | null;
}

function decision({ packetId, requestId, kind, before, after, service }: StepInput): Decision {
  return { packetId, requestId, packetKind: kind, before, after, rule: null, reason: 'Sent', service };
}

function hop(input: StepInput & { from: PlaceKey; to: PlaceKey; lasts: number }): Hop {
  const { from, to, at, lasts } = input;
  return { ...decision(input), type: 'Hop', from, to, leavesAt: at, arrivesAt: at + lasts };
}

function end(input: StepInput & { place: PlaceKey; verdict: PacketEnd['verdict'] }): PacketEnd {
  return { ...decision(input), type: 'PacketEnd', verdict: input.verdict, at: input.at, place: input.place };
}
