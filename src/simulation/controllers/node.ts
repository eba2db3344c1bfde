/**
 * Makes a new Node complete: its podCIDR, and the status that its kubelet would report. Models the node IPAM controller
 * (pkg/controller/nodeipam) and the kubelet's node status. Simplified: a Node that exists is ready.
 */

import { familyOf, nthAddress, parseCIDR } from '../../kubernetes/ip.ts';
import { internalIP, type Node } from '../../kubernetes/node.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { write, writeStatus } from '../apiServer.ts';
import { clusterFamilies, POD_CIDRS } from '../clusterFamilies.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';

/** A node's share of the Pod range of each family: 256 nodes fit into both. */
const NODE_PREFIXES = { IPv4: 24, IPv6: 64 } as const;
const NODES = 256;
/** Node 192.168.1.11 has 10.244.1.0/24 when that is free: the numbers go together. */
const FIRST_HOST = 10;

/** The last number of an address as people read it: 11 of 192.168.1.11 and of fd00:192:168:1::11. */
function lastNumber(address: string): number {
  return Number(/(\d+)$/.exec(address)?.[1] ?? Number.NaN);
}

/** `10.244.1.0/24`, `fd00:10:244:1::/64` */
function nodeCIDR(family: 'IPv4' | 'IPv6', number: number): string {
  const range = parseCIDR(POD_CIDRS[family])!;
  const prefix = NODE_PREFIXES[family];
  const size = 2 ** ((family === 'IPv4' ? 32 : 128) - prefix);
  return `${nthAddress(range, number * size)}/${prefix}`;
}

/** Those of the node's own number when they are free, else of the lowest free one; 0 stays unused. */
function choosePodCIDRs(simulation: Simulation, node: Node): string[] | undefined {
  const { families } = clusterFamilies(simulation);
  const addressed = new Set((node.status?.addresses ?? []).map(({ address }) => familyOf(address)));
  const wanted = families.filter((family) => addressed.has(family));
  const inUse = new Set<string>();
  for (const { spec } of simulation.byKind.Node.values()) {
    inUse.add(spec?.podCIDR ?? '');
    for (const cidr of spec?.podCIDRs ?? []) inUse.add(cidr);
  }
  const own = (lastNumber(internalIP(node) ?? '') & 255) - FIRST_HOST;
  for (const number of [own, ...Array.from({ length: NODES - 1 }, (_, index) => index + 1)]) {
    if (number < 1 || number >= NODES) continue;
    const cidrs = (wanted.length === 0 ? families : wanted).map((family) => nodeCIDR(family, number));
    if (!cidrs.some((cidr) => inUse.has(cidr))) return cidrs;
  }
  return undefined;
}

/** A machine with 4 CPUs and 8 GiB; the kubelet keeps 100 MiB of it back, its eviction threshold. */
const CAPACITY = { cpu: '4', 'ephemeral-storage': '50620216Ki', memory: '8388608Ki', pods: '110' };
const ALLOCATABLE = { ...CAPACITY, 'ephemeral-storage': '46651590989', memory: '8286208Ki' };

/** What `kubectl get nodes -o wide` shows. */
const NODE_INFO = {
  kubeletVersion: 'v1.35.0',
  osImage: 'Debian GNU/Linux 13 (trixie)',
  kernelVersion: '6.12.57+deb13-amd64',
  containerRuntimeVersion: 'containerd://2.2.0',
};

export function reconcileNode(simulation: Simulation, key: ObjectKey): void {
  const node = simulation.byKind.Node.get(key);
  if (node === undefined) return;
  const assigned = node.spec?.podCIDR ? node : assignPodCIDR(simulation, key, node);
  const { conditions = [], capacity, allocatable } = assigned.status ?? {};
  if (conditions.some((condition) => condition.type === 'Ready')) return;
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady' } as const;
  const status: Node['status'] = {
    ...assigned.status,
    conditions: withCondition(simulation, conditions, ready),
    capacity: capacity ?? CAPACITY,
    allocatable: allocatable ?? ALLOCATABLE,
    nodeInfo: { ...NODE_INFO, ...assigned.status?.nodeInfo },
  };
  writeStatus(simulation, assigned, status, 'kubelet');
}

function assignPodCIDR(simulation: Simulation, key: ObjectKey, node: Node): Node {
  const podCIDRs = choosePodCIDRs(simulation, node);
  if (podCIDRs === undefined) {
    const message = `Node ${node.metadata.name} status is now: CIDRNotAvailable`;
    emitEvent(simulation, 'cidrAllocator', key, 'Normal', 'CIDRNotAvailable', message);
    return node;
  }
  const object: Node = { ...node, spec: { ...node.spec, podCIDR: podCIDRs[0]!, podCIDRs } };
  return (write(simulation, { verb: 'update', object }, 'node').object as Node | null) ?? node;
}
