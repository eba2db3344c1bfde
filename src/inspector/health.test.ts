import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import { kinds } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { factsOf, podStatus } from './health.ts';

const context = (...objects: KubernetesObject[]) => ({
  objects: new Map(objects.map((object) => [objectKey(object), object])),
  rules: {},
});
const shop: Service = {
  ...kinds.Service.template('shop'),
  spec: { type: 'LoadBalancer', clusterIP: '10.96.0.7', ports: [{ port: 80, nodePort: 30080 }] },
};
const slice: EndpointSlice = {
  ...kinds.EndpointSlice.template('shop-x7k2p'),
  metadata: { name: 'shop-x7k2p', namespace: 'default', labels: { 'kubernetes.io/service-name': 'shop' } },
  endpoints: [
    { addresses: ['10.244.1.2'], conditions: { ready: true } },
    { addresses: ['10.244.1.3'], conditions: { ready: false } },
    { addresses: ['10.244.1.4'] },
  ],
};

describe('how a Service is doing', () => {
  it('counts ready endpoints of its slices; no condition counts as ready', () => {
    expect(factsOf(shop, context(shop, slice))[0]).toEqual({
      label: 'Endpoints',
      value: '2 ready of 3',
      tone: 'warn',
    });
    expect(factsOf(shop, context(shop))[0]).toMatchObject({ value: 'none', tone: 'bad' });
  });

  it('says why there is no external address', () => {
    const external = (...objects: KubernetesObject[]) =>
      factsOf(shop, context(shop, ...objects)).find((fact) => fact.label === 'External IP')?.value;
    expect(external()).toBe('pending: no cloud provider');
    expect(external(kinds.CloudProvider.template('cloud'))).toBe('pending');
  });

  it('says of an ExternalName only what it is', () => {
    const alias: Service = { ...shop, spec: { type: 'ExternalName', externalName: 'pay.example.com' } };
    expect(factsOf(alias, context(alias)).map((fact) => fact.value)).toEqual(['pay.example.com']);
  });
});

describe('how a Pod is doing', () => {
  const pod: Pod = { ...kinds.Pod.template('p'), status: { phase: 'Running' } };
  it('tells Terminating and unschedulable from the phase', () => {
    expect(podStatus(pod)).toBe('Running');
    const metadata = { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(podStatus({ ...pod, metadata })).toBe('Terminating');
    const message = '0/2 nodes are available';
    const conditions = [{ type: 'PodScheduled', status: 'False' as const, message }];
    expect(podStatus({ ...pod, status: { phase: 'Pending', conditions } })).toBe(`Pending: ${message}`);
  });
});

it('knows nothing of kinds that are not simulated', () => {
  expect(factsOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }, context())).toEqual([]);
});
