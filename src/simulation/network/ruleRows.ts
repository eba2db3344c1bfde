/** How the proxy modes that write chains write their rows: what netfilter's verdicts take their rules from. */

import { iptablesRows } from './iptablesRows.ts';
import { type EndpointChain, modesOf, type NodeRules } from './kubeProxy.ts';
import type { Row } from './rule.ts';
import type { Portal, ServicePortInfo } from './serviceTable.ts';

/** `portal` is null where the packet came to the Service's nodePort. */
export interface RowWriter {
  picked(chain: EndpointChain, index: number): Row;
  affinity(chain: EndpointChain, index: number): Row;
  noEndpoints(info: ServicePortInfo, portal: Portal | null): Row;
  noLocalEndpoints(info: ServicePortInfo, portal: Portal | null): Row;
  /** What drops whom the source ranges do not name; `nodeIP` is the node's own address. */
  sourceRange(portal: Portal, nodeIP: string): Row;
  /** Only iptables writes a row for the health check NodePort; with nftables nothing blocks it in the first place. */
  readonly healthCheck: ((info: ServicePortInfo) => Row) | null;
}

/** In ipvs mode there are no chains of Services to write rows for, see `ipvsRows.ts`. */
export function rowWriterOf(rules: NodeRules): RowWriter {
  return rules.config.mode === 'nftables' ? modesOf(rules).nftablesRows : iptablesRows;
}
