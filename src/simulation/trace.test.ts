import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { client, deployment, node, pod, service } from '../testing/cluster.ts';
import type { Scene } from './scene.ts';
import { createQuietSimulation } from './simulation.ts';
import { findSenderKey, placeName, readDestination, sharesOf, traceRequest } from './trace.ts';

const traffic = {
  apiVersion: 'kubehop.dev/v1alpha1',
  kind: 'Traffic',
  metadata: { name: 'noise' },
  spec: { from: { kind: 'Client', name: 'visitor' }, url: 'http://192.168.1.11:30080/' },
} as KubernetesObject;

const scene: Scene = {
  title: 'x',
  lookAt: '',
  seed: 3,
  view: 'Concept',
  layout: {},
  objects: [
    node('node-a'),
    node('node-b'),
    pod('caller'),
    deployment('shop', 3),
    service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] }),
    client('visitor'),
    traffic,
  ],
};

describe('tracing a request', () => {
  it('TR1 shows every step of one request, from its start to its end', () => {
    const simulation = createQuietSimulation(scene);
    const spec = { from: 'Pod/default/caller', url: 'http://shop/' };
    const { start, steps, end } = traceRequest(simulation, spec);
    expect(end.outcome).toBe('answered');
    expect(new Set(steps.map((step) => step.requestId))).toEqual(new Set([start.requestId]));
    const times = steps.map((step) => (step.type === 'Hop' ? step.leavesAt : step.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(steps.map((step) => step.packetKind)).toEqual(
      expect.arrayContaining(['dnsQuery', 'dnsReply', 'request', 'reply']),
    );
    const last = steps.at(-1)!;
    expect(last).toMatchObject({ type: 'PacketEnd', place: 'Pod/default/caller', at: end.at });
  });

  it('TR1 leaves the scene’s own Traffic out', () => {
    const simulation = createQuietSimulation(scene);
    expect(simulation.byKind.Traffic.size).toBe(0);
  });

  it('TR1 ends also when nobody answers', () => {
    const simulation = createQuietSimulation(scene);
    const lost = traceRequest(simulation, { from: 'Client.kubehop.dev//visitor', url: 'http://10.96.0.10/' });
    expect(lost.end.outcome).toBe('timedOut');
    const nameless = traceRequest(simulation, { from: 'Pod/default/caller', url: 'http://nobody/' });
    expect(nameless.end.outcome).toBe('nameNotFound');
  });

  it('TR2 finds the sender by the name that people use', () => {
    const simulation = createQuietSimulation(scene);
    const find = (text: string) => findSenderKey(simulation, text);
    expect(find('visitor')).toBe('Client.kubehop.dev//visitor');
    expect(find('node/node-a')).toBe('Node//node-a');
    expect(find('caller')).toBe('Pod/default/caller');
    expect(find('default/caller')).toBe('Pod/default/caller');
    expect(find('default/shop')).toBe('Deployment.apps/default/shop');
    expect(find('default/shop-')).toMatch(/^Pod\/default\/shop-/);
    expect(find('kube-system/coredns')).toBe('Deployment.apps/kube-system/coredns');
    expect(find('other/caller')).toBeUndefined();
    expect(find('nobody')).toBeUndefined();
    expect(find('')).toBeUndefined();
  });

  it('TR2 reads a URL or a Service as destination', () => {
    expect(readDestination('http://shop/')).toEqual({ url: 'http://shop/' });
    expect(readDestination('svc/shop')).toEqual({ service: { name: 'shop' } });
    expect(readDestination('svc/shop:http')).toEqual({ service: { name: 'shop', port: 'http' } });
    expect(readDestination('service/team/shop:8080')).toEqual({
      service: { name: 'shop', namespace: 'team', port: 8080 },
    });
  });

  it('TR3 counts who answered how often', () => {
    const simulation = createQuietSimulation(scene);
    const spec = { from: 'Client.kubehop.dev//visitor', ...readDestination('svc/shop') };
    const traces = Array.from({ length: 60 }, () => traceRequest(simulation, spec));
    const shares = sharesOf(traces);
    expect(shares).toHaveLength(3);
    expect(shares.reduce((sum, share) => sum + share.count, 0)).toBe(60);
    expect(shares.map((share) => share.count)).toEqual(
      shares.map((share) => share.count).sort((a, b) => b - a),
    );
    for (const { place } of shares) expect(place).toMatch(/^Pod\/default\/shop-/);
    const lost = traceRequest(simulation, { from: 'Pod/default/caller', url: 'http://nobody/' });
    expect(sharesOf([lost, ...traces]).at(-1)).toEqual({ place: null, count: 1 });
  });

  it('TR3 names places as people do', () => {
    expect(
      ['Node//node-a', 'Pod/default/shop', 'LoadBalancer/default/shop', 'Client.kubehop.dev//me'].map(
        placeName,
      ),
    ).toEqual(['node-a', 'default/shop', 'load balancer default/shop', 'me']);
  });
});
