import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { objectKey } from '../../kubernetes/objectMeta.ts';
import { READY_ANNOTATION } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import {
  cluster,
  clusterEvents,
  create,
  deployment,
  edit,
  node,
  pod,
  podsOf,
  remove,
  run,
  service,
  slicesOf,
} from '../../testing/cluster.ts';
import { runVectors, writeReport } from '../../testing/conformance/conformance.ts';
import { writeStatus } from '../apiServer.ts';
import type { Simulation } from '../state.ts';

const contents = import.meta.glob<string>('../testdata/endpointslice/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const vectors = Object.entries(contents).map(([path, content]) => ({ path, content }));
const nodes = [node('node-a', {}, { 'topology.kubernetes.io/zone': 'zone-a' }), node('node-b')];

function conditionsOf(simulation: Simulation, name: string): unknown[] {
  return slicesOf(simulation, name).flatMap((slice) =>
    (slice.endpoints ?? []).map((endpoint) => endpoint.conditions),
  );
}

const http = (containerPort: number) => ({
  containers: [{ name: 'app', image: 'nginx', ports: [{ name: 'http', containerPort }] }],
});

describe('the EndpointSlice controller', () => {
  it('ES1 lists Pods as they become ready, unready and go', () => {
    const ready = { ready: true, serving: true, terminating: false };
    const unready = { ready: false, serving: false, terminating: false };
    const leaving = { ready: false, serving: true, terminating: true };
    const simulation = cluster([...nodes, pod('shop'), service('shop')]);
    expect(conditionsOf(simulation, 'shop')).toEqual([ready]);
    const setSwitch = (annotations: Record<string, string>) =>
      edit(simulation, 'Pod/default/shop', (object) => ({
        ...object,
        metadata: { ...object.metadata, annotations },
      }));
    setSwitch({ [READY_ANNOTATION]: 'false' });
    run(simulation, 2000);
    expect(conditionsOf(simulation, 'shop')).toEqual([unready]);
    setSwitch({});
    run(simulation, 2000);
    expect(conditionsOf(simulation, 'shop')).toEqual([ready]);
    remove(simulation, 'Pod/default/shop');
    run(simulation, 500);
    expect(conditionsOf(simulation, 'shop')).toEqual([leaving]);
    run(simulation, 5000);
    expect(conditionsOf(simulation, 'shop')).toEqual([]);
  });

  it('ES1 lists a Pod only once it has an address', () => {
    const simulation = cluster([...nodes, service('shop')]);
    create(simulation, pod('shop'));
    run(simulation, 800);
    expect(conditionsOf(simulation, 'shop')).toEqual([]);
    run(simulation, 2500);
    expect(conditionsOf(simulation, 'shop')).toHaveLength(1);
  });

  it('ES1 follows labels and selectors', () => {
    const simulation = cluster([...nodes, pod('shop'), pod('cart'), service('shop')]);
    const pods = () =>
      slicesOf(simulation, 'shop').flatMap(
        (slice) => slice.endpoints?.map((each) => each.targetRef?.name) ?? [],
      );
    const relabel = (name: string, app: string) =>
      edit(simulation, `Pod/default/${name}`, (object) => ({
        ...object,
        metadata: { ...object.metadata, labels: { app } },
      }));
    relabel('cart', 'shop');
    run(simulation, 1000);
    expect(pods()).toEqual(['shop', 'cart']);
    relabel('shop', 'other');
    run(simulation, 1000);
    expect(pods()).toEqual(['cart']);
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      spec: { ...object.spec, selector: { app: 'other' } },
    }));
    run(simulation, 1000);
    expect(pods()).toEqual(['shop']);
  });

  it('ES2 publishes Pods that are not ready when asked to', () => {
    const off = pod('shop', 'shop', {}, { annotations: { [READY_ANNOTATION]: 'false' } });
    const simulation = cluster([...nodes, off, service('shop', { publishNotReadyAddresses: true })]);
    expect(conditionsOf(simulation, 'shop')).toEqual([{ ready: true, serving: false, terminating: false }]);
  });

  it('ES3 looks a named targetPort up in each Pod', () => {
    const simulation = cluster([
      ...nodes,
      pod('old', 'shop', http(8080)),
      pod('new', 'shop', http(9090)),
      pod('none', 'shop'),
      service('shop', { ports: [{ port: 80, targetPort: 'http' }] }),
    ]);
    const slices = slicesOf(simulation, 'shop').map(({ ports, endpoints }) => [
      endpoints?.map((endpoint) => endpoint.targetRef?.name),
      (ports ?? []).map((port) => port.port),
    ]);
    expect(slices.sort()).toEqual([
      [['new'], [9090]],
      [['none'], []],
      [['old'], [8080]],
    ]);
  });

  it('ES4 fills slices up to 100 endpoints and touches few of them', () => {
    const hosts = Array.from({ length: 3 }, (_, index) => node(`node-${index}`));
    const simulation = cluster([...hosts, deployment('shop', 250), service('shop')]);
    const lengths = () => slicesOf(simulation, 'shop').map((slice) => slice.endpoints!.length);
    expect(lengths().sort()).toEqual([100, 100, 50]);
    remove(simulation, objectKey(podsOf(simulation, 'shop')[0]!), 0);
    const changed = run(simulation, 10_000).filter(
      (event) => event.type === 'ObjectChange' && event.after?.kind === 'EndpointSlice',
    );
    expect(lengths().reduce((sum, length) => sum + length, 0)).toBe(250);
    expect(changed.length).toBeLessThanOrEqual(2);
  });

  it('ES5 keeps one empty slice for a Service without Pods', () => {
    const simulation = cluster([...nodes, service('shop')]);
    expect(slicesOf(simulation, 'shop')).toMatchObject([{ endpoints: [], ports: [] }]);
    create(simulation, pod('shop'));
    run(simulation, 5000);
    expect(slicesOf(simulation, 'shop')).toMatchObject([{ endpoints: [{}], ports: [{ port: 8080 }] }]);
    remove(simulation, 'Pod/default/shop', 0);
    run(simulation, 2000);
    expect(slicesOf(simulation, 'shop')).toMatchObject([{ endpoints: [] }]);
  });

  it('ES6 leaves Services without a selector and ExternalNames alone', () => {
    const manual: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'manual-1',
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': 'manual' },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['198.51.100.9'] }],
      ports: [{ port: 443 }],
    };
    const simulation = cluster([
      ...nodes,
      service('manual', { selector: {} }),
      service('pay', { type: 'ExternalName', externalName: 'pay.example.com', selector: { app: 'pay' } }),
      manual,
    ]);
    expect(slicesOf(simulation, 'pay')).toEqual([]);
    expect(slicesOf(simulation, 'manual').map((slice) => slice.metadata.name)).toEqual(['manual-1']);
  });

  it('ES7 labels slices and ties them to their Service', () => {
    const simulation = cluster([
      ...nodes,
      service('db', { clusterIP: 'None' }, { labels: { tier: 'data' } }),
    ]);
    const [slice] = slicesOf(simulation, 'db');
    expect(slice?.metadata).toMatchObject({
      generateName: 'db-',
      labels: {
        tier: 'data',
        'kubernetes.io/service-name': 'db',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'service.kubernetes.io/headless': '',
      },
      ownerReferences: [{ kind: 'Service', name: 'db', controller: true }],
    });
    edit(simulation, 'Service/default/db', (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { tier: 'cache' } },
    }));
    run(simulation, 1000);
    expect(slicesOf(simulation, 'db')[0]?.metadata.labels?.tier).toBe('cache');
  });

  it('ES8 says where an endpoint is and what it is called', () => {
    const named = pod('db-0', 'db', { hostname: 'zero', subdomain: 'db', nodeName: 'node-a' });
    const simulation = cluster([...nodes, named, service('db', { clusterIP: 'None' })]);
    expect(slicesOf(simulation, 'db')[0]?.endpoints).toMatchObject([
      {
        addresses: ['10.244.1.2'],
        hostname: 'zero',
        nodeName: 'node-a',
        zone: 'zone-a',
        targetRef: { kind: 'Pod', namespace: 'default', name: 'db-0' },
      },
    ]);
  });

  it('ES8 gives hints to endpoints when traffic should stay close', () => {
    const simulation = cluster([
      ...nodes,
      pod('shop', 'shop', { nodeName: 'node-a' }),
      service('shop', { trafficDistribution: 'PreferSameNode' }),
    ]);
    const hints = () => slicesOf(simulation, 'shop')[0]?.endpoints?.[0]?.hints;
    expect(hints()).toEqual({ forZones: [{ name: 'zone-a' }], forNodes: [{ name: 'node-a' }] });
    edit<Service>(simulation, 'Service/default/shop', (object) => {
      const { trafficDistribution: _, ...spec } = object.spec;
      return { ...object, spec };
    });
    run(simulation, 1000);
    expect(hints()).toBeUndefined();
  });

  it('ES9 makes the slices and hints of upstream’s vectors', () => {
    const { lines } = writeReport(runVectors(vectors));
    expect(lines).toEqual(['endpointslice 93/93']);
  });

  it('ES11 puts the first endpoints of a Service into its empty slice', () => {
    const simulation = cluster([...nodes, service('shop')]);
    const [empty] = slicesOf(simulation, 'shop');
    create(simulation, pod('shop'));
    run(simulation, 4000);
    expect(slicesOf(simulation, 'shop').map((slice) => slice.metadata.name)).toEqual([empty!.metadata.name]);
    expect(slicesOf(simulation, 'shop')[0]?.endpoints).toHaveLength(1);
  });
});

describe('topology mode Auto', () => {
  const zones = ['a', 'b', 'c'].map((zone) =>
    node(`node-${zone}`, {}, { 'topology.kubernetes.io/zone': `zone-${zone}` }),
  );
  const auto = service('shop', {}, { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } });
  /** One Pod for each letter, on the node of that letter. */
  const podsOn = (letters: string) =>
    [...letters].map((zone, index) => pod(`shop-${index}`, 'shop', { nodeName: `node-${zone}` }));
  const hintsIn = (simulation: Simulation) =>
    (slicesOf(simulation, 'shop')[0]?.endpoints ?? []).map(
      ({ zone, hints }) => `${zone} for ${hints?.forZones?.map(({ name }) => name)}`,
    );

  it('ES10 shares endpoints by the CPU of the zones, and lends some where a zone has too many', () => {
    const simulation = cluster([...zones, ...podsOn('abbbcc'), auto]);
    expect(hintsIn(simulation).sort()).toEqual([
      'zone-a for zone-a',
      'zone-b for zone-a',
      'zone-b for zone-b',
      'zone-b for zone-b',
      'zone-c for zone-c',
      'zone-c for zone-c',
    ]);
  });

  it('ES10 gives no hints when a zone would be too busy, and says why', () => {
    const simulation = cluster([...zones, ...podsOn('abbc'), auto]);
    expect(new Set(hintsIn(simulation))).toEqual(
      new Set(['a', 'b', 'c'].map((zone) => `zone-${zone} for undefined`)),
    );
    expect(clusterEvents(run(simulation, 0))).toMatchObject([
      {
        severity: 'Warning',
        about: 'Service/default/shop',
        eventReason: 'TopologyAwareHintsDisabled',
        message:
          'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold (4 endpoints, 3 zones), addressType: IPv4',
      },
    ]);
  });

  it('ES10 switches on and off with the annotation, the number of Pods and the CPU of the nodes', () => {
    const simulation = cluster([...zones, ...podsOn('ab'), auto]);
    run(simulation, 0);
    create(simulation, pod('shop-c', 'shop', { nodeName: 'node-c' }));
    const said = () =>
      clusterEvents(run(simulation, 4000)).filter(({ about }) => about.startsWith('Service/'));
    expect(said()).toMatchObject([
      { severity: 'Normal', message: 'Topology Aware Hints has been enabled, addressType: IPv4' },
    ]);
    expect(hintsIn(simulation)).toHaveLength(3);
    const setCPU = (cpu: string) => {
      const node = simulation.byKind.Node.get('Node//node-b')!;
      writeStatus(simulation, node, { ...node.status, allocatable: { cpu } }, 'kubelet');
    };
    setCPU('0');
    expect(said()).toMatchObject([{ message: expect.stringContaining('Insufficient Node information') }]);
    expect(hintsIn(simulation)).toContain('zone-a for undefined');
    setCPU('4');
    said();
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      metadata: { ...object.metadata, annotations: {} },
    }));
    expect(said()).toMatchObject([{ message: 'Topology Aware Hints has been disabled, addressType: IPv4' }]);
    expect(hintsIn(simulation)).toContain('zone-a for undefined');
  });

  it('ES10 leaves slices alone whose hints still fit', () => {
    const simulation = cluster([...zones, ...podsOn('abc'), auto]);
    const [before] = slicesOf(simulation, 'shop');
    const [first] = zones;
    edit(simulation, 'Node//node-a', (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...first!.metadata.labels, disk: 'fast' } },
    }));
    run(simulation, 2000);
    expect(slicesOf(simulation, 'shop')[0]).toBe(before);
  });
});
