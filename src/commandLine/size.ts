/** `npm run -s size`: gzip of what the first paint of the app loads, and of what an embed does; exit 1 when one is over its limit. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = process.env.KUBEHOP_DIST ?? 'dist';
/** Limit for everything but fonts, in kB (1000 bytes) after gzip -9. */
const APP_LIMIT_KB = 220;
const EMBED_LIMITS_KB = { loader: 5, poster: 15, live: 140 };
/** With both typefaces, all lessons and all languages. */
const OFFLINE_LIMIT_KB = 1600;

interface Page {
  html: string;
  limitKb: number | null;
}
const pages: readonly Page[] = [{ html: 'index.html', limitKb: APP_LIMIT_KB }];

if (!process.argv.includes('--no-build') || !existsSync(DIST)) {
  const { status } = spawnSync(
    'npm',
    ['run', '-s', 'build', '--', '--logLevel', 'warn', '--outDir', DIST, '--emptyOutDir'],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) process.exit(1);
}

const everyFile = readdirSync(DIST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => posix.relative(DIST, join(entry.parentPath, entry.name).replaceAll('\\', '/')));
const loadedFirst = new Set<string>();
let isOverLimit = false;

for (const { html, limitKb } of pages.filter((page) => everyFile.includes(page.html))) {
  const first = firstPaintOf(html);
  const started = new Set(entriesOf(html).flatMap(startedBy));
  const nextOnly = [...started].filter((file) => !first.includes(file));
  const firstTotal = printTable(`${html}: first paint`, first, limitKb);
  if (nextOnly.length > 0) {
    const nextTotal = printTable(`${html}: right after it, until the scene runs`, nextOnly);
    printRow('both', firstTotal + nextTotal);
  }
  printTable(
    `${html}: fonts, each fetched when its characters are on the page`,
    fontsOf([...first, ...nextOnly]),
  );
  for (const file of [...first, ...nextOnly]) loadedFirst.add(file);
  if (limitKb !== null && firstTotal > limitKb) isOverLimit = true;
}

const loader = printTable('An embed: its script', ['kubehop.js'], EMBED_LIMITS_KB.loader);
const posters = everyFile.filter((file) => file.startsWith('posters/'));
const poster = printTable('Its picture, the largest of them', largest(posters), EMBED_LIMITS_KB.poster);
const liveFiles = filesOfLiveEmbed();
const live = printTable(
  'Alive: its script, and what the first embed of a page loads for all',
  ['kubehop.js', ...liveFiles],
  EMBED_LIMITS_KB.live,
);
for (const file of ['kubehop.js', ...liveFiles, ...posters]) loadedFirst.add(file);
if (loader > EMBED_LIMITS_KB.loader || poster > EMBED_LIMITS_KB.poster || live > EMBED_LIMITS_KB.live)
  isOverLimit = true;

const offline = printTable('All of the app as one file', ['kubehop-offline.html'], OFFLINE_LIMIT_KB);
if (offline > OFFLINE_LIMIT_KB) isOverLimit = true;

printTable(
  'Loaded when needed',
  everyFile.filter((file) => /\.(js|css)$/.test(file) && !loadedFirst.has(file)),
);

if (isOverLimit) console.error('\nOver a limit.');
process.exit(isOverLimit ? 1 : 0);

/** What the script of an embed lists for the moment in which it comes alive. */
function filesOfLiveEmbed(): string[] {
  const listed = /["'`](embed\/live-[^"'`]+)["'`]\.split/.exec(read('kubehop.js'))?.[1] ?? '';
  return listed.split(' ').filter((file) => everyFile.includes(file));
}

function largest(files: readonly string[]): string[] {
  return files.toSorted((a, b) => gzipKb(b) - gzipKb(a)).slice(0, 1);
}

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

function entriesOf(html: string): string[] {
  return [...read(html).matchAll(/<script type="module"[^>]*src="([^"]+)"/g)].map((match) =>
    resolve(html, match[1]!),
  );
}

/** What a script of the page imports as soon as it runs, with all that this needs: Vite lists it beside the import. */
function startedBy(file: string): string[] {
  const text = read(file);
  const listed = /m\.f=\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  const names = [...listed.matchAll(/"([^"]+)"/g)].map((match) => resolve(file, match[1]!));
  const needed = [...text.matchAll(/__vite__mapDeps\(\[([\d,]+)\]\)/g)].flatMap((match) =>
    match[1]!.split(',').map((index) => names[Number(index)]),
  );
  return needed.filter((name) => name !== undefined).filter((name) => everyFile.includes(name));
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

/** Largest first; returns the sum. */
function printTable(title: string, files: readonly string[], limitKb: number | null = null): number {
  if (files.length === 0) return 0;
  console.log(`\n${title}`);
  const rows = files.map((file) => ({ file, kb: gzipKb(file) })).sort((a, b) => b.kb - a.kb);
  for (const { file, kb } of rows) printRow(file, kb);
  const total = rows.reduce((sum, { kb }) => sum + kb, 0);
  printRow(limitKb === null ? 'total' : `total (limit ${limitKb} kB)`, total);
  return total;
}

function printRow(name: string, kb: number): void {
  console.log(`  ${name.padEnd(64)} ${kb.toFixed(1).padStart(7)} kB`);
}
