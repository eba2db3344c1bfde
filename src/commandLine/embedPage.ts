/** A page with embeds, opened and watched in a real Chromium as a phone on a slow line has it. */
import type { Browser, CDPSession, Page } from '@playwright/test';

/** What the browser's own tools call slow 4G, and a processor of a quarter of the speed. */
export const SLOW = { latencyMs: 562, bitsPerSecond: 1_500_000, cpuSlowdown: 4 } as const;

export interface Watched {
  readonly page: Page;
  readonly devtools: CDPSession;
  /** Path → bytes over the line, in the order of the answers. */
  readonly loaded: ReadonlyMap<string, number>;
  /** As often as they were asked for. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function openPage(browser: Browser, address: string, isSlow: boolean): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 900 }, colorScheme: 'light' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const loaded = new Map<string, number>();
  const requests: string[] = [];
  const pathOf = new Map<string, string>();
  await devtools.send('Network.enable');
  await devtools.send('Performance.enable');
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.startsWith('http')) return;
    const { pathname } = new URL(request.url);
    if (pathname === '/favicon.ico') return;
    pathOf.set(requestId, pathname);
    requests.push(pathname);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = pathOf.get(requestId);
    if (path !== undefined) loaded.set(path, (loaded.get(path) ?? 0) + encodedDataLength);
  });
  if (isSlow) {
    const bytesPerSecond = SLOW.bitsPerSecond / 8;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: SLOW.latencyMs,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond / 2,
    });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpuSlowdown });
  }
  await page.addInitScript({ content: WATCH_EMBEDS });
  await page.goto(address, { waitUntil: 'commit' });
  return { page, devtools, loaded, requests, close: () => context.close() };
}

/** Runs in the page, so it is text: marks when the first poster is on the screen, and when the first packet is on its way. */
const WATCH_EMBEDS = `
const afterPaint = (name) => requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(name)));
document.addEventListener('hop', () => afterPaint('moving'), { capture: true, once: true });
requestAnimationFrame(function look() {
  const embed = document.querySelector('kubehop-playground');
  const pictures = [embed, embed?.shadowRoot].flatMap((root) => [...(root?.querySelectorAll('img') ?? [])]);
  const isThere = ({ complete, naturalWidth, clientHeight }) => complete && naturalWidth > 0 && clientHeight > 0;
  if (pictures.some(isThere)) afterPaint('poster');
  else requestAnimationFrame(look);
});
`;

/** Milliseconds from the navigation to the mark. */
export async function waitForMark({ page }: Watched, name: string): Promise<number> {
  const handle = await page.waitForFunction(
    (wanted) => performance.getEntriesByName(wanted)[0]?.startTime,
    name,
    { timeout: 25_000, polling: 100 },
  );
  return (await handle.jsonValue()) ?? Number.NaN;
}

/** Milliseconds that the main thread works in each second. */
export async function workPerSecond({ page, devtools }: Watched, seconds: number): Promise<number> {
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { task: value('TaskDuration'), at: value('Timestamp') };
  };
  const before = await read();
  await page.waitForTimeout(seconds * 1000);
  const after = await read();
  return ((after.task - before.task) / (after.at - before.at)) * 1000;
}
