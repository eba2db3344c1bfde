/** The documentation sites of `e2e/sites/`: how each gets its tool, takes Kubehop in and is built. Null: it cannot be done here. */
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import goldenLinks from '../playground/testdata/shareLinks.json' with { type: 'json' };
import type { EmbedOptions } from '../sharing/embedOptions.ts';
import { type SnippetId, snippets } from '../sharing/snippets.ts';
import { installPackage } from './debianPackages.ts';
import { readDeck } from './deckReading.ts';
import { type ReadSite, readSite } from './siteReading.ts';

/** What of Kubehop a site takes in. */
export interface Parts {
  /** The built playground, with `kubehop.js`. */
  readonly dist: string;
  /** The modules of the package. */
  readonly lib: string;
}

export interface DocSite {
  /** Whether its tool is there, or can be installed. */
  prepare(folder: string): boolean | Promise<boolean>;
  /** Files that the browser shall find below `/`, besides what it builds. */
  readonly staticFolder: string;
  readonly output: string;
  build(folder: string, address: string): boolean | Promise<boolean>;
  /** Complaints of somebody who reads it. */
  readonly read: ReadSite;
  /** What the Embed dialog calls pages of this kind; its lines stand where the sources say SNIPPET. */
  readonly snippet: SnippetId;
}

const CACHE = 'node_modules/.cache/kubehop-sites';

const execute = promisify(execFile);

async function run(
  folder: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  try {
    await execute(command, [...args], { cwd: folder, env: { ...process.env, ...env }, timeout: 600_000 });
    return true;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    console.error(`${stdout}\n${stderr || message}`.trim().split('\n').slice(-30).join('\n'));
    return false;
  }
}

/** From npm, into a folder of its own that is kept: these tools are large. */
function fromNpm(tool: string): DocSite['prepare'] {
  return (folder) =>
    existsSync(join(folder, 'node_modules/.bin', tool)) ||
    run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline']);
}

function fromDebian(command: string, packages: readonly string[]): DocSite['prepare'] {
  const isThere = () => spawnSync(command, [command === 'hugo' ? 'version' : '--version']).status === 0;
  return () => {
    if (!isThere()) for (const name of packages) installPackage(name);
    return isThere();
  };
}

const OWN_SWITCH = 'button:has-text("Dark mode")';
const author = {
  GIT_AUTHOR_NAME: 'Author',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_COMMITTER_NAME: 'Author',
  GIT_COMMITTER_EMAIL: 'author@example.com',
};

export const docSites = {
  vitepress: {
    prepare: fromNpm('vitepress'),
    staticFolder: 'docs/public',
    output: 'docs/.vitepress/dist',
    build: (folder) => run(folder, 'npx', ['vitepress', 'build', 'docs']),
    read: readSite('.VPNavBarAppearance .VPSwitchAppearance'),
    snippet: 'vitepress',
  },
  mkdocs: {
    prepare: fromDebian('mkdocs', ['mkdocs', 'mkdocs-material']),
    staticFolder: 'docs',
    output: 'site',
    build: (folder, address) => run(folder, 'mkdocs', ['build', '-q'], { SITE_URL: address }),
    read: readSite('label[for="__palette_2"]:visible, label[for="__palette_1"]:visible'),
    snippet: 'mkdocs',
  },
  hugo: {
    prepare: fromDebian('hugo', ['hugo']),
    staticFolder: 'static',
    output: 'public',
    build: (folder) => run(folder, 'hugo', ['--quiet']),
    read: readSite(OWN_SWITCH),
    snippet: 'hugo',
  },
  docusaurus: {
    prepare: fromNpm('docusaurus'),
    staticFolder: 'static',
    output: 'build',
    build: (folder) => run(folder, 'npx', ['docusaurus', 'build'], { CI: 'true' }),
    read: readSite('button[class*="toggleButton"]'),
    snippet: 'docusaurus',
  },
  jekyll: {
    prepare: fromDebian('jekyll', ['jekyll']),
    staticFolder: '.',
    output: '_site',
    build: (folder) => run(folder, 'jekyll', ['build', '--quiet']),
    read: readSite(OWN_SWITCH),
    snippet: 'jekyll',
  },
  antora: {
    prepare: fromNpm('antora'),
    staticFolder: 'ui',
    output: 'site',
    // Antora reads pages from a repository only.
    build: async (folder) =>
      (await run(folder, 'git', ['init', '--quiet'])) &&
      (await run(folder, 'git', ['add', 'antora.yml', 'modules'])) &&
      (await run(folder, 'git', ['commit', '--quiet', '--message', 'Pages'], author)) &&
      (await run(folder, 'npx', ['antora', '--log-failure-level', 'warn', 'antora-playbook.yml'])),
    read: readSite(OWN_SWITCH, '/docs/index.html'),
    snippet: 'antora',
  },
  reveal: {
    prepare: fromNpm('../reveal.js/package.json'),
    staticFolder: '.',
    output: '.',
    build: () => true,
    read: readDeck,
    snippet: 'reveal',
  },
} satisfies Record<string, DocSite>;

export type DocSiteName = keyof typeof docSites;

export function siteFolder(name: DocSiteName): string {
  return resolve(CACHE, name);
}

/** The site in a folder of its own, with its tool; false when that cannot be had. `address` is where it will be found. */
export async function prepareSite(
  name: DocSiteName,
  { dist, lib }: Parts,
  address: string,
): Promise<boolean> {
  const site: DocSite = docSites[name];
  const folder = siteFolder(name);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder))
    if (!['node_modules', 'package-lock.json'].includes(old))
      rmSync(join(folder, old), { recursive: true, force: true });
  cpSync(join('e2e/sites', name), folder, { recursive: true });
  if (!(await site.prepare(folder))) return false;
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.includes('node_modules') || !/\.(?:mdx?|adoc|html)$/.test(path)) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    writeFileSync(join(folder, path), fillIn(text, site.snippet, new URL('kubehop/', address).href));
  }
  cpSync(dist, join(folder, site.staticFolder, 'kubehop'), { recursive: true });
  if (name === 'hugo') cpSync('integrations/hugo', folder, { recursive: true });
  if (name === 'mkdocs') cpSync('integrations/mkdocs/kubehop_hook.py', join(folder, 'kubehop_hook.py'));
  if (existsSync(join(folder, 'node_modules'))) takePackage(join(folder, 'node_modules/kubehop'), dist, lib);
  return true;
}

/** Scenes of one's own, and what the Embed dialog would give to paste. */
function fillIn(text: string, snippet: SnippetId, home: string): string {
  const scene = readFileSync('e2e/sites/own-scene.yaml', 'utf8').trimEnd();
  const [{ code }] = goldenLinks as [(typeof goldenLinks)[number]];
  return text
    .replace('OWN_SCENE', () => scene)
    .replace('OWN_CODE', () => code)
    .replace(/SNIPPET (\{.*\})/g, (_, written: string) => {
      const options = JSON.parse(written) as EmbedOptions;
      const poster = new URL('posters/shop.light.svg', home).href;
      return snippets[snippet].write({ home, title: 'A scene', options, poster }).at(-1) ?? '';
    });
}

/** As `npm install kubehop` would put it there. */
function takePackage(folder: string, dist: string, lib: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  cpSync(lib, join(folder, 'lib'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
}
