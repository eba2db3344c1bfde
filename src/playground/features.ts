/** Loads the features of the simulation that objects ask for: see simulation/features.ts. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import {
  FEATURE_NAMES,
  type Feature,
  type FeatureName,
  type Features,
  featuresFor,
} from '../simulation/features.ts';

const loaders: { readonly [N in FeatureName]: () => Promise<Feature<N>> } = {
  changes: async () => (await import('../simulation/features/changes.ts')).changes,
  failures: async () => (await import('../simulation/features/failures.ts')).failures,
  httpRouting: async () => (await import('../simulation/features/httpRouting.ts')).httpRouting,
  ipFamilies: async () => (await import('../simulation/features/ipFamilies.ts')).ipFamilies,
  networkPolicies: async () => (await import('../simulation/features/networkPolicies.ts')).networkPolicies,
  proxyBalancers: async () => (await import('../simulation/features/proxyBalancers.ts')).proxyBalancers,
  proxyModes: async () => (await import('../simulation/features/proxyModes.ts')).proxyModes,
  topologyHints: async () => (await import('../simulation/features/topologyHints.ts')).topologyHints,
  workloads: async () => (await import('../simulation/features/workloads.ts')).workloads,
};

export async function loadFeatures(
  features: Features,
  names: readonly FeatureName[] = FEATURE_NAMES,
): Promise<void> {
  await Promise.all(names.map((name) => load(features, name)));
}

export async function loadFeaturesFor(
  features: Features,
  objects: readonly KubernetesObject[],
): Promise<void> {
  await loadFeatures(features, featuresFor(objects));
}

async function load<N extends FeatureName>(features: Features, name: N): Promise<void> {
  features[name] ??= (await loaders[name]()) as Features[N];
}
