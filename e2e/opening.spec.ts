/** It is never blank: it opens on a running scene, and packets move. */
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

/** The picture of all packets as text; the same text means that nothing moved. */
function drawnPackets(page: Page): Promise<string> {
  return page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

function coloredPixels(page: Page): Promise<number> {
  return page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let index = 3; index < data.length; index += 4) if (data[index]! > 0) count++;
    return count;
  });
}

test('opens on a running scene: packets are drawn and move by themselves', async ({ page, playground }) => {
  await page.goto('/');
  await expect(playground.card('Service shop')).toBeVisible();
  await expect.poll(() => coloredPixels(page)).toBeGreaterThan(0);
  const before = await drawnPackets(page);
  await expect.poll(() => drawnPackets(page)).not.toBe(before);
});

test('the first packet is on its way within the first second of the clock', async ({ page, playground }) => {
  await playground.open();
  await playground.advance(1_000);
  await expect.poll(() => coloredPixels(page)).toBeGreaterThan(0);
});

test('needs no network after the load', async ({ page, playground }) => {
  await playground.open();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:')) asked.push(request.url());
  });
  await playground.advance(20_000);
  await playground.select('Service shop');
  expect(asked).toEqual([]);
  const answered = (await playground.runUntilEnded(1)).filter(({ outcome }) => outcome === 'Answered');
  expect(answered.length).toBeGreaterThan(0);
});

test('the clock pauses, steps to the next hop, and resets', async ({ playground }) => {
  await playground.open();
  await playground.advance(5_000);
  const time = playground.transport.getByRole('timer', { name: 'Simulated time' });
  await playground.transport.getByRole('button', { name: 'Pause' }).click();
  const pausedAt = await playground.now();
  await playground.advance(5_000);
  expect(await playground.now()).toBe(pausedAt);
  await playground.transport.getByRole('button', { name: 'Step to the next hop' }).click();
  await expect.poll(() => playground.now()).toBeGreaterThan(pausedAt);
  await playground.transport.getByRole('button', { name: 'Reset' }).click();
  await expect(time).toHaveText('00:00.0');
});

test('the same scene runs the same way twice', async ({ playground }) => {
  const runs: unknown[] = [];
  for (let run = 0; run < 2; run++) {
    await playground.open();
    await playground.advance(20_000);
    await expect(playground.transport.getByRole('timer', { name: 'Simulated time' })).toHaveText('00:20.0');
    runs.push(await playground.requests());
  }
  expect(runs[0]).toEqual(runs[1]);
});
