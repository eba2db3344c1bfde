/**
 * `npm run sites-check [-- <site> … --dist <folder>]`: builds real documentation sites with three embeds on one page, opens
 * them in Chromium and works with them as a reader does. Sites whose tool cannot be had here are skipped, and said so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { type DocSite, type DocSiteName, docSites, prepareSite, siteFolder } from './docSites.ts';
import { findBrowser, NO_BROWSER, sandboxFlags } from './findBrowser.ts';
import { readPageFile } from './pages.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dist: { type: 'string', default: 'dist' }, lib: { type: 'string', default: 'lib' } },
});
const { dist, lib } = values;
const asked = (Object.keys(docSites) as DocSiteName[]).filter(
  (name) => positionals.length === 0 || positionals.includes(name),
);
if (!existsSync(join(dist, 'kubehop.js')))
  spawnSync('npm', ['run', '-s', 'build', '--', '--logLevel', 'warn', '--outDir', dist], {
    stdio: 'inherit',
  });
if (!existsSync(join(lib, 'markdown-it.js')))
  spawnSync('npx', ['tsx', 'src/commandLine/buildPackage.ts', lib], { stdio: 'inherit' });

const executablePath = await findBrowser(true);
if (executablePath === null) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const browser = await chromium.launch({ executablePath, args: sandboxFlags() });
let failed = 0;
// While one is built, another is read.
const left = [...asked];
await Promise.all([workThrough(), workThrough()]);
await browser.close();
process.exit(failed === 0 ? 0 : 1);

async function workThrough(): Promise<void> {
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const isGood = await check(name, docSites[name], browser);
    if (!isGood) failed++;
  }
}

async function check(name: DocSiteName, site: DocSite, opened: Browser): Promise<boolean> {
  const folder = siteFolder(name);
  const server = serve(join(folder, site.output));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    if (!(await prepareSite(name, { dist, lib }, address))) {
      console.log(`${name}: skipped, it is not installed and cannot be fetched`);
      return true;
    }
    const complaints = (await site.build(folder, address))
      ? await site.read(opened, address)
      : ['it could not be built'];
    console.log(
      `${name}: ${complaints.length === 0 ? 'three embeds run, and whatever else a reader does works' : 'failed'}`,
    );
    for (const complaint of complaints) console.log(`  ${complaint}`);
    return complaints.length === 0;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function serve(root: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const isFolder = !extname(pathname);
    const file =
      readPageFile(root, isFolder ? join(pathname, 'index.html') : pathname) ??
      (isFolder ? readPageFile(root, `${pathname}.html`) : null);
    if (file === null) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.contentType }).end(file.content);
  });
}
