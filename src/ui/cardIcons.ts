/** The icons of the kinds whose cards on the canvas show one; the others are in `kindLooks.ts`. */
import {
  Database,
  DoorOpen,
  Grid2x2Check,
  Layers,
  ListChecks,
  type LucideIcon,
  Route,
  Shield,
  Signpost,
} from 'lucide-react';
import type { Kind } from '../kubernetes/kinds.ts';

export const cardIcons = {
  Deployment: Layers,
  ReplicaSet: Layers,
  ReplicationController: Layers,
  StatefulSet: Database,
  DaemonSet: Grid2x2Check,
  Job: ListChecks,
  Ingress: Signpost,
  Gateway: DoorOpen,
  HTTPRoute: Route,
  NetworkPolicy: Shield,
} satisfies Partial<Record<Kind, LucideIcon>>;
