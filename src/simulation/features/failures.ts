/** Machines and containers that fail: silent nodes, taints, probes, restarts and crashes. */
import { probeStopping, tendContainers } from '../controllers/containers.ts';
import { reconcileNodeLifecycle } from '../controllers/nodeLifecycle.ts';
import { comesBack, isAway } from '../controllers/outages.ts';

export const failures = { comesBack, isAway, probeStopping, reconcileNodeLifecycle, tendContainers };

export type Failures = typeof failures;
