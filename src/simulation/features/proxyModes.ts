/** kube-proxy with settings of its own, and its modes beside iptables. */
import { hasVirtualServer, matchIpvs } from '../network/ipvs.ts';
import { cloneIpvsTable, followConnection } from '../network/ipvsTable.ts';
import { clusterIPsCheck, ipKeyword, nftablesRows } from '../network/nftablesRows.ts';
import { readProxyConfig } from '../network/proxyConfiguration.ts';

export const proxyModes = {
  readProxyConfig,
  matchIpvs,
  hasVirtualServer,
  followConnection,
  cloneIpvsTable,
  clusterIPsCheck,
  ipKeyword,
  nftablesRows,
};

export type ProxyModes = typeof proxyModes;
