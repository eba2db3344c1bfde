/** kube-proxy's settings from where they really live: a `KubeProxyConfiguration` (kubeproxy.config.k8s.io/v1alpha1). */
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { DEFAULT_PROXY_CONFIG, type ProxyConfig } from './kubeProxy.ts';

interface KubeProxyConfiguration extends KubernetesObject {
  mode?: string;
  clusterCIDR?: string;
  nodePortAddresses?: string[] | null;
  iptables?: { masqueradeAll?: boolean; localhostNodePorts?: boolean };
  nftables?: { masqueradeAll?: boolean };
}

export function isProxyConfiguration(object: KubernetesObject): object is KubeProxyConfiguration {
  return object.kind === 'KubeProxyConfiguration' && object.apiVersion.startsWith('kubeproxy.config.k8s.io/');
}

/** The settings that the simulation follows; `null` is no such object. ipvs is treated as iptables. */
export function readProxyConfig(configuration: KubeProxyConfiguration | null): ProxyConfig {
  if (configuration === null) return DEFAULT_PROXY_CONFIG;
  const mode = configuration.mode === 'nftables' ? 'nftables' : 'iptables';
  const { nodePortAddresses } = configuration;
  return {
    ...DEFAULT_PROXY_CONFIG,
    mode,
    clusterCIDR: configuration.clusterCIDR || DEFAULT_PROXY_CONFIG.clusterCIDR,
    nodePortAddresses: nodePortAddresses && nodePortAddresses.length > 0 ? nodePortAddresses : null,
    localhostNodePorts: configuration.iptables?.localhostNodePorts ?? DEFAULT_PROXY_CONFIG.localhostNodePorts,
    masqueradeAll: configuration[mode]?.masqueradeAll ?? false,
  };
}
