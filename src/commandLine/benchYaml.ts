/**
 * `npm run -s bench:yaml`: what a key costs while typing in a YAML of 5,000 lines, in a real Chromium: all work of the
 * main thread (its processor time) from the key to the finished layout, and what applying the text after a pause costs. Exit 1 above the ceiling.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type CDPSession, chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { findBrowser, NO_BROWSER, sandboxFlags } from './findBrowser.ts';

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '5000' }, keys: { type: 'string', default: '200' } },
});
const CEILING_MS = 16;
const lines = Number(values.lines);
const keys = Number(values.keys);
/** A quick typist; shorter than the pause after which the text is applied. */
const KEY_EVERY_MS = 60;
const KEYS_BETWEEN_PAUSES = 20;
const PAUSE_MS = 900;

/** The shortest one says what a key costs at all on this machine. */
const shapes = { short: 'one short object', many: 'many objects', one: 'one long object' } as const;
type Shape = keyof typeof shapes;

const executablePath = await findBrowser(false);
if (executablePath === null) {
  console.error(NO_BROWSER);
  process.exit(1);
}
const root = 'e2e/bench/yaml';
const outDir = mkdtempSync(join(tmpdir(), 'kubehop-bench-'));
await build({
  configFile: false,
  root,
  base: './',
  plugins: [react()],
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, target: 'es2023' },
});
const server = await preview({
  configFile: false,
  root,
  build: { outDir },
  preview: { port: 5392, strictPort: false },
  logLevel: 'error',
});
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', ...sandboxFlags()] });
let isSlow = false;

try {
  console.log(
    `YAML of ${lines.toLocaleString('en')} lines, ${keys} keys, Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model.trim()})\n`,
  );
  console.log(
    'text              per key: median     p95 (ceiling)      max   applying after a pause: median     max',
  );
  for (const shape of Object.keys(shapes) as Shape[]) {
    const { perKey, perPause } = await measure(browser, shape);
    const p95 = quantile(perKey, 0.95);
    isSlow ||= p95 > CEILING_MS;
    const cells = [
      ms(quantile(perKey, 0.5)).padStart(17),
      `${ms(p95)} (${CEILING_MS} ms)`.padStart(18),
      ms(quantile(perKey, 1)).padStart(9),
      ms(quantile(perPause, 0.5)).padStart(32),
      ms(quantile(perPause, 1)).padStart(8),
    ];
    console.log(`${shapes[shape].padEnd(16)} ${cells.join('')}`);
  }
} finally {
  await browser.close();
  await new Promise((done) => server.httpServer.close(done));
  rmSync(outDir, { recursive: true, force: true });
}
if (isSlow) console.error(`\nA key takes longer than ${CEILING_MS} ms.`);
process.exit(isSlow ? 1 : 0);

async function measure(browser: Browser, shape: Shape): Promise<{ perKey: number[]; perPause: number[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.resolvedUrls!.local[0]}?lines=${shape === 'short' ? 1 : lines}&shape=${shape}`);
  await page.getByRole('radio', { name: 'Whole scene' }).check();
  const text = page.getByRole('textbox', { name: 'YAML of the whole scene' });
  await text.click();
  // In the middle of a comment in the middle of the text, where what is typed is valid at any time.
  await page.keyboard.press('Control+Home');
  for (let line = 0; line < 40; line++) await page.keyboard.press('PageDown');
  await page.keyboard.press('End');
  await page.keyboard.type(' # ');
  await page.waitForTimeout(1500);
  const devtools = await page.context().newCDPSession(page);
  // Processor time of the main thread, so that a busy machine does not count as a slow editor.
  await devtools.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
  await devtools.send('Performance.enable');
  const perKey: number[] = [];
  const perPause: number[] = [];
  for (let key = 0; key < keys; key++) {
    const before = await busyMs(devtools);
    await page.keyboard.press('abcdefghij'[key % 10]!);
    await page.waitForTimeout(KEY_EVERY_MS);
    const after = await busyMs(devtools);
    perKey.push(after - before);
    if (key % KEYS_BETWEEN_PAUSES < KEYS_BETWEEN_PAUSES - 1) continue;
    await page.waitForTimeout(PAUSE_MS);
    perPause.push((await busyMs(devtools)) - after);
  }
  await page.close();
  return { perKey, perPause };
}

/** What the main thread has worked since the page was opened. */
async function busyMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
