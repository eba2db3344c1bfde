/** For the build: the site beside the playground: documentation, and a page with a picture for each scene and lesson. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { HOME, pageTags } from '../documentation/pageTags.ts';
import { rasterise } from './rasterise.ts';
import { siteAddress } from './siteAddress.ts';
import { withSourceModule } from './sourceModules.ts';

type Site = typeof import('../documentation/site.ts');

export function documentation(): Plugin {
  let outDir = 'dist';
  let isBuild = false;
  return {
    name: 'kubehop:documentation',
    configResolved(config) {
      outDir = config.build.outDir;
      isBuild = config.command === 'build';
    },
    transformIndexHtml: (html) => withHomeTags(html, 'index.html'),
    async closeBundle(error) {
      if (!isBuild || error !== undefined || this.meta.watchMode) return;
      await writeSite(outDir, siteAddress());
    },
  };
}

/** What a link to the playground or to the page of the frame is shown with: a server that only has files knows no parameters. */
export function withHomeTags(html: string, path: 'index.html' | 'embed.html'): string {
  const tags = pageTags({ ...HOME, path }, siteAddress()).split('\n');
  return html.replace('  </head>', () => `${tags.map((tag) => `    ${tag}\n`).join('')}  </head>`);
}

/** Drawn and described by the playground's own code. */
export function writeSite(outDir: string, site: string | null): Promise<void> {
  return withSourceModule('/src/documentation/site.ts', async ({ siteFiles }: Site) => {
    const drawing: Promise<void>[] = [];
    const live = liveFilesIn(outDir);
    for await (const { path, text, as } of siteFiles(site)) {
      const target = join(outDir, path);
      mkdirSync(dirname(target), { recursive: true });
      if (path.endsWith('.html')) writeFileSync(target, askAtOnce(text, live));
      else if (as === 'png') drawing.push(rasterise(text).then((png) => writeFileSync(target, png)));
      else writeFileSync(target, text);
    }
    await Promise.all(drawing);
  });
}

const SCRIPT = '<script type="module" src="../kubehop.js"></script>';

/** Where an embed starts by itself its parts come beside the small script, not after it. */
function askAtOnce(html: string, live: readonly string[]): string {
  if (!/<kubehop-playground[^>]* autoplay/.test(html)) return html;
  const links = live.map(
    (file) =>
      `<link rel="modulepreload" href="../${file}" media="(prefers-reduced-motion: no-preference)">\n`,
  );
  return html.replace(SCRIPT, () => `${SCRIPT}\n${links.join('')}`.trimEnd());
}

/** As the small script names them. */
function liveFilesIn(outDir: string): string[] {
  const script = join(outDir, 'kubehop.js');
  const text = existsSync(script) ? readFileSync(script, 'utf8') : '';
  return /(?<=[`'"])embed\/[\w-]+\.js(?: embed\/[\w-]+\.js)*/.exec(text)?.[0].split(' ') ?? [];
}
