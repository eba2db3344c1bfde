/** kube-proxy's settings from where they really live: a `KubeProxyConfiguration` (kubeproxy.config.k8s.io/v1alpha1). */
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import {
  type ConntrackState,
  type ConntrackTimeouts,
  DEFAULT_TIMEOUTS,
  KERNEL_TIMEOUTS,
} from './conntrack.ts';
import { DEFAULT_IPVS_SCHEDULER, isIpvsScheduler } from './ipvsSchedulers.ts';
import { DEFAULT_PROXY_CONFIG, type ProxyConfig, type ProxyMode } from './kubeProxy.ts';

export interface KubeProxyConfiguration extends KubernetesObject {
  mode?: string;
  clusterCIDR?: string;
  nodePortAddresses?: string[] | null;
  iptables?: { masqueradeAll?: boolean; localhostNodePorts?: boolean };
  nftables?: { masqueradeAll?: boolean };
  ipvs?: { scheduler?: string };
  conntrack?: Readonly<Record<string, unknown>>;
}

const modes: readonly string[] = ['nftables', 'ipvs'] satisfies ProxyMode[];

/**
 * The settings that the simulation follows. An unknown mode or scheduler, with which kube-proxy
 * does not start, is taken as the default one.
 */
export function readProxyConfig(configuration: KubeProxyConfiguration): ProxyConfig {
  const mode = modes.includes(configuration.mode ?? '') ? (configuration.mode as ProxyMode) : 'iptables';
  const scheduler = configuration.ipvs?.scheduler ?? '';
  const { nodePortAddresses } = configuration;
  return {
    ...DEFAULT_PROXY_CONFIG,
    mode,
    clusterCIDR: configuration.clusterCIDR || DEFAULT_PROXY_CONFIG.clusterCIDR,
    nodePortAddresses: nodePortAddresses && nodePortAddresses.length > 0 ? nodePortAddresses : null,
    localhostNodePorts: configuration.iptables?.localhostNodePorts ?? DEFAULT_PROXY_CONFIG.localhostNodePorts,
    // ipvs mode reads the field of iptables.
    masqueradeAll: configuration[mode === 'ipvs' ? 'iptables' : mode]?.masqueradeAll ?? false,
    ipvsScheduler: isIpvsScheduler(scheduler) ? scheduler : DEFAULT_IPVS_SCHEDULER,
    timeouts: readTimeouts(configuration.conntrack ?? {}),
  };
}

/** kube-proxy writes them into the kernel's settings, unless they are 0. For UDP that is what they are by default. */
const timeoutFields = {
  tcpEstablishedTimeout: { state: 'ESTABLISHED', absent: DEFAULT_TIMEOUTS.ESTABLISHED },
  tcpCloseWaitTimeout: { state: 'CLOSE_WAIT', absent: DEFAULT_TIMEOUTS.CLOSE_WAIT },
  udpTimeout: { state: 'UNREPLIED', absent: 0 },
  udpStreamTimeout: { state: 'STREAM', absent: 0 },
} as const;

function readTimeouts(fields: Readonly<Record<string, unknown>>): ConntrackTimeouts {
  const timeouts: Record<ConntrackState, number> = { ...KERNEL_TIMEOUTS };
  for (const [field, { state, absent }] of Object.entries(timeoutFields)) {
    const ms = durationMs(fields[field]) ?? absent;
    if (ms > 0) timeouts[state] = ms;
  }
  timeouts.REPLIED = timeouts.UNREPLIED;
  return timeouts;
}

const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `1h30m` as Go writes it → ms; null when it is none. */
function durationMs(text: unknown): number | null {
  if (typeof text !== 'string' || !/^(\d+(\.\d+)?(h|ms|m|s))+$|^0$/.test(text)) return null;
  let ms = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g))
    ms += Number(number) * unitsMs[unit!]!;
  return Math.round(ms);
}
