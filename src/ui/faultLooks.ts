/** The icon of each fault, wherever it is offered or shown. */
import {
  ArrowDownToLine,
  Ban,
  CircleSlash,
  CloudOff,
  HeartPulse,
  Hourglass,
  type LucideIcon,
  PowerOff,
  RotateCcw,
  SearchX,
  Skull,
  Snail,
  SquareX,
  Tag,
  Target,
  Unplug,
} from 'lucide-react';
import type { FaultId } from '../playground/faults.ts';

export const faultIcons = {
  killPod: Skull,
  failReadiness: HeartPulse,
  hang: Hourglass,
  slowDown: Snail,
  crashLoop: RotateCcw,
  breakLabel: Tag,
  cordon: Ban,
  drain: ArrowDownToLine,
  powerOff: PowerOff,
  cutNetwork: Unplug,
  stopKubeProxy: SquareX,
  breakSelector: Target,
  breakPort: CircleSlash,
  stopCoreDNS: SearchX,
  removeCloudProvider: CloudOff,
} satisfies Record<FaultId, LucideIcon>;
