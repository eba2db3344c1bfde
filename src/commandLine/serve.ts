/**
 * `npm run serve [-- <scene.yaml>] [--port N] [--kubeconfig FILE] [--origin URL] [--trace]`: a simulated cluster on this
 * machine, for a real kubectl to drive, and the page that shows it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ApiRequest } from '../kubeApi/http.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { BadInput, readScene } from './sceneFile.ts';
import { startServer } from './server.ts';

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url));

try {
  await serve();
} catch (error) {
  if (!(error instanceof BadInput) && !isExpected(error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function isExpected(error: unknown): error is Error {
  const { code } = error as { code?: string };
  return code === 'EADDRINUSE' || code?.startsWith('ERR_PARSE_ARGS') === true;
}

async function serve(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      kubeconfig: { type: 'string' },
      origin: { type: 'string', multiple: true },
      trace: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new BadInput(`--port ${values.port}: not a port`);
  const file = positionals[0] ?? inProject('../scenes/shop.yaml');
  const scene = readScene(file, (path) => readFileSync(path, 'utf8'));
  const pages = inProject('../../dist');
  const server = await startServer(scene, {
    port,
    token: randomBytes(16).toString('hex'),
    pages,
    ...(values.origin === undefined ? {} : { origins: values.origin }),
    ...(values.trace ? { onRequest: trace } : {}),
  });
  const kubeconfig = values.kubeconfig ?? join(mkdtempSync(join(tmpdir(), 'kubehop-')), 'kubeconfig');
  // Only its owner may read the token.
  writeFileSync(kubeconfig, kubeconfigOf(server.url), { mode: 0o600 });
  const page = existsSync(join(pages, 'index.html'))
    ? `${server.url}/?server=.`
    : 'run `npm run build` first, then start this again';
  console.log(`
  The cluster "${scene.title}" is running.

  See it        ${page}
  Drive it      export KUBECONFIG=${kubeconfig}
                kubectl get all

  Ctrl+C ends it; nothing is kept.
`);
}

function trace({ method, path, query, headers }: ApiRequest, status: number): void {
  const asked = query.size === 0 ? '' : `?${query}`;
  console.error(`${status} ${method} ${path}${asked} ${headers['content-type'] ?? ''}`);
}
