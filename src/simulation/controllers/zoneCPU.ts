/**
 * How the cluster's CPU is spread over its zones: what topology mode Auto takes for the traffic that comes from each.
 * Models staging/src/k8s.io/endpointslice/topologycache `SetNodes`.
 */
import type { Node } from '../../kubernetes/node.ts';
import { ZONE_LABEL } from './endpoints.ts';

export interface ZoneCPU {
  /** Allocatable thousandths of a CPU, by zone. */
  readonly milliByZone: ReadonlyMap<string, number>;
  /** The share of each zone; together 1. In the order of the zones' names. */
  readonly ratios: ReadonlyMap<string, number>;
}

/** Nodes with one of these labels take no part: they usually run no applications. */
const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** `500m` → 500, `2` → 2000; 0 for what is no quantity. */
export function milliOf(quantity: string | undefined): number {
  const [, number = '', suffix = '', exponent = '0'] =
    /^([+-]?[\d.]+)(?:(n|u|m|k|M|G|Ki|Mi|Gi)|[eE]([+-]?\d+))?$/.exec(quantity ?? '') ?? [];
  const value = Number(number) * (SUFFIXES[suffix] ?? 0) * 10 ** Number(exponent);
  // `Quantity.MilliValue` rounds up, but not for a float's sake.
  return Math.ceil(Number((value * 1000).toPrecision(12)));
}

/** What a node adds to its zone; undefined when it takes no part: the control plane's nodes, and those not ready. */
export function nodeCPU({ metadata, status }: Node): { zone: string; milli: number } | undefined {
  const labels = metadata.labels ?? {};
  const isReady = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  if (!isReady || CONTROL_PLANE_LABELS.some((label) => label in labels)) return undefined;
  return { zone: labels[ZONE_LABEL] ?? '', milli: milliOf(status?.allocatable?.cpu) };
}

/** null when one node does not say its zone or CPU, or when there are not two zones. */
export function zoneCPUOf(nodes: Iterable<Node>): ZoneCPU | null {
  const byZone = new Map<string, number>();
  let total = 0;
  for (const node of nodes) {
    const cpu = nodeCPU(node);
    if (cpu === undefined) continue;
    if (cpu.zone === '' || cpu.milli === 0) return null;
    byZone.set(cpu.zone, (byZone.get(cpu.zone) ?? 0) + cpu.milli);
    total += cpu.milli;
  }
  if (byZone.size < 2) return null;
  const milliByZone = new Map([...byZone].sort(([a], [b]) => (a < b ? -1 : 1)));
  const ratios = new Map([...milliByZone].map(([zone, milli]) => [zone, milli / total]));
  return { milliByZone, ratios };
}
