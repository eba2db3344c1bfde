/**
 * What of the simulation's code only some scenes need, and which objects ask for it. The app, tools and tests have all of
 * it (everyFeature.ts); an embed loads what its scene asks for before it begins, and the rest before somebody changes a
 * thing. A new feature is a file in features/, a row here, in everyFeature.ts and in playground/features.ts.
 */
import type { CloudProvider } from '../kubernetes/cloudProvider.ts';
import type { Node } from '../kubernetes/node.ts';
import { isSilent } from '../kubernetes/nodeFaults.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { isToCrash, type Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { asksForTopologyHints } from './controllers/topologyMode.ts';
import type { Changes } from './features/changes.ts';
import type { Failures } from './features/failures.ts';
import type { HttpRouting } from './features/httpRouting.ts';
import type { IPFamilies } from './features/ipFamilies.ts';
import type { NetworkPolicies } from './features/networkPolicies.ts';
import type { ProxyBalancers } from './features/proxyBalancers.ts';
import type { ProxyModes } from './features/proxyModes.ts';
import type { TopologyHints } from './features/topologyHints.ts';
import type { Workloads } from './features/workloads.ts';
import { controllerIn, proxyIn } from './network/routingControllers.ts';

/** null: not there yet. */
export interface Features {
  changes: Changes | null;
  failures: Failures | null;
  httpRouting: HttpRouting | null;
  ipFamilies: IPFamilies | null;
  networkPolicies: NetworkPolicies | null;
  proxyBalancers: ProxyBalancers | null;
  proxyModes: ProxyModes | null;
  topologyHints: TopologyHints | null;
  workloads: Workloads | null;
}

export type FeatureName = keyof Features;
export type Feature<N extends FeatureName> = NonNullable<Features[N]>;

type Need = (object: KubernetesObject) => boolean;

const needs: Readonly<Record<FeatureName, Need>> = {
  changes: (object) => needs.failures(object) || needs.httpRouting(object) || needs.workloads(object),
  failures: (object) =>
    object.kind === 'Node' ? mayFail(object as Node) : runs(object, (pod) => isToCrash(pod) || isProbed(pod)),
  httpRouting: (object) =>
    object.kind in { Ingress: 1, IngressClass: 1, Gateway: 1, GatewayClass: 1, HTTPRoute: 1 } ||
    runs(object, (pod) => proxyIn(pod) !== null || controllerIn(pod) !== null),
  ipFamilies: (object) =>
    object.kind in { KubeProxyConfiguration: 1, ServiceCIDR: 1 } ||
    (object.kind === 'Service' && speaksOfFamilies(object as Service)),
  networkPolicies: ({ kind }) => kind === 'NetworkPolicy',
  proxyBalancers: (object) =>
    object.kind === 'CloudProvider' && (object as CloudProvider).spec.ipMode === 'Proxy',
  proxyModes: ({ kind }) => kind === 'KubeProxyConfiguration',
  topologyHints: (object) => object.kind === 'Service' && asksForTopologyHints(object as Service),
  workloads: ({ kind }) => kind in { DaemonSet: 1, Job: 1, ReplicationController: 1, StatefulSet: 1 },
};

/** A headless one without a selector has both, whatever the cluster has. */
function speaksOfFamilies({ spec }: Service): boolean {
  return (
    spec.ipFamilies !== undefined ||
    spec.ipFamilyPolicy !== undefined ||
    spec.clusterIPs !== undefined ||
    (spec.clusterIP === 'None' && spec.selector === undefined)
  );
}

/** One that says how it is, in its status, may be silent already. */
function mayFail(node: Node): boolean {
  return isSilent(node) || node.spec?.taints !== undefined || node.status !== undefined;
}

function isProbed({ spec }: Pod): boolean {
  return spec.containers.some((each) => each.startupProbe ?? each.livenessProbe ?? each.readinessProbe);
}

/** Whether the object is such a Pod, or makes some. */
function runs(object: KubernetesObject, isSuch: (pod: Pod) => boolean): boolean {
  if (object.kind === 'Pod') return isSuch(object as Pod);
  const { spec } = object as { spec?: { template?: Partial<Pod> } };
  const template = spec?.template;
  return template?.spec !== undefined && isSuch({ metadata: {}, ...template } as Pod);
}

export const FEATURE_NAMES = Object.keys(needs) as readonly FeatureName[];

export function featuresFor(objects: readonly KubernetesObject[]): FeatureName[] {
  return FEATURE_NAMES.filter((name) => objects.some(needs[name]));
}

export function noFeatures(): Features {
  return Object.fromEntries(FEATURE_NAMES.map((name) => [name, null])) as unknown as Features;
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
