/** The same content for everyone: no violation that axe can find, by theme, size and setting. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing on the main page, ${theme}`, async ({ page, playground }) => {
    test.slow();
    await playground.open({ theme });
    await playground.advance(10_000);
    expect(await violations(page)).toEqual([]);

    await playground.followOldest();
    expect(await violations(page), 'with a packet followed').toEqual([]);

    await playground.select('Service shop');
    expect(await violations(page), 'with an object selected').toEqual([]);

    await playground.build.getByRole('tab', { name: 'Scenes' }).click();
    expect(await violations(page), 'with the gallery').toEqual([]);

    await playground.openImport();
    await playground.importText('kind: [');
    await expect(playground.importReport).toBeVisible();
    expect(await violations(page), 'with a dialog open').toEqual([]);
  });

  test(`axe finds nothing on the embed, ${theme}`, async ({ page, playground }) => {
    await playground.open({ theme }, '/embed.html');
    await playground.advance(10_000);
    expect(await violations(page)).toEqual([]);
  });
}

test('the embed plays its scene, changes nothing, and leads to the whole playground', async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 760, height: 520 });
  await playground.open({ scene: 'shop', view: 'packet-path' }, '/embed.html');
  await expect(playground.card('Service shop')).toBeVisible();
  await playground.advance(3_000);
  expect(await playground.now()).toBeGreaterThan(0);
  await expect(page.getByRole('link', { name: 'Open in Kubehop' })).toHaveAttribute('href', /scene=shop/);
  await playground.card('Service shop').focus();
  await playground.press('Delete');
  await expect(playground.card('Service shop')).toBeVisible();
});

test('on a phone: the canvas, and each panel as a sheet', async ({ page, playground }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await playground.open();
  await playground.advance(5_000);
  await expect(playground.card('Service shop')).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);

  const bar = page.getByRole('navigation', { name: 'Panels' });
  for (const name of ['Build', 'Inspector', 'Dock']) {
    const button = bar.getByRole('button', { name });
    await button.click();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    expect(await violations(page), name).toEqual([]);
    await playground.press('Escape');
    await expect(button).toHaveAttribute('aria-expanded', 'false');
  }
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('a request is drawn as numbered stops, and nothing moves', async ({ page, playground }) => {
    await playground.open();
    await playground.advance(10_000);
    await playground.followOldest();
    const path = playground.canvas.getByRole('img', { name: /^The \d+ hops of/ });
    await expect(path).toBeVisible();
    await expect(path).toContainText('1');
    const drawn = () => page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await drawn();
    await playground.advance(1_000);
    expect(await drawn()).toBe(before);
  });
});

test('a followed request is told in words, hop by hop', async ({ page, playground }) => {
  await playground.open();
  await playground.advance(2_000);
  await playground.press('f');
  await playground.advance(3_000);
  const narration = page.getByRole('status', { name: 'Narration' });
  const first = await narration.textContent();
  expect(first).not.toBe('');
  // Steps go from hop to hop of all requests; the followed one has its turn.
  await expect
    .poll(async () => {
      await playground.press('.');
      return narration.textContent();
    })
    .not.toBe(first);
});
