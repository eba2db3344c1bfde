/** `npm run -s size`: gzip of what the first paint of index.html and embed.html loads; exit 1 when the app is over its limit. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = 'dist';
/** Limit for everything but fonts, in kB (1000 bytes) after gzip -9. */
const APP_LIMIT_KB = 220;

interface Page {
  html: string;
  limitKb: number | null;
}
const pages: readonly Page[] = [
  { html: 'index.html', limitKb: APP_LIMIT_KB },
  { html: 'embed.html', limitKb: null },
];

if (!process.argv.includes('--no-build') || !existsSync(DIST)) {
  const { status } = spawnSync('npm', ['run', '-s', 'build', '--', '--logLevel', 'warn'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

const everyFile = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => posix.relative(DIST, join(entry.parentPath, entry.name).replaceAll('\\', '/')));
const loadedFirst = new Set<string>();
let isOverLimit = false;

for (const { html, limitKb } of pages.filter((page) => everyFile.includes(page.html))) {
  const files = firstPaintOf(html);
  for (const file of files) loadedFirst.add(file);
  const total = files.reduce((sum, file) => sum + gzipKb(file), 0);
  console.log(`\n${html}: first paint`);
  for (const file of files) printRow(file, gzipKb(file));
  printRow(limitKb === null ? 'total' : `total (limit ${limitKb} kB)`, total);
  const fonts = fontsOf(files);
  if (fonts.length > 0) console.log('  fonts, each fetched only when its characters are on the page:');
  for (const font of fonts) printRow(font, gzipKb(font));
  if (limitKb !== null && total > limitKb) isOverLimit = true;
}

const later = everyFile.filter((file) => /\.(js|css)$/.test(file) && !loadedFirst.has(file));
console.log('\nLoaded when needed');
for (const file of later.sort((a, b) => gzipKb(b) - gzipKb(a))) printRow(file, gzipKb(file));

if (isOverLimit) console.error(`\nThe app's first paint is over its limit of ${APP_LIMIT_KB} kB.`);
process.exit(isOverLimit ? 1 : 0);

/** The page itself, its stylesheets and scripts, and what these import statically, followed to the end. */
function firstPaintOf(html: string): string[] {
  const found = new Set([html]);
  const queue = [html];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const next of file.endsWith('.html') ? linkedFrom(file) : importedBy(file)) {
      if (found.has(next)) continue;
      found.add(next);
      queue.push(next);
    }
  }
  return [...found];
}

function linkedFrom(html: string): string[] {
  const tags = read(html).match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || /rel="(?:stylesheet|modulepreload)"/.test(tag))
    .map((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1])
    .filter((address) => address !== undefined)
    .map((address) => resolve(html, address))
    .filter((file) => everyFile.includes(file));
}

function importedBy(file: string): string[] {
  if (!file.endsWith('.js')) return [];
  const imports = read(file).matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/g);
  return [...imports].map((match) => resolve(file, match[1]!)).filter((name) => everyFile.includes(name));
}

function fontsOf(files: readonly string[]): string[] {
  const named = files
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) =>
      [...read(file).matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)].map((match) => resolve(file, match[1]!)),
    );
  return [...new Set(named)].filter((file) => everyFile.includes(file));
}

/** `/assets/a.js`, `./assets/a.js` and `a.js` beside the file that names it, all as a path below dist. */
function resolve(from: string, address: string): string {
  if (address.startsWith('/')) return address.slice(1);
  return posix.normalize(posix.join(posix.dirname(from), address));
}

function read(file: string): string {
  return readFileSync(join(DIST, file), 'utf8');
}

function gzipKb(file: string): number {
  return gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length / 1000;
}

function printRow(name: string, kb: number): void {
  console.log(`  ${name.padEnd(64)} ${kb.toFixed(1).padStart(7)} kB`);
}
