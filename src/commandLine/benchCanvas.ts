/**
 * `npm run -s bench:canvas`: frames per second of the canvas in a real Chromium, with 300 cards and 1,000, 5,000 and
 * 10,000 packets in the air, beside React Flow's own animated SVG edges with the same packets in the same run.
 * `--packets 5000` measures only that many, `--seconds 5` measures each case longer. Exit 1 when the canvas is slower
 * than its floor with up to 5,000 packets; on a busy machine it is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { findBrowser, NO_BROWSER, sandboxFlags } from './findBrowser.ts';

const { values } = parseArgs({
  options: {
    packets: { type: 'string', default: '1000,5000,10000' },
    cards: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '3' },
  },
});
const packetCounts = values.packets.split(',').map(Number);
const cards = Number(values.cards);
const milliseconds = Number(values.seconds) * 1000;

/** Nothing may fetch, update or draw on its own while we measure. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const VIEWPORT = { width: 1280, height: 800 };
const NEAR_ZOOM = 1;
/** Frames per second, for each situation, with so many packets at most. */
const FLOOR = 55;
const FLOOR_UP_TO = 5000;

const techniques = ['overlay', 'svg'] as const;
type Technique = (typeof techniques)[number];
const situations = ['rest', 'pan', 'drag'] as const;
type Situation = (typeof situations)[number];

interface Result {
  framesPerSecond: number;
  p95: number;
}

const executablePath = await findBrowser(false);
if (executablePath === null) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const outDir = mkdtempSync(join(tmpdir(), 'kubehop-bench-'));
await build({
  configFile: false,
  root: 'e2e/bench',
  base: './',
  plugins: [react()],
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, target: 'es2023' },
});
const server = await preview({
  configFile: false,
  root: 'e2e/bench',
  build: { outDir },
  preview: { port: 5391, strictPort: false },
  logLevel: 'error',
});
const url = server.resolvedUrls!.local[0]!;
const browser = await chromium.launch({ executablePath, args: [...QUIET, ...sandboxFlags()] });

let isSlow = false;
try {
  console.log(
    `${cards} cards, Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ` +
      `${VIEWPORT.width}×${VIEWPORT.height}, software rendering; at rest the whole cluster is in view, pan and drag at zoom ${NEAR_ZOOM}\n`,
  );
  console.log('packets  technique           rest: fps  p95 ms   pan: fps  p95 ms   drag: fps  p95 ms');
  for (const packets of packetCounts) {
    const results = {} as Record<Technique, Record<Situation, Result>>;
    for (const technique of techniques) {
      results[technique] = await measure(browser, technique, packets);
      printRow(packets, technique, results[technique]);
    }
    printRatio(packets, results);
    printFloor(packets, results.overlay);
  }
} finally {
  await browser.close();
  await new Promise((done) => server.httpServer.close(done));
  rmSync(outDir, { recursive: true, force: true });
}
process.exit(isSlow ? 1 : 0);

async function measure(
  browser: Browser,
  technique: Technique,
  packets: number,
): Promise<Record<Situation, Result>> {
  const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 1 });
  await page.goto(`${url}?cards=${cards}&packets=${packets}&technique=${technique}`);
  await page.locator('.react-flow__node').first().waitFor();
  await page.waitForTimeout(1500);
  await show(page, 'whole');
  const rest = await countFrames(page, () => page.waitForTimeout(milliseconds));
  await show(page, 'near');
  const pan = await countFrames(page, async () => swing(page, await emptySpot(page)));
  const drag = await countFrames(page, async () => swing(page, await spotOn(page, '.kh-pod')));
  await page.close();
  return { rest, pan, drag };
}

/** The bench page hands out its camera. */
async function show(page: Page, what: 'whole' | 'near'): Promise<void> {
  await page.evaluate(([what, zoom]) => (window as unknown as BenchWindow).show(what, zoom), [
    what,
    NEAR_ZOOM,
  ] as const);
  await page.waitForTimeout(700);
}

/** What the bench page offers. */
interface BenchWindow {
  show(what: 'whole' | 'near', zoom: number): Promise<void>;
  startCounting(): void;
  /** When each frame since then began, in ms. */
  stopCounting(): number[];
}

async function countFrames(page: Page, meanwhile: () => Promise<void>): Promise<Result> {
  await page.evaluate(() => (window as unknown as BenchWindow).startCounting());
  await meanwhile();
  const times = await page.evaluate(() => (window as unknown as BenchWindow).stopCounting());
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  gaps.sort((a, b) => a - b);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    framesPerSecond: total === 0 ? 0 : (gaps.length * 1000) / total,
    p95: gaps[Math.floor(gaps.length * 0.95)] ?? Number.NaN,
  };
}

/** Holds the mouse button and swings to and fro, a move per frame. */
async function swing(page: Page, [x, y]: readonly [number, number]): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begin = performance.now();
  for (let step = 1; performance.now() - begin < milliseconds; step++) {
    const before = performance.now();
    await page.mouse.move(x + 120 * Math.sin(step / 14), y + 60 * Math.sin(step / 9));
    const left = 1000 / 60 - (performance.now() - before);
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }
  await page.mouse.up();
}

async function emptySpot(page: Page): Promise<readonly [number, number]> {
  const spot = await page.evaluate(() => {
    for (let y = 120; y < innerHeight - 120; y += 16)
      for (let x = 160; x < innerWidth - 160; x += 16)
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return [x, y] as const;
    return null;
  });
  if (spot === null) throw new Error('No empty spot to pan by');
  return spot;
}

async function spotOn(page: Page, selector: string): Promise<readonly [number, number]> {
  const spot = await page.evaluate((selector) => {
    for (const card of document.querySelectorAll(selector)) {
      const { x, y, width, height } = card.getBoundingClientRect();
      const [middle, row] = [x + width / 2, y + height / 3];
      const isClear = document.elementFromPoint(middle, row)?.closest(selector) === card;
      if (middle > 200 && middle < innerWidth - 200 && row > 100 && row < innerHeight - 100 && isClear)
        return [middle, row] as const;
    }
    return null;
  }, selector);
  if (spot === null) throw new Error(`No ${selector} in view to drag`);
  return spot;
}

function printRow(packets: number, technique: Technique, results: Record<Situation, Result>): void {
  const name = { overlay: 'Kubehop', svg: 'SVG animateMotion' }[technique];
  const cells = situations.map((situation) => {
    const { framesPerSecond, p95 } = results[situation];
    return `${framesPerSecond.toFixed(1).padStart(9)} ${p95.toFixed(1).padStart(7)}`;
  });
  console.log(`${packets.toLocaleString('en').padStart(7)}  ${name.padEnd(19)} ${cells.join('   ')}`);
}

function printRatio(packets: number, results: Record<Technique, Record<Situation, Result>>): void {
  const ratios = situations.map((situation) => {
    const ratio = results.overlay[situation].framesPerSecond / results.svg[situation].framesPerSecond;
    return `${situation} ${ratio.toFixed(1)}×`;
  });
  console.log(`${packets.toLocaleString('en').padStart(7)}  ${'faster by'.padEnd(19)} ${ratios.join(', ')}`);
}

function printFloor(packets: number, result: Record<Situation, Result>): void {
  if (packets > FLOOR_UP_TO) {
    console.log();
    return;
  }
  const below = situations.filter((situation) => result[situation].framesPerSecond < FLOOR);
  isSlow ||= below.length > 0;
  const verdict = below.length === 0 ? 'held' : `not held: ${below.join(', ')}`;
  console.log(
    `${packets.toLocaleString('en').padStart(7)}  ${'floor'.padEnd(19)} ${FLOOR} frames/s, ${verdict}\n`,
  );
}
