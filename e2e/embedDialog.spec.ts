/** Embedding: choices, the live preview, and snippets that hold what was chosen. */
import { expect, test } from './test.ts';

test('the dialog shows the embed live and writes what to paste', async ({ page }) => {
  await page.goto('/?scene=shop');
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed this playground' });
  await dialog.getByRole('radio', { name: 'From the start' }).check({ force: true });
  await dialog.getByLabel('View', { exact: true }).selectOption('endpoints');
  await dialog.getByLabel('Theme', { exact: true }).selectOption('dark');
  await dialog.getByLabel('Controls', { exact: true }).selectOption('play');
  await dialog.getByRole('switch', { name: 'Readers can change it' }).check();
  await dialog.getByLabel('Language', { exact: true }).selectOption('Español');
  await dialog.getByLabel('Width', { exact: true }).selectOption('At most 480 px');

  const snippet = dialog.locator('code');
  await expect(snippet).toContainText('view="endpoints" theme="dark" lang="es" controls="play" editable');
  await expect(snippet).toContainText('/kubehop.js"></script>');
  await expect(snippet).toContainText('max-width: 480px');
  const frame = dialog.frameLocator('iframe');
  await expect(frame.locator('.kubehop[data-state="live"]')).toBeVisible({ timeout: 20_000 });
  await expect(frame.locator('kubehop-playground')).toHaveAttribute('view', 'endpoints');
  await expect(frame.getByRole('button', { name: 'Pausar' })).toBeVisible();

  await dialog.getByRole('radio', { name: 'Hugo' }).check({ force: true });
  await expect(snippet.last()).toContainText('{{< kubehop scene=');
  await expect(snippet.last()).toContainText('view="endpoints"');

  await dialog.getByRole('switch', { name: 'Still picture in the snippet' }).check();
  await dialog.getByRole('radio', { name: 'Markdown' }).check({ force: true });
  await expect(snippet).toContainText('<img slot="poster" src="data:image/svg+xml,');
});

test('on a telephone the dialog fits', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/?scene=shop');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Embed in a page' }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed this playground' });
  await expect(dialog.locator('code').first()).toContainText('kubehop-playground');
  const width = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(width).toBeLessThanOrEqual(0);
});
