/** A link opens the very moment at which it was made, somewhere else. */
import { expect, test } from './test.ts';

test('a link carries the moment to another visit, and a damaged one says so', async ({
  page,
  context,
  playground,
}) => {
  await playground.open();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.advance(2600);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this playground' });
  const field = dialog.getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(/#s=1\./);
  await dialog.getByRole('button', { name: 'Copy link' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await field.inputValue();
  expect(link.length).toBeLessThan(2300);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

  const clock = await page.evaluate(() => window.kubehop!.playground.now());
  const other = await context.newPage();
  await other.goto(link.replace('#', '?test#'));
  await expect(other.getByRole('main')).toBeVisible();
  await expect
    .poll(() => other.evaluate(() => Math.floor(window.kubehop?.playground.now() ?? -1)))
    .toBe(Math.floor(clock));

  await other.goto(`${link.replace('#', '?test#').slice(0, -30)}`);
  await expect(
    other.getByText(/The link could not be opened: a part of it is missing or wrong/),
  ).toBeVisible();
});
