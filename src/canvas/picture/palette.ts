/** The colours of a theme as a picture needs them: written out, because a file has no style sheet to look them up in. */
import type { ServiceForm } from '../../kubernetes/service.ts';
import tokens from '../../ui/tokens.css?raw';

export type PictureTheme = 'light' | 'dark';
export type Palette = Readonly<Record<string, string>>;

function read(selector: string): Palette {
  const start = tokens.indexOf(`${selector} {`);
  const block = tokens.slice(start, tokens.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]),
  );
}

const light = read(':root');
const palettes: Readonly<Record<PictureTheme, Palette>> = {
  light,
  dark: { ...light, ...read(':root[data-theme="dark"]') },
};

export function paletteOf(theme: PictureTheme): Palette {
  return palettes[theme];
}

/** The token of each form, as in `ui/serviceForms.ts`. */
export const formTokens = {
  ClusterIP: 'cluster-ip',
  NodePort: 'node-port',
  LoadBalancer: 'load-balancer',
  ExternalName: 'external-name',
  Headless: 'headless',
} satisfies Record<ServiceForm, string>;

export type FormToken = (typeof formTokens)[ServiceForm];

/** The fonts of the page come first, then what every system has: a picture brings no fonts along. */
const SANS = "Inter,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const MONO = "'JetBrains Mono',ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

/** Class names of the colours: `c-ink-2` is both what text is filled with and what an icon is drawn in. */
const inks = ['ink', 'ink-2', 'ink-3', 'ok', 'bad', 'warn', ...Object.values(formTokens)];

export function styleSheet(palette: Palette): string {
  const color = (name: string) => palette[name] ?? '#808080';
  return [
    `text{font-family:${SANS};white-space:pre;font-feature-settings:'calt' 0;fill:${color('ink')}}`,
    '.name{font-size:13px;font-weight:600}',
    '.small{font-size:12px}.fine{font-size:11px}.strong{font-weight:600}.calm{font-weight:500}',
    `.mono,.tiny{font-family:${MONO};font-size:11px}.tiny{font-size:10.5px}`,
    '.icon{fill:none;stroke-linecap:round;stroke-linejoin:round}',
    ...inks.map(
      (name) => `text.c-${name},tspan.c-${name}{fill:${color(name)}}.icon.c-${name}{stroke:${color(name)}}`,
    ),
    `.panel{fill:${color('panel')};stroke:${color('line')}}`,
    `.sunken{fill:${color('sunken')}}.back{fill:${color('background')}}`,
    `.firm{stroke:${color('line-strong')}}.thin{fill:${color('sunken')};stroke:${color('line')}}`,
    `.zone{fill:none;stroke:${color('line-strong')};stroke-dasharray:3 3}`,
    '.wire{fill:none;stroke-width:1.5}.solid{opacity:.62}.dotted{opacity:.6;stroke-dasharray:3 4}.faint{opacity:.7;stroke-width:1}',
  ].join('');
}
