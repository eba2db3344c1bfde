/** The icon of each kind, wherever an object is named. A Service has the icon of its form (see `serviceForms.ts`). */
import {
  Box,
  Cloud,
  FileQuestionMark,
  FolderClosed,
  Globe,
  ListTree,
  type LucideIcon,
  Network,
  Repeat,
  Server,
  Tag,
  User,
} from 'lucide-react';
import { type Kind, rowOf } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { cardIcons } from './cardIcons.ts';
import { serviceForms } from './serviceForms.ts';

export const kindIcons = {
  ...cardIcons,
  Namespace: FolderClosed,
  Node: Server,
  Pod: Box,
  Service: Network,
  EndpointSlice: ListTree,
  IngressClass: Tag,
  GatewayClass: Tag,
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
