/** A node's place in the network: what its object says, and the state that outlives a change of the object. */
import type { ProxyModes } from '../features/proxyModes.ts';
import { createRandom } from '../random.ts';
import { createConntrack } from './conntrack.ts';
import { createNodeRules } from './kubeProxy.ts';
import type { Network } from './network.ts';
import type { NodePlace, nodeFacts } from './places.ts';
import { emptyServiceTable } from './serviceTable.ts';

/** Field by field: an object that is spread together from parts gets a layout of its own, and each hop would pay for it. */
export function createNodePlace(
  network: Network,
  facts: ReturnType<typeof nodeFacts>,
  proxyNode: NodePlace['proxyNode'],
  modes: ProxyModes | null,
  old: NodePlace | undefined,
): NodePlace {
  return {
    kind: 'Node',
    key: facts.key,
    name: facts.name,
    address: facts.address,
    secondAddress: facts.secondAddress,
    podCIDRs: facts.podCIDRs,
    isInPodCIDR: facts.isInPodCIDR,
    isBalanced: facts.isBalanced,
    isReady: facts.isReady,
    breakage: facts.breakage,
    isProxyStopped: facts.isProxyStopped,
    isHairpinOff: facts.isHairpinOff,
    isHidden: facts.isHidden,
    proxyNode,
    route: facts.route,
    linkRoute: facts.linkRoute,
    defaultRoute: facts.defaultRoute,
    masqueradeRule: facts.masqueradeRule,
    secondRoutes: facts.secondRoutes,
    listensRule: facts.listensRule,
    rules: old?.rules ?? createNodeRules(network.proxyConfig, proxyNode, emptyServiceTable('IPv4'), modes),
    rulesIPv6: old?.rulesIPv6 ?? null,
    rows: old?.rows ?? 0,
    rowsIPv6: old?.rowsIPv6 ?? 0,
    isSyncQueued: old?.isSyncQueued ?? false,
    pendingServices: old?.pendingServices ?? new Set(),
    hostPods: old?.hostPods ?? hostPodsOf(network, facts.key),
    conntrack: old?.conntrack ?? createConntrack(network.proxyConfig.timeouts),
    affinity: old?.affinity ?? new Map(),
    ipvs: old?.ipvs ?? new Map(),
    random: old?.random ?? createRandom(network.seed, `node ${facts.name}`),
  };
}

function hostPodsOf(network: Network, node: NodePlace['key']): NodePlace['hostPods'] {
  const pods: NodePlace['hostPods'] = new Set();
  for (const place of network.places.values())
    if (place.kind === 'Pod' && place.isHostNetwork && place.node === node) pods.add(place.key);
  return pods;
}
