/**
 * kube-proxy runs one proxier for each IP family of the cluster, with its own share of the settings. Models
 * cmd/kube-proxy/app/server_linux.go `createProxier` and pkg/proxy/util/nodeport_addresses.go. Simplified: in a cluster
 * of IPv4 only the empty rules of IPv6 are left out.
 */
import type { IPFamily } from '../../kubernetes/ip.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { type ClusterFamilies, clusterFamilies, POD_CIDRS } from '../clusterFamilies.ts';
import { featureOf } from '../features.ts';
import type { Simulation } from '../state.ts';
import { DEFAULT_PROXY_CONFIG, type ProxyConfig } from './kubeProxy.ts';
import type { KubeProxyConfiguration } from './proxyConfiguration.ts';
import { queueSync } from './proxySync.ts';
import { emptyServiceTable } from './serviceTable.ts';

const EVERYWHERE = { IPv4: '0.0.0.0/0', IPv6: '::/0' } as const;

export function isProxyConfiguration(object: KubernetesObject): object is KubeProxyConfiguration {
  return object.kind === 'KubeProxyConfiguration' && object.apiVersion.startsWith('kubeproxy.config.k8s.io/');
}

/** The KubeProxyConfiguration or the cluster's families have changed: every kube-proxy is told. */
export function proxySettingsChanged(simulation: Simulation): void {
  const { network, objects, byKind } = simulation;
  const configuration = [...objects.values()].find(isProxyConfiguration) ?? null;
  const config =
    configuration === null
      ? DEFAULT_PROXY_CONFIG
      : featureOf(simulation, 'proxyModes').readProxyConfig(configuration);
  const configs = configsOfFamilies(config, configuration?.clusterCIDR, clusterFamilies(simulation));
  network.proxyConfig = configs.IPv4;
  network.proxyConfigIPv6 = configs.IPv6;
  if (configs.IPv6 === null) network.tableIPv6 = null;
  else if (network.tableIPv6 === null) {
    network.tableIPv6 = emptyServiceTable('IPv6');
    for (const key of byKind.Service.keys()) network.changedServices.add(key);
  }
  for (const node of network.nodes.values()) {
    node.conntrack.timeouts = config.timeouts;
    queueSync(simulation, node);
  }
}

export interface FamilyConfigs {
  readonly IPv4: ProxyConfig;
  /** Null in a cluster without IPv6. */
  readonly IPv6: ProxyConfig | null;
}

/** `clusterCIDR` is what the KubeProxyConfiguration says, for both families. */
export function configsOfFamilies(
  config: ProxyConfig,
  clusterCIDR: string | undefined,
  cluster: ClusterFamilies,
): FamilyConfigs {
  const share = (family: IPFamily) => shareOf(config, clusterCIDR, family, cluster.serviceCIDRs[family]);
  return { IPv4: share('IPv4'), IPv6: cluster.families.includes('IPv6') ? share('IPv6') : null };
}

function shareOf(
  config: ProxyConfig,
  clusterCIDR: string | undefined,
  family: IPFamily,
  serviceCIDR: string | undefined,
): ProxyConfig {
  return {
    ...config,
    ipFamily: family,
    clusterCIDR: clusterCIDR ? (ofFamily(clusterCIDR.split(','), family)[0] ?? null) : POD_CIDRS[family],
    serviceCIDRs: serviceCIDR === undefined ? [] : [serviceCIDR],
    nodePortAddresses: config.nodePortAddresses && nodePortRanges(config.nodePortAddresses, family),
  };
}

function ofFamily(ranges: readonly string[], family: IPFamily): string[] {
  return ranges.map((range) => range.trim()).filter((range) => range.includes(':') === (family === 'IPv6'));
}

/** A family of which no range is given accepts NodePorts on all its addresses; `primary` holds for both. */
function nodePortRanges(ranges: readonly string[], family: IPFamily): readonly string[] {
  if (ranges.includes('primary')) return ranges;
  const own = ofFamily(ranges, family);
  return own.length > 0 ? own : [EVERYWHERE[family]];
}
