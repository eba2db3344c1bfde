import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { proxyConfigurationOf, schedulerOf } from './proxySettings.ts';

const configuration = (rest: object) =>
  ({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    ...rest,
  }) as KubernetesObject;

test('finds the scene’s KubeProxyConfiguration, and a scheduler in ipvs mode only', () => {
  const found = configuration({ mode: 'ipvs', ipvs: { scheduler: 'lc' } });
  const objects = new Map([['KubeProxyConfiguration.kubeproxy.config.k8s.io//kube-proxy', found]]);
  expect(proxyConfigurationOf(objects)).toBe(found);
  expect(schedulerOf(proxyConfigurationOf(objects))).toBe('lc');
  expect(schedulerOf(configuration({ mode: 'ipvs' }))).toBe('rr');
  expect(schedulerOf(configuration({ mode: 'nftables', ipvs: { scheduler: 'lc' } }))).toBeNull();
});

test('without one kube-proxy has its defaults, and a form can complete them', () => {
  const absent = proxyConfigurationOf(new Map());
  expect(absent).toEqual(configuration({}));
  expect(schedulerOf(absent)).toBeNull();
});
