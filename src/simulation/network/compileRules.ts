/** All rules of a node for whole lists of objects: for tools and tests, which have every mode of kube-proxy at hand. */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { Service } from '../../kubernetes/service.ts';
import { proxyModes } from '../features/proxyModes.ts';
import { createNodeRules, type NodeRules, type ProxyConfig, type ProxyNode } from './kubeProxy.ts';
import { createServiceTable } from './serviceTable.ts';

export function compileRules(
  config: ProxyConfig,
  node: ProxyNode,
  services: Iterable<Service>,
  slices: Iterable<EndpointSlice>,
): NodeRules {
  return createNodeRules(config, node, createServiceTable(config.ipFamily, services, slices), proxyModes);
}
