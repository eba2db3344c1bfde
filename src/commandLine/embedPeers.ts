/** What the embed is measured beside: Mermaid, Excalidraw and Lighthouse from npm, in `node_modules/.cache` when they are first needed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const VERSIONS = {
  '@excalidraw/excalidraw': '0.18.1',
  lighthouse: '12.8.2',
  mermaid: '11.17.2',
  react: '19.3.1',
  'react-dom': '19.3.1',
} as const;

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/embed-peers', import.meta.url));
const PAGES = fileURLToPath(new URL('../../e2e/bench/embed', import.meta.url));
const FETCH_TIMEOUT_MS = 300_000;

/** Whether they are there now; says on stderr that it fetches them. */
export function fetchPeers(): boolean {
  const isThere = () => Object.keys(VERSIONS).every((name) => existsSync(packageFolder(name)));
  if (isThere()) return true;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), JSON.stringify({ private: true, dependencies: VERSIONS }));
  console.error(`Fetching ${Object.keys(VERSIONS).join(', ')} …`);
  // Without a network it should be said soon.
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent', '--legacy-peer-deps'];
  spawnSync('npm', ['install', ...quiet, ...patience], {
    cwd: CACHE,
    shell: process.platform === 'win32',
    timeout: FETCH_TIMEOUT_MS,
  });
  return isThere();
}

function packageFolder(name: string): string {
  return join(CACHE, 'node_modules', name);
}

export const peerName = {
  mermaid: `Mermaid ${VERSIONS.mermaid}, a flowchart of the same scene`,
  excalidraw: `Excalidraw ${VERSIONS['@excalidraw/excalidraw']}, view mode, a drawing of it`,
} as const;

/** Pages of both, as their own documentation says to bundle them. */
export async function buildPeers(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: PAGES,
    base: './',
    logLevel: 'silent',
    plugins: [
      {
        // Packages are looked for in the cache, as if the pages were there.
        name: 'kubehop:peers',
        enforce: 'pre',
        resolveId(id, importer, options) {
          const isOurs =
            (importer?.startsWith(PAGES) === true && !/^[./]/.test(id)) || /^react(?:-dom)?(?:\/|$)/.test(id);
          return isOurs
            ? this.resolve(id, join(CACHE, 'page.js'), { ...options, skipSelf: true })
            : undefined;
        },
      },
    ],
    define: { 'process.env.IS_PREACT': '"false"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: {
        input: [join(PAGES, 'mermaid.html'), join(PAGES, 'excalidraw.html')],
      },
    },
  });
}

interface LighthouseResult {
  readonly lhr: {
    readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
    readonly audits: Readonly<
      Record<string, { readonly displayValue?: string; readonly score: number | null }>
    >;
  };
}

/** Scores from 0 to 100, as on a phone with a slow line. */
export async function runLighthouse(
  address: string,
  executablePath: string,
  flags: readonly string[],
): Promise<{ performance: number; accessibility: number; details: string }> {
  const load = (path: string) => import(pathToFileURL(packageFolder(path)).href);
  const { launch } = (await load('chrome-launcher/dist/index.js')) as {
    launch(options: object): Promise<{ port: number; kill(): void }>;
  };
  const { default: lighthouse } = (await load('lighthouse/core/index.js')) as {
    default(address: string, options: object): Promise<LighthouseResult | undefined>;
  };
  const chrome = await launch({
    chromePath: executablePath,
    chromeFlags: ['--headless=new', '--disable-gpu', ...flags],
    logLevel: 'silent',
  });
  try {
    const result = await lighthouse(address, {
      port: chrome.port,
      onlyCategories: ['performance', 'accessibility'],
      logLevel: 'silent',
    });
    if (result === undefined) throw new Error('Lighthouse gave no result.');
    const { categories, audits } = result.lhr;
    const score = (name: string) => Math.round((categories[name]?.score ?? 0) * 100);
    const names = [
      'first-contentful-paint',
      'largest-contentful-paint',
      'total-blocking-time',
      'cumulative-layout-shift',
    ];
    return {
      performance: score('performance'),
      accessibility: score('accessibility'),
      details: names.map((name) => `${name} ${audits[name]?.displayValue ?? '?'}`).join(', '),
    };
  } finally {
    chrome.kill();
  }
}
