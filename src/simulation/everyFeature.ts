/** All features of the simulation at once: for the app, for tools and for tests, which need not wait for them. */

import { changes } from './features/changes.ts';
import { failures } from './features/failures.ts';
import { httpRouting } from './features/httpRouting.ts';
import { ipFamilies } from './features/ipFamilies.ts';
import { networkPolicies } from './features/networkPolicies.ts';
import { proxyBalancers } from './features/proxyBalancers.ts';
import { proxyModes } from './features/proxyModes.ts';
import { topologyHints } from './features/topologyHints.ts';
import { workloads } from './features/workloads.ts';
import type { Features } from './features.ts';

export const everyFeature: Readonly<Features> = {
  changes,
  failures,
  httpRouting,
  ipFamilies,
  networkPolicies,
  proxyBalancers,
  proxyModes,
  topologyHints,
  workloads,
};
