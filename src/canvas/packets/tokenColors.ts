/** The colours of packets, read from the design tokens: a packet has the colour of its Service's form. */
import { type ServiceForm, serviceForm } from '../../kubernetes/service.ts';
import type { Hop, PacketEnd } from '../../simulation/events.ts';
import type { World } from '../world.ts';

/** 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export const packetColors = [
  'ClusterIP',
  'NodePort',
  'LoadBalancer',
  'ExternalName',
  'Headless',
  'neutral',
  'bad',
  'panel',
] as const;
export type PacketColor = (typeof packetColors)[number];

const tokens = {
  ClusterIP: '--cluster-ip',
  NodePort: '--node-port',
  LoadBalancer: '--load-balancer',
  ExternalName: '--external-name',
  Headless: '--headless',
  neutral: '--ink-2',
  bad: '--bad',
  panel: '--panel',
} satisfies Record<PacketColor, string>;

/** The colours of the theme in force, in the order of `packetColors`. */
export function readTokenColors(element: Element): Rgb[] {
  const style = getComputedStyle(element);
  return packetColors.map((color) => parseColor(style.getPropertyValue(tokens[color]).trim()));
}

/** `#rgb`, `#rrggbb` or `rgb(…)`; grey when it is something else. */
export function parseColor(text: string): Rgb {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex !== undefined) {
    const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const value = Number.parseInt(long, 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  const [red, green, blue] = (/^rgba?\(([^)]*)/.exec(text)?.[1] ?? '').split(/[\s,/]+/).map(Number);
  return [red, green, blue].every(Number.isFinite) ? [red!, green!, blue!] : [128, 128, 128];
}

export function colorOf(step: Hop | PacketEnd, world: World): PacketColor {
  if (step.packetKind === 'refused') return 'bad';
  if (['dnsQuery', 'dnsReply', 'close'].includes(step.packetKind)) return 'neutral';
  const service = step.service === null ? undefined : world.services.get(step.service);
  return service === undefined ? 'neutral' : (serviceForm(service) satisfies ServiceForm);
}
