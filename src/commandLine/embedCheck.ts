/**
 * `npm run -s embed-check [-- --no-build] [--dist <folder>] [--runs N]`: what an embed costs in a page. When its picture is
 * painted and its packets move on a slow line and a slow processor, beside Mermaid and Excalidraw in the same run; what it
 * loads, what three of them share, what one out of sight does, and what Lighthouse says. Exit 1 above a ceiling. On a
 * machine that does something else meanwhile all times are too long, and those of the others beside it too.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from '@playwright/test';
import { startCompressingServer } from './compressingServer.ts';
import { openPage, SLOW, waitForMark, workPerSecond } from './embedPage.ts';
import { buildPeers, fetchPeers, peerName, runLighthouse } from './embedPeers.ts';
import { findBrowser, NO_BROWSER, sandboxFlags } from './findBrowser.ts';

const { values } = parseArgs({
  options: {
    'no-build': { type: 'boolean' },
    dist: { type: 'string', default: 'dist' },
    runs: { type: 'string', default: '5' },
  },
});
const ceilings = {
  posterMs: 1_000,
  movingMs: 2_600,
  /** Nothing in that page names the living part, so it is asked for a round later. */
  movingAloneMs: 2_600 + SLOW.latencyMs,
  loaderKb: 5,
  posterKb: 15,
  liveKb: 140,
  offScreenMsPerSecond: 5,
  performance: 95,
  accessibility: 100,
} as const;
const LIGHTHOUSE_RUNS = 3;
const runs = Math.max(1, Number(values.runs) || 1);

const executablePath = await findBrowser(false);
if (executablePath === null) {
  console.error(NO_BROWSER);
  process.exit(1);
}
if (values['no-build'] !== true && values.dist === 'dist') {
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npx', ['vite', 'build', '--logLevel', 'error'], { stdio: 'inherit', shell });
  if (status !== 0) process.exit(1);
}

const peersDir = mkdtempSync(join(tmpdir(), 'kubehop-peers-'));
const hasPeers = fetchPeers();
if (hasPeers) await buildPeers(peersDir);
const server = await startCompressingServer(
  { '/kubehop/': values.dist, '/peers/': peersDir },
  {
    '/still.html': hostPage(embed('view="packet-path"')),
    '/one.html': hostPage(embed('view="packet-path" autoplay')),
    '/three.html': hostPage(
      ['packet-path', 'endpoints', 'concept'].map((view) => embed(`view="${view}" autoplay`)).join('\n'),
    ),
  },
);
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', ...sandboxFlags()] });
let isOver = false;
try {
  console.log(`Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model.trim()})`);
  tellLoad();
  await checkSpeed(browser);
  await checkSizes(browser);
  await checkSharing(browser);
  await checkOutOfSight(browser);
  await checkLighthouse(executablePath);
} finally {
  await browser.close();
  server.stop();
  rmSync(peersDir, { recursive: true, force: true });
}
tellLoad();
if (isOver) console.error('\nSomething is above its ceiling.');
process.exit(isOver ? 1 : 0);

async function checkSpeed(browser: Browser): Promise<void> {
  console.log(
    `\nOn ${SLOW.bitsPerSecond / 1_000_000} Mbit/s with ${SLOW.latencyMs} ms for each answer and ${SLOW.cpuSlowdown}× slower, from the navigation, median of ${runs}`,
  );
  const bare = await times('/one.html', ['poster', 'moving']);
  const docs = await times('/kubehop/docs/index.html', ['poster', 'moving']);
  judge('poster painted, a page of the documentation', docs.poster, ceilings.posterMs, 'ms');
  judge('packets move, a page of the documentation', docs.moving, ceilings.movingMs, 'ms');
  tell('poster painted, a page with the element alone', bare.poster, 'ms');
  judge('packets move, a page with the element alone', bare.moving, ceilings.movingAloneMs, 'ms');
  for (const peer of ['mermaid', 'excalidraw'] as const) {
    const name = `painted: ${peerName[peer]}`;
    if (!hasPeers) console.log(`  ${name}: skipped, npm cannot be reached`);
    else tell(name, (await times(`/peers/${peer}.html`, ['painted'])).painted, 'ms');
  }

  async function times<Mark extends string>(path: string, marks: readonly Mark[]) {
    const found = Object.fromEntries(marks.map((mark) => [mark, [] as number[]])) as Record<Mark, number[]>;
    // The server compresses each file when it is first asked for.
    const first = await openPage(browser, server.origin + path, false);
    await waitForMark(first, marks.at(-1)!).catch(() => null);
    await first.close();
    for (let run = 0; run < runs; run++) {
      const watched = await openPage(browser, server.origin + path, true);
      for (const mark of marks)
        found[mark].push(await waitForMark(watched, mark).catch(() => Number.POSITIVE_INFINITY));
      await watched.close();
    }
    return Object.fromEntries(marks.map((mark) => [mark, median(found[mark])])) as Record<Mark, number>;
  }
}

async function checkSizes(browser: Browser): Promise<void> {
  console.log('\nLoaded, gzip');
  const still = await openPage(browser, `${server.origin}/still.html`, false);
  await waitForMark(still, 'poster');
  await still.page.waitForLoadState('networkidle');
  const before = kubehopFiles(still.requests);
  const scripts = before.filter((path) => path.endsWith('.js'));
  judge('before it is started: scripts', gzipKb(scripts), ceilings.loaderKb, 'kB');
  judge(
    'before it is started: picture',
    gzipKb(before.filter((path) => path.endsWith('.svg'))),
    ceilings.posterKb,
    'kB',
  );
  await still.page.evaluate(() =>
    document.querySelector<HTMLElement & { play(): void }>('kubehop-playground')?.play(),
  );
  await waitForMark(still, 'moving');
  const all = kubehopFiles(still.requests).filter((path) => !path.endsWith('.svg'));
  judge(`until packets move: ${all.length} files, with those before`, gzipKb(all), ceilings.liveKb, 'kB');
  // When the page has nothing else to do: problems of objects, and what happens in words.
  await still.page.waitForResponse(/\/embed\/insight-/);
  await still.page.waitForTimeout(2_000);
  const later = kubehopFiles(still.requests).filter((path) => !path.endsWith('.svg'));
  tell(`with all that comes after that, to explain them: ${later.length} files`, gzipKb(later), 'kB');
  await still.close();
  if (!hasPeers) return;
  for (const peer of ['mermaid', 'excalidraw'] as const) {
    const watched = await openPage(browser, `${server.origin}/peers/${peer}.html`, false);
    await waitForMark(watched, 'painted').catch(() => null);
    await watched.page.waitForLoadState('networkidle');
    const files = [...new Set(watched.requests)].filter((path) =>
      /^\/peers\/.*\.(?:js|css|woff2)$/.test(path),
    );
    const kb = files.reduce((sum, path) => sum + gzipOf(join(peersDir, path.slice('/peers/'.length))), 0);
    tell(`${peerName[peer]}: ${files.length} files`, kb, 'kB');
    await watched.close();
  }
}

async function checkSharing(browser: Browser): Promise<void> {
  console.log('\nThree embeds on one page');
  const counts: Record<string, readonly string[]> = {};
  for (const name of ['one', 'three']) {
    const watched = await openPage(browser, `${server.origin}/${name}.html`, false);
    await waitForMark(watched, 'moving');
    await watched.page.waitForLoadState('networkidle');
    counts[name] = kubehopFiles(watched.requests, true);
    await watched.close();
  }
  judge('requests of three embeds of one scene', counts.three?.length ?? 0, counts.one?.length ?? 0, '');
}

async function checkOutOfSight(browser: Browser): Promise<void> {
  console.log('\nWork of the main thread while an embed plays');
  const watched = await openPage(browser, `${server.origin}/one.html`, false);
  await waitForMark(watched, 'moving');
  await watched.page.waitForTimeout(1_000);
  tell('in sight, each second', await workPerSecond(watched, 3), 'ms');
  await watched.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await watched.page.waitForTimeout(1_000);
  judge('out of sight, each second', await workPerSecond(watched, 5), ceilings.offScreenMsPerSecond, 'ms');
  await watched.close();
}

async function checkLighthouse(browserPath: string): Promise<void> {
  console.log('\nLighthouse, mobile, the first page of the documentation with three embeds');
  if (!hasPeers) {
    console.log('  skipped, npm cannot be reached');
    return;
  }
  const address = `${server.origin}/kubehop/docs/index.html`;
  const reports = [];
  for (let run = 0; run < LIGHTHOUSE_RUNS; run++)
    reports.push(await runLighthouse(address, browserPath, sandboxFlags()));
  judgeAtLeast('performance', median(reports.map((each) => each.performance)), ceilings.performance);
  judgeAtLeast('accessibility', median(reports.map((each) => each.accessibility)), ceilings.accessibility);
  for (const { performance, details } of reports) console.log(`  ${performance}: ${details}`);
}

/** Work of others on this machine makes all times longer. */
function tellLoad(): void {
  const [lastMinute = 0] = loadavg();
  const isBusy = lastMinute > cpus().length;
  console.log(`Load ${lastMinute.toFixed(1)}${isBusy ? ': the machine is busy, so times are too long' : ''}`);
}

function embed(attributes: string): string {
  return `<kubehop-playground scene="shop" ${attributes} height="280"></kubehop-playground>`;
}

/** As an author writes it, with room below to scroll to. */
function hostPage(embeds: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<script type="module" src="/kubehop/kubehop.js"></script>
<body><h1>A page</h1>${embeds}<div style="height:4000px"></div></body></html>`;
}

function kubehopFiles(requests: readonly string[], withRepeated = false): string[] {
  const files = requests.filter((path) => path.startsWith('/kubehop/'));
  return withRepeated ? files : [...new Set(files)];
}

function gzipKb(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + gzipOf(join(values.dist, path.slice('/kubehop/'.length))), 0);
}

function gzipOf(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).length / 1000;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function judge(name: string, figure: number, ceiling: number, unit: string): void {
  const isTooMuch = !(figure <= ceiling);
  isOver ||= isTooMuch;
  print(name, figure, unit, `ceiling ${ceiling.toLocaleString('en')} ${unit}${isTooMuch ? '  OVER' : ''}`);
}

function judgeAtLeast(name: string, figure: number, least: number): void {
  const isTooLittle = !(figure >= least);
  isOver ||= isTooLittle;
  print(name, figure, '', `at least ${least}${isTooLittle ? '  BELOW' : ''}`);
}

function tell(name: string, figure: number, unit: string): void {
  print(name, figure, unit, '');
}

function print(name: string, figure: number, unit: string, beside: string): void {
  const rounded = figure.toLocaleString('en', { maximumFractionDigits: unit === 'kB' ? 1 : 0 });
  console.log(`  ${name.padEnd(72)} ${`${rounded} ${unit}`.padStart(10)}   ${beside}`.trimEnd());
}
