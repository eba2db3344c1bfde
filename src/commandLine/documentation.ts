/** For the build: the documentation as pages in `docs/`, beside the embed's script that they use. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { withSourceModule } from './sourceModules.ts';

type Pages = typeof import('../documentation/pages.ts');

export function documentation(): Plugin {
  let outDir = 'dist';
  let isBuild = false;
  return {
    name: 'kubehop:documentation',
    configResolved(config) {
      outDir = config.build.outDir;
      isBuild = config.command === 'build';
    },
    async closeBundle(error) {
      if (!isBuild || error !== undefined || this.meta.watchMode) return;
      mkdirSync(join(outDir, 'docs'), { recursive: true });
      for (const [name, html] of Object.entries(await renderDocumentation()))
        writeFileSync(join(outDir, 'docs', name), html);
    },
  };
}

/** Drawn and described by the playground's own code. */
export function renderDocumentation(): Promise<Record<string, string>> {
  return withSourceModule('/src/documentation/pages.ts', ({ renderPages }: Pages) => renderPages());
}
