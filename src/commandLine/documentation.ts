/** For the build: the documentation as pages in `docs/`, beside the embed's script that they use. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { lessonHeads } from './lessonHeads.ts';
import { messageCatalogues, yamlDocuments } from './sourcePlugins.ts';

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
export async function renderDocumentation(): Promise<Record<string, string>> {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    plugins: [yamlDocuments(), messageCatalogues(), lessonHeads()],
  });
  try {
    const { renderPages } = (await server.ssrLoadModule(
      '/src/documentation/pages.ts',
    )) as typeof import('../documentation/pages.ts');
    return await renderPages();
  } finally {
    await server.close();
  }
}
