/** Icon and colour of each row of the palette: those of the kind, or of the form of Service. */
import type { LucideIcon } from 'lucide-react';
import type { PaletteItemId } from '../playground/paletteItems.ts';
import { kindIcons } from '../ui/kindLooks.ts';
import { serviceForms } from '../ui/serviceForms.ts';

interface PaletteLook {
  icon: LucideIcon;
  color: string;
  soft: string;
}

const calm = (icon: LucideIcon): PaletteLook => ({ icon, color: 'var(--ink-2)', soft: 'var(--sunken)' });

export const paletteLooks = {
  Node: calm(kindIcons.Node),
  Pod: calm(kindIcons.Pod),
  Deployment: calm(kindIcons.Deployment),
  ...serviceForms,
  Client: calm(kindIcons.Client),
  OutsideServer: calm(kindIcons.OutsideServer),
  StatefulSet: calm(kindIcons.StatefulSet),
  DaemonSet: calm(kindIcons.DaemonSet),
  Job: calm(kindIcons.Job),
  NetworkPolicy: calm(kindIcons.NetworkPolicy),
  Ingress: calm(kindIcons.Ingress),
  IngressController: calm(kindIcons.Deployment),
  Gateway: calm(kindIcons.Gateway),
  HTTPRoute: calm(kindIcons.HTTPRoute),
  GatewayController: calm(kindIcons.Deployment),
} satisfies Record<PaletteItemId, PaletteLook>;
