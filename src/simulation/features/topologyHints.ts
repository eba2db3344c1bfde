/** Hints by the zones' CPU, for Services in topology mode Auto. */
import { tellHints } from '../controllers/hintEvents.ts';
import { addTopologyHints } from '../controllers/topologyHints.ts';
import { nodeCPU, zoneCPUOf } from '../controllers/zoneCPU.ts';

export const topologyHints = { addTopologyHints, nodeCPU, tellHints, zoneCPUOf };

export type TopologyHints = typeof topologyHints;
