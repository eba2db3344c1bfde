/** Every language: chosen by the browser, the address or a menu; nothing forgotten in the catalogues; and from right to left. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { plainTexts } from './plainTexts.ts';
import { expect, test } from './test.ts';

const violations = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );

test('what is in no catalogue is found: no text of the main views is without brackets', async ({
  page,
  playground,
}) => {
  test.slow();
  await page.goto('/?test=1&lang=en-XA');
  await page.waitForFunction(() => window.kubehop !== undefined);
  await playground.advance(10_000);
  expect(await plainTexts(page), 'at first').toEqual([]);
  expect(await violations(page)).toEqual([]);

  const dock = page.locator('section[aria-label*="Döçķ"]');
  for (const index of [0, 1, 2, 3, 4, 5]) {
    await dock.getByRole('tab').nth(index).click();
    await expect(dock.getByRole('tabpanel')).not.toBeEmpty();
    await page.waitForTimeout(300);
    expect(await plainTexts(page), `tab ${index} of the dock`).toEqual([]);
  }
  for (const [index, name] of ['build', 'scenes'].entries()) {
    await page
      .locator('aside')
      .first()
      .getByRole('tab')
      .nth(index + 1)
      .click();
    await page.waitForTimeout(300);
    expect(await plainTexts(page), name).toEqual([]);
  }

  const keys = await page.evaluate(() => [...window.kubehop!.state().objects.keys()]);
  for (const kind of [
    'Service/',
    'Pod/default',
    'Node/',
    'Client',
    'Traffic',
    'Deployment',
    'CloudProvider',
  ]) {
    const key = keys.find((each) => each.startsWith(kind) && !each.includes('/kube-system/'));
    if (key === undefined) continue;
    await page.evaluate((key) => window.kubehop!.dispatch([{ type: 'select', keys: [key] }]), key);
    await page
      .locator('aside')
      .last()
      .locator('summary')
      .first()
      .waitFor({ timeout: 2000 })
      .catch(() => {});
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('aside details')) (each as HTMLDetailsElement).open = true;
    });
    expect(await plainTexts(page), kind).toEqual([]);
  }
  await page.evaluate(() => {
    const { requests } = window.kubehop!.state();
    const { requestId } = requests.find(({ end }) => end !== null)!.start;
    return window.kubehop!.dispatch([{ type: 'follow', requestId }]);
  });
  await expect(page.locator('aside').last().getByRole('listitem').first()).toBeVisible();
  expect(await plainTexts(page), 'a followed request').toEqual([]);

  for (const keys of ['Shift+?', 'Control+k', 'Control+o']) {
    await playground.press(keys);
    await expect(page.getByRole('dialog').first()).toBeVisible();
    expect(await plainTexts(page), keys).toEqual([]);
    await playground.press('Escape');
  }
});

test('from right to left everything changes sides, but not the canvas', async ({ page, playground }) => {
  await page.goto('/?test=1&lang=ar-XB');
  await page.waitForFunction(() => window.kubehop !== undefined);
  await playground.advance(5_000);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const canvas = page.getByRole('application');
  await expect(canvas).toHaveCSS('direction', 'ltr');
  const box = async (index: 'first' | 'last') => (await page.locator('aside')[index]().boundingBox())!;
  const middle = (await canvas.boundingBox())!;
  expect((await box('first')).x, 'Build is at the right').toBeGreaterThan(middle.x);
  expect((await box('last')).x, 'the inspector is at the left').toBeLessThan(middle.x);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `at ${width}`).toBeLessThanOrEqual(0);
  }
  expect(await violations(page)).toEqual([]);
});

test('the language is changed by a menu, without a reload, and remembered', async ({ page, playground }) => {
  await playground.open({ lang: 'en' });
  await playground.advance(5_000);
  const before = await playground.now();
  await playground.topBar.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('complementary', { name: 'Inspektor' })).toBeVisible();
  expect(await playground.now()).toBe(before);
  expect(new URL(page.url()).searchParams.has('lang')).toBe(false);

  await playground.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('简体');
  await playground.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('complementary', { name: '检查器' })).toBeVisible();

  await page.reload();
  await page.waitForFunction(() => window.kubehop !== undefined);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test.describe('with a browser in Spanish', () => {
  test.use({ locale: 'es-MX' });

  test('the page speaks Spanish from the start', async ({ page }) => {
    await page.goto('/?test=1');
    await page.waitForFunction(() => window.kubehop !== undefined);
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.getByRole('button', { name: 'Idioma' })).toBeVisible();
  });
});
