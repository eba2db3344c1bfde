/**
 * Makes a new Node complete: its podCIDR, and the status that its kubelet would report. Models the node IPAM controller
 * (pkg/controller/nodeipam) and the kubelet's node status. Simplified: a Node that exists is ready.
 */

import { ipv4ToNumber, numberToIPv4 } from '../../kubernetes/ip.ts';
import { internalIP, type Node } from '../../kubernetes/node.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { parseRange } from '../addressRange.ts';
import { POD_CIDR } from '../allocation.ts';
import { write, writeStatus } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';

const podRange = parseRange(POD_CIDR)!;
const NODE_SIZE = 256;
/** Node 192.168.1.11 has 10.244.1.0/24 when that is free: the numbers go together. */
const FIRST_HOST = 10;

/** The node's own number when it is free, else the lowest free one; 0 stays unused. */
function choosePodCIDR(simulation: Simulation, node: Node): string | undefined {
  const inUse = new Set<string>();
  for (const { spec } of simulation.byKind.Node.values()) inUse.add(spec?.podCIDR ?? '');
  const count = podRange.size / NODE_SIZE;
  const own = (ipv4ToNumber(internalIP(node) ?? '') & 255) - FIRST_HOST;
  for (const number of [own, ...Array.from({ length: count - 1 }, (_, index) => index + 1)]) {
    if (number < 1 || number >= count) continue;
    const cidr = `${numberToIPv4(podRange.first + number * NODE_SIZE)}/24`;
    if (!inUse.has(cidr)) return cidr;
  }
  return undefined;
}

export function reconcileNode(simulation: Simulation, key: ObjectKey): void {
  const node = simulation.byKind.Node.get(key);
  if (node === undefined) return;
  const assigned = node.spec?.podCIDR ? node : assignPodCIDR(simulation, key, node);
  const { conditions = [], capacity, allocatable } = assigned.status ?? {};
  if (conditions.some((condition) => condition.type === 'Ready')) return;
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady' } as const;
  const resources = { cpu: '4', memory: '8Gi', pods: '110' };
  const status: Node['status'] = {
    ...assigned.status,
    conditions: withCondition(simulation, conditions, ready),
    capacity: capacity ?? resources,
    allocatable: allocatable ?? resources,
  };
  writeStatus(simulation, assigned, status, 'kubelet');
}

function assignPodCIDR(simulation: Simulation, key: ObjectKey, node: Node): Node {
  const podCIDR = choosePodCIDR(simulation, node);
  if (podCIDR === undefined) {
    const message = `Node ${node.metadata.name} status is now: CIDRNotAvailable`;
    emitEvent(simulation, 'cidrAllocator', key, 'Normal', 'CIDRNotAvailable', message);
    return node;
  }
  const object: Node = { ...node, spec: { ...node.spec, podCIDR, podCIDRs: [podCIDR] } };
  return (write(simulation, { verb: 'update', object }, 'node').object as Node | null) ?? node;
}
