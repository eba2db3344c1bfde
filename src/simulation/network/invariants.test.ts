import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { ServiceSpec } from '../../kubernetes/service.ts';
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
} from '../../testing/cluster.ts';
import { outsideServer, traffic } from '../../testing/requests.ts';
import type { Hop, SimulationEvent } from '../events.ts';
import { cloneSimulation } from '../simulation.ts';
import type { Simulation } from '../state.ts';

const policy = fc.constantFrom('Cluster' as const, 'Local' as const);
const spec: fc.Arbitrary<ServiceSpec> = fc.record({
  type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const),
  internalTrafficPolicy: policy,
  sessionAffinity: fc.constantFrom('None' as const, 'ClientIP' as const),
  ports: fc.constantFrom(
    [{ port: 80, targetPort: 8080 }],
    [{ port: 80, targetPort: 9999 }],
    [{ port: 80, targetPort: 'none' }],
  ),
});
const trouble = fc.oneof(
  fc.record({ type: fc.constant('remove' as const), index: fc.nat(5) }),
  fc.record({ type: fc.constant('unready' as const), index: fc.nat(5) }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4000 }) }),
);
const town = fc.record({
  seed: fc.nat(1000),
  nodes: fc.integer({ min: 1, max: 4 }),
  replicas: fc.integer({ min: 0, max: 4 }),
  services: fc.array(fc.tuple(spec, policy), { minLength: 1, maxLength: 3 }),
  connection: fc.constantFrom('PerRequest' as const, 'KeepAlive' as const),
  hasCloud: fc.boolean(),
  troubles: fc.array(trouble, { maxLength: 6 }),
});
type Town = typeof town extends fc.Arbitrary<infer T> ? T : never;

function build({ seed, nodes, replicas, services, connection, hasCloud }: Town): Simulation {
  const objects: KubernetesObject[] = [
    ...Array.from({ length: nodes }, (_, n) => node(`node-${n}`)),
    deployment('shop', replicas),
    pod('web'),
    client('visitor'),
    outsideServer('pay', 'pay.example.com'),
    ...(hasCloud ? [cloudProvider({ provisioningSeconds: 1 })] : []),
  ];
  services.forEach(([each, externalTrafficPolicy], n) => {
    const isExternal = each.type !== 'ClusterIP';
    objects.push(
      service(`shop-${n}`, {
        selector: { app: 'shop' },
        ...each,
        ...(isExternal ? { externalTrafficPolicy } : {}),
      }),
    );
    for (const [who, from] of [
      ['web', { kind: 'Pod', name: 'web' }],
      ['visitor', { kind: 'Client', name: 'visitor' }],
    ] as const)
      objects.push(
        traffic(`${who}-${n}`, {
          from,
          service: { name: `shop-${n}` },
          connection,
          requestsPerSecond: 2,
          timeoutSeconds: 6,
        }),
      );
  });
  objects.push(traffic('out', { from: { kind: 'Pod', name: 'web' }, url: 'http://pay.example.com/' }));
  return cluster(objects, seed);
}

function tell(simulation: Simulation, { troubles }: Town): SimulationEvent[] {
  const events: SimulationEvent[] = [];
  for (const each of troubles) {
    events.push(...run(simulation, each.type === 'wait' ? each.ms : 700));
    if (each.type === 'wait') continue;
    const pods = podsOf(simulation, 'shop');
    const chosen = pods[each.index % Math.max(1, pods.length)];
    if (chosen === undefined) continue;
    const key = `Pod/default/${chosen.metadata.name}`;
    if (each.type === 'remove') remove(simulation, key, 0);
    else
      edit<Pod>(simulation, key, (object) => ({
        ...object,
        metadata: { ...object.metadata, annotations: { 'kubehop.dev/ready': 'false' } },
      }));
  }
  events.push(...run(simulation, 8000));
  return events;
}

const settings = { numRuns: 15 };
const PATIENCE_MS = 60_000;

describe('in every cluster', () => {
  it(
    'RQ1 every request ends once, or still waits: nothing is lost from the count',
    () => {
      fc.assert(
        fc.property(town, (each) => {
          const simulation = build(each);
          const events = tell(simulation, each);
          const sent = events
            .filter((event) => event.type === 'RequestStart')
            .map((event) => event.requestId);
          const ended = events.filter((event) => event.type === 'RequestEnd').map((event) => event.requestId);
          expect(new Set(ended).size).toBe(ended.length);
          const waiting = [...simulation.network.requests.keys()];
          expect([...ended, ...waiting].sort((a, b) => a - b)).toEqual(sent);
        }),
        settings,
      );
    },
    PATIENCE_MS,
  );

  it(
    'RQ1 every packet moves from place to place in time, and ends once, or is still in the air',
    () => {
      fc.assert(
        fc.property(town, (each) => {
          const simulation = build(each);
          const lastHop = new Map<number, Hop>();
          const ended = new Set<number>();
          for (const event of tell(simulation, each)) {
            if (event.type !== 'Hop' && event.type !== 'PacketEnd') continue;
            expect(ended.has(event.packetId)).toBe(false);
            const last = lastHop.get(event.packetId);
            const [place, at] = event.type === 'Hop' ? [event.from, event.leavesAt] : [event.place, event.at];
            if (last !== undefined) {
              expect([place, at]).toEqual([last.to, last.arrivesAt]);
              expect(event.before).toEqual(last.after);
            }
            if (event.type === 'Hop') lastHop.set(event.packetId, event);
            else ended.add(event.packetId);
          }
          for (const [packetId, hop] of lastHop)
            if (!ended.has(packetId)) expect(hop.arrivesAt).toBeGreaterThan(simulation.now);
        }),
        settings,
      );
    },
    PATIENCE_MS,
  );

  it(
    'RQ7 kube-proxy leads nothing to an address that no slice of the Service has listed',
    () => {
      fc.assert(
        fc.property(town, (each) => {
          const simulation = build(each);
          const listed = new Map<string, Set<string>>();
          const list = (slice: EndpointSlice) => {
            const key = `Service/default/${slice.metadata.labels?.['kubernetes.io/service-name']}`;
            const addresses = listed.get(key) ?? new Set<string>();
            listed.set(key, addresses);
            for (const endpoint of slice.endpoints ?? [])
              for (const address of endpoint.addresses) addresses.add(address);
          };
          for (const slice of simulation.byKind.EndpointSlice.values()) list(slice);
          for (const event of tell(simulation, each)) {
            if (event.type === 'ObjectChange' && event.after?.kind === 'EndpointSlice')
              list(event.after as EndpointSlice);
            if (event.type !== 'Hop' || !event.service?.startsWith('Service/default/')) continue;
            if (event.reason.startsWith('EndpointPicked') || event.reason === 'AffinityKept')
              expect(listed.get(event.service)).toContain(event.after.destination);
          }
        }),
        settings,
      );
    },
    PATIENCE_MS,
  );

  it(
    'TM2 TM3 the same seed gives the same events, byte for byte, also from a clone in the middle',
    () => {
      fc.assert(
        fc.property(town, (each) => {
          const first = build(each);
          const second = build(each);
          expect(JSON.stringify(run(first, 3000))).toBe(JSON.stringify(run(second, 3000)));
          const third = cloneSimulation(second);
          const expected = JSON.stringify(tell(first, each));
          expect(JSON.stringify(tell(second, each))).toBe(expected);
          expect(JSON.stringify(tell(third, each))).toBe(expected);
        }),
        { numRuns: 10 },
      );
    },
    PATIENCE_MS,
  );
});
