/** Vectors of `kube-proxy/`: where a new connection's first packet goes on a node, in each proxy mode. */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { IPFamily } from '../../kubernetes/ip.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Protocol } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { compileRules } from '../../simulation/network/compileRules.ts';
import { DEFAULT_TIMEOUTS } from '../../simulation/network/conntrack.ts';
import {
  DEFAULT_PROXY_CONFIG,
  type NodeRules,
  type ProxyConfig,
  type ProxyMode,
} from '../../simulation/network/kubeProxy.ts';
import { matchRules, type Verdict, type VerdictName } from '../../simulation/network/netfilter.ts';
import { createRandom, type RandomStream } from '../../simulation/random.ts';
import type { Check } from './conformance.ts';

interface KubeProxyVector {
  id: string;
  modes: ProxyMode[];
  proxy: {
    mode: ProxyMode;
    ipFamily: IPFamily;
    nodeName: string;
    nodeIPs: string[];
    podCIDR: string | null;
    serviceCIDRs: string[] | null;
    nodePortAddresses: string[] | null;
    localhostNodePorts?: boolean;
    masqueradeAll: boolean;
    zone: string | null;
  };
  steps: { objects: KubernetesObject[]; packets: PacketVector[] }[];
}

interface PacketVector {
  id: string;
  protocol: Protocol;
  source: string;
  destination: string;
  port: number;
  expect: { verdict: VerdictName; endpoints: string[]; masquerade: boolean };
}

/** How often a packet is sent to see that every endpoint is picked and no other. */
const ROUNDS_PER_ENDPOINT = 20;

export function checkKubeProxy(vector: KubeProxyVector): Check[] {
  const checks: Check[] = [];
  for (const mode of vector.modes) {
    for (const step of vector.steps) {
      const rules = compileRules(
        configOf(vector, mode),
        { name: vector.proxy.nodeName, zone: vector.proxy.zone ?? '', addresses: vector.proxy.nodeIPs },
        step.objects.filter((object): object is Service => object.kind === 'Service'),
        step.objects.filter((object): object is EndpointSlice => object.kind === 'EndpointSlice'),
      );
      const random = createRandom(1, vector.id);
      for (const packet of step.packets)
        checks.push({
          id: `${vector.id}[${mode}] ${packet.id}`,
          failure: failureOf(rules, packet, random),
        });
    }
  }
  return checks;
}

/** A file for both modes gives nftables' settings; upstream ran iptables with its own defaults. */
function configOf({ proxy, modes }: KubeProxyVector, mode: ProxyMode): ProxyConfig {
  const isForBoth = modes.length > 1;
  return {
    mode,
    ipFamily: proxy.ipFamily,
    clusterCIDR: proxy.podCIDR,
    serviceCIDRs: proxy.serviceCIDRs,
    nodePortAddresses: isForBoth && mode === 'iptables' ? null : proxy.nodePortAddresses,
    localhostNodePorts: proxy.localhostNodePorts ?? true,
    masqueradeAll: proxy.masqueradeAll,
    ipvsScheduler: DEFAULT_PROXY_CONFIG.ipvsScheduler,
    timeouts: DEFAULT_TIMEOUTS,
  };
}

function failureOf(rules: NodeRules, packet: PacketVector, random: RandomStream): string | null {
  const { expect } = packet;
  const header = {
    protocol: packet.protocol,
    source: packet.source,
    sourcePort: 40000,
    destination: packet.destination,
    destinationPort: packet.port,
  };
  const seen = new Set<string>();
  let verdict: Verdict | null = null;
  for (let round = 0; round < ROUNDS_PER_ENDPOINT * (expect.endpoints.length + 1); round++) {
    verdict = matchRules(rules, header, new Map(), random, 0);
    if (verdict.endpoint !== null) seen.add(verdict.endpoint.address);
    const came = `${verdict.verdict}${verdict.masquerade ? ' masquerade' : ''}`;
    const wanted = `${expect.verdict}${expect.masquerade ? ' masquerade' : ''}`;
    if (came !== wanted) return `expected ${wanted}, came ${came}`;
  }
  const came = [...seen].sort().join(', ');
  const wanted = [...expect.endpoints].sort().join(', ');
  return came === wanted ? null : `expected ${wanted}, came ${came}`;
}
