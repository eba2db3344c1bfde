/**
 * Which endpoints of a Service count on one node. Models pkg/proxy/topology.go `CategorizeEndpoints` (v1.35): terminating
 * endpoints stand in when no ready one is left, hints narrow the choice, locality is kept for the Local policies.
 */

/** What a decision needs to know of an endpoint. */
export interface EndpointConditionsAndHints {
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
}

/** How a Service's port is reached, and how far its traffic may go. */
export interface TrafficPolicies {
  readonly internalPolicyLocal: boolean;
  readonly externalPolicyLocal: boolean;
  /** Has a nodePort, a load balancer's address or an external IP. */
  readonly externallyAccessible: boolean;
}

export interface CategorizedEndpoints<E> {
  /** For traffic under the Cluster policy; null when the Service never uses it. */
  readonly cluster: readonly E[] | null;
  /** For traffic under the Local policy; null when the Service never uses it. */
  readonly local: readonly E[] | null;
  /** Whether any node has a usable endpoint: without one the traffic is refused, with none here it is dropped. */
  readonly hasAnyEndpoints: boolean;
}

/** Even with externalTrafficPolicy Local, Pods and the node itself reach external addresses by the Cluster list. */
export function usesClusterEndpoints(policies: TrafficPolicies): boolean {
  return !policies.internalPolicyLocal || policies.externallyAccessible;
}

export function usesLocalEndpoints(policies: TrafficPolicies): boolean {
  return policies.internalPolicyLocal || (policies.externalPolicyLocal && policies.externallyAccessible);
}

export function categorizeEndpoints<E extends EndpointConditionsAndHints>(
  endpoints: readonly E[],
  policies: TrafficPolicies,
  node: { readonly name: string; readonly zone: string },
  isLocal: (endpoint: E) => boolean,
  preferSameTrafficDistribution = true,
): CategorizedEndpoints<E> {
  const cluster = usesClusterEndpoints(policies)
    ? readyOrTerminating(
        endpoints,
        availability(endpoints, node, preferSameTrafficDistribution) ?? everywhere,
        everywhere,
      )
    : null;
  const local = usesLocalEndpoints(policies) ? readyOrTerminating(endpoints, isLocal, isLocal) : null;
  const hasAnyEndpoints =
    (cluster !== null && cluster.length > 0) || (local !== null && endpoints.some(isUsable));
  return { cluster, local, hasAnyEndpoints };
}

/** Every endpoint that traffic from this node can reach: both lists, each endpoint once. */
export function reachableEndpoints<E>({ cluster, local }: CategorizedEndpoints<E>): readonly E[] {
  if (local === null || local.length === 0) return cluster ?? [];
  return cluster === null ? local : [...new Set([...cluster, ...local])];
}

type Predicate<E> = (endpoint: E) => boolean;

const everywhere = () => true;

function isServingTerminating(endpoint: EndpointConditionsAndHints): boolean {
  return endpoint.serving && endpoint.terminating;
}

function isUsable(endpoint: EndpointConditionsAndHints): boolean {
  return endpoint.ready || isServingTerminating(endpoint);
}

/** Ready endpoints; when there is none, those that still serve while they terminate. */
function readyOrTerminating<E extends EndpointConditionsAndHints>(
  endpoints: readonly E[],
  mayUseReady: Predicate<E>,
  mayUseTerminating: Predicate<E>,
): readonly E[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready && mayUseReady(endpoint));
  if (ready.length > 0) return ready;
  return endpoints.filter((endpoint) => isServingTerminating(endpoint) && mayUseTerminating(endpoint));
}

/**
 * The filter that hints ask for, null when they do not apply: every ready endpoint needs a hint, and at least one of
 * them must be for this node (or else this zone).
 */
function availability<E extends EndpointConditionsAndHints>(
  endpoints: readonly E[],
  node: { readonly name: string; readonly zone: string },
  preferSameTrafficDistribution: boolean,
): Predicate<E> | null {
  let allHaveNodeHints = true;
  let allHaveZoneHints = true;
  let oneIsForNode = false;
  let oneIsForZone = false;
  for (const { ready, nodeHints, zoneHints } of endpoints) {
    if (!ready) continue;
    if (nodeHints.length === 0) allHaveNodeHints = false;
    else if (nodeHints.includes(node.name)) oneIsForNode = true;
    if (zoneHints.length === 0) allHaveZoneHints = false;
    else if (zoneHints.includes(node.zone)) oneIsForZone = true;
    if (!allHaveNodeHints && !allHaveZoneHints) return null;
  }
  if (preferSameTrafficDistribution && allHaveNodeHints && oneIsForNode)
    return (endpoint) => endpoint.nodeHints.includes(node.name);
  if (allHaveZoneHints && oneIsForZone) return (endpoint) => endpoint.zoneHints.includes(node.zone);
  return null;
}
