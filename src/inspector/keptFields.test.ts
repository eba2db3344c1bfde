import { expect, it } from 'vitest';
import { type KindRow, kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { keptFields } from './keptFields.ts';

it('lists what a Pod says beyond the simulation, each once', () => {
  const pod = kinds.Pod.template('shop');
  const container = { ...pod.spec.containers[0]!, resources: { limits: { cpu: '1' } }, volumeMounts: [] };
  const spec = { ...pod.spec, containers: [container, container], serviceAccountName: 'shop' };
  expect(keptFields({ ...pod, spec } as KubernetesObject)).toEqual([
    'spec.containers.resources',
    'spec.containers.volumeMounts',
    'spec.serviceAccountName',
  ]);
});

it('finds nothing in the templates of the palette, also after the API server filled in its defaults', () => {
  for (const row of Object.values(kinds) as KindRow<KubernetesObject>[])
    expect(keptFields(row.defaults(row.template('x')))).toEqual([]);
});

it('lists a kind that is not simulated whole', () => {
  const apiVersion = 'networking.istio.io/v1';
  const virtualService = { apiVersion, kind: 'VirtualService', metadata: { name: 'x' }, spec: {} };
  expect(keptFields(virtualService)).toEqual(['spec']);
});
