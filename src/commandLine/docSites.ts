/** The documentation sites of `e2e/sites/`: how each gets its tool, takes Kubehop in and is built. Null: it cannot be done here. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installPackage } from './debianPackages.ts';

/** What of Kubehop a site takes in. */
export interface Parts {
  /** The built playground, with `kubehop.js`. */
  readonly dist: string;
  /** The modules of the package. */
  readonly lib: string;
}

export interface DocSite {
  /** Whether its tool is there, or can be installed. */
  prepare(folder: string): boolean;
  /** Files that the browser shall find below `/`, besides what it builds. */
  readonly staticFolder: string;
  readonly output: string;
  build(folder: string, address: string): boolean;
  /** Finds the site's own dark switch, as a reader would. */
  readonly darkSwitch: string;
}

const CACHE = 'node_modules/.cache/kubehop-sites';

function run(folder: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 600_000,
  });
  if (status !== 0)
    console.error(`${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').slice(-30).join('\n'));
  return status === 0;
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

export const docSites = {
  vitepress: {
    prepare: fromNpm('vitepress'),
    staticFolder: 'docs/public',
    output: 'docs/.vitepress/dist',
    build: (folder) => run(folder, 'npx', ['vitepress', 'build', 'docs']),
    darkSwitch: '.VPNavBarAppearance .VPSwitchAppearance',
  },
  mkdocs: {
    prepare: fromDebian('mkdocs', ['mkdocs', 'mkdocs-material']),
    staticFolder: 'docs',
    output: 'site',
    build: (folder, address) => run(folder, 'mkdocs', ['build', '-q'], { SITE_URL: address }),
    darkSwitch: 'label[for="__palette_2"]:visible, label[for="__palette_1"]:visible',
  },
  hugo: {
    prepare: fromDebian('hugo', ['hugo']),
    staticFolder: 'static',
    output: 'public',
    build: (folder) => run(folder, 'hugo', ['--quiet']),
    darkSwitch: 'button:has-text("Dark mode")',
  },
  docusaurus: {
    prepare: fromNpm('docusaurus'),
    staticFolder: 'static',
    output: 'build',
    build: (folder) => run(folder, 'npx', ['docusaurus', 'build'], { CI: 'true' }),
    darkSwitch: 'button[class*="toggleButton"]',
  },
} satisfies Record<string, DocSite>;

export type DocSiteName = keyof typeof docSites;

/** The site in a folder of its own, with its tool; null when that cannot be had. */
export function prepareSite(name: DocSiteName, { dist, lib }: Parts): string | null {
  const site: DocSite = docSites[name];
  const folder = resolve(CACHE, name);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder))
    if (!['node_modules', 'package-lock.json'].includes(old))
      rmSync(join(folder, old), { recursive: true, force: true });
  cpSync(join('e2e/sites', name), folder, { recursive: true });
  if (!site.prepare(folder)) return null;
  const scene = readFileSync('e2e/sites/own-scene.yaml', 'utf8').trimEnd();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.includes('node_modules') || !/\.mdx?$/.test(path)) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    writeFileSync(
      join(folder, path),
      text.replace('OWN_SCENE', () => scene),
    );
  }
  cpSync(dist, join(folder, site.staticFolder, 'kubehop'), { recursive: true });
  if (name === 'hugo') cpSync('integrations/hugo', folder, { recursive: true });
  if (name === 'mkdocs') cpSync('integrations/mkdocs/kubehop_hook.py', join(folder, 'kubehop_hook.py'));
  if (existsSync(join(folder, 'package.json'))) takePackage(join(folder, 'node_modules/kubehop'), dist, lib);
  return folder;
}

/** As `npm install kubehop` would put it there. */
function takePackage(folder: string, dist: string, lib: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  cpSync(lib, join(folder, 'lib'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
}
