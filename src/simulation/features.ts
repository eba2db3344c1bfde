/**
 * What of the simulation's code only some scenes need: which objects ask for it. The app, tools and tests have all of it
 * (everyFeature.ts); an embed loads what its scene asks for before it begins, and the rest before somebody changes a thing.
 */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { ProxyModes } from './features/proxyModes.ts';

/** null: not there yet. */
export interface Features {
  proxyModes: ProxyModes | null;
}

export type FeatureName = keyof Features;
export type Feature<N extends FeatureName> = NonNullable<Features[N]>;

const needs: Readonly<Record<FeatureName, (object: KubernetesObject) => boolean>> = {
  proxyModes: ({ kind }) => kind === 'KubeProxyConfiguration',
};

export const FEATURE_NAMES = Object.keys(needs) as readonly FeatureName[];

export function featuresFor(objects: readonly KubernetesObject[]): FeatureName[] {
  return FEATURE_NAMES.filter((name) => objects.some(needs[name]));
}

export function noFeatures(): Features {
  return { proxyModes: null };
}

/** Never silently without it: whoever lets an object in has loaded what it needs. */
export function featureOf<N extends FeatureName>({ features }: { features: Features }, name: N): Feature<N> {
  const feature = features[name];
  if (feature === null) throw new Error(`The simulation has no ${name} yet`);
  return feature as Feature<N>;
}

/** Asks only for what is missing: where all is there, objects of any shape may come. */
export function demandFeaturesFor(
  simulation: { features: Features },
  objects: readonly KubernetesObject[],
): void {
  for (const name of FEATURE_NAMES)
    if (simulation.features[name] === null && objects.some(needs[name])) featureOf(simulation, name);
}
