/** The icon of each kind, wherever an object is named. A Service has the icon of its form (see `serviceForms.ts`). */
import {
  Box,
  Cloud,
  Database,
  DoorOpen,
  FileQuestionMark,
  FolderClosed,
  Globe,
  Grid2x2Check,
  Layers,
  ListChecks,
  ListTree,
  type LucideIcon,
  Network,
  Repeat,
  Route,
  Server,
  Shield,
  Signpost,
  Tag,
  User,
} from 'lucide-react';
import { type Kind, rowOf } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { serviceForms } from './serviceForms.ts';

export const kindIcons = {
  Namespace: FolderClosed,
  Node: Server,
  Pod: Box,
  Deployment: Layers,
  ReplicaSet: Layers,
  ReplicationController: Layers,
  StatefulSet: Database,
  DaemonSet: Grid2x2Check,
  Job: ListChecks,
  Service: Network,
  EndpointSlice: ListTree,
  Ingress: Signpost,
  IngressClass: Tag,
  GatewayClass: Tag,
  Gateway: DoorOpen,
  HTTPRoute: Route,
  NetworkPolicy: Shield,
  Client: User,
  OutsideServer: Globe,
  Traffic: Repeat,
  CloudProvider: Cloud,
} satisfies Record<Kind, LucideIcon>;

export interface ObjectLook {
  icon: LucideIcon;
  /** CSS colour; only Services have one of their own. */
  color: string;
  soft: string;
}

export function lookOf(object: KubernetesObject): ObjectLook {
  if (rowOf(object) === undefined)
    return { icon: FileQuestionMark, color: 'var(--ink-2)', soft: 'var(--sunken)' };
  if (object.kind === 'Service') return serviceForms[serviceForm(object as Service)];
  return { icon: kindIcons[object.kind as Kind], color: 'var(--ink-2)', soft: 'var(--sunken)' };
}
