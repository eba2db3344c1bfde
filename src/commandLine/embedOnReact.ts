/** For end-to-end tests: the embed built with real React instead of Preact, and served: `tsx embedOnReact.ts <port>`. */
import { mkdirSync, rmSync } from 'node:fs';
import { preview } from 'vite';
import { buildEmbedOnReact } from './embedBuild.ts';

const port = Number(process.argv[2]);
const outDir = 'test-results/embedOnReact';
rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });
await buildEmbedOnReact(outDir);
await preview({
  configFile: false,
  build: { outDir },
  preview: { host: '127.0.0.1', port, strictPort: true },
});
