import { expect, test } from 'vitest';
import { everyFeature } from '../simulation/everyFeature.ts';
import { noFeatures } from '../simulation/features.ts';
import { loadFeatures, loadFeaturesFor } from './features.ts';

test('all features can be loaded, or only those that objects ask for', async () => {
  const features = noFeatures();
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'quiet' } };
  await loadFeaturesFor(features, [policy]);
  expect(features).toEqual({ ...noFeatures(), networkPolicies: everyFeature.networkPolicies });
  await loadFeatures(features);
  expect(features).toEqual(everyFeature);
});
