/** A teacher writes a lesson on the page, and it passes its own check. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './test.ts';

test('author mode makes a lesson that passes its own check', async ({ page, playground }) => {
  await playground.open({ scene: 'shop' });
  await playground.build.getByRole('tab', { name: 'Learn' }).click();
  await page.getByRole('button', { name: 'Write a lesson' }).click();
  const author = page.getByRole('region', { name: 'Write a lesson' });
  const text = author.getByRole('textbox', { name: 'Text of the lesson' });
  await expect(text).toHaveValue(/yaml start/);
  await expect(author.getByRole('article', { name: 'Preview' })).toContainText('The first step');

  await author.getByRole('button', { name: 'Record the solution' }).click();
  await playground.select('Service shop');
  await playground.inspector.getByLabel('externalTrafficPolicy').selectOption('Local');
  await expect(author.getByText('Recording: 1 line.')).toBeVisible();
  await playground.advance(20_000);
  await author.getByRole('button', { name: 'Stop recording' }).click();
  await expect(text).toHaveValue(/sh solution\nkubectl patch service shop/);

  const offers = author.getByRole('group', { name: /What counts as the goal/ });
  await offers.getByRole('checkbox', { name: /externalTrafficPolicy/ }).check();
  await offers.getByRole('checkbox', { name: /answered, from: Client\/visitor/ }).check();
  await offers.getByRole('button', { name: 'Add the ticked goals' }).click();
  await expect(text).toHaveValue(/yaml goal\n- \{field: Service\/shop/);

  await author.getByRole('radio', { name: 'Check' }).click();
  const written = await text.inputValue();
  await text.fill(written.replace('order: 1000', 'order: soon'));
  const problems = author.getByRole('list', { name: 'Problems' });
  await expect(problems).toContainText('order');
  await problems.getByRole('button', { name: 'Line 4' }).click();
  await expect(text).toBeFocused();
  await text.fill(written);
  await author.getByRole('button', { name: 'Insert' }).click();
  await page.getByRole('menuitem', { name: 'Three hints' }).click();
  await author.getByRole('button', { name: 'Rehearse the lesson' }).click();
  await expect(author.getByText(/Every goal is open at first and met by the solution/)).toBeVisible({
    timeout: 30_000,
  });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await author.getByRole('radio', { name: 'Tools' }).click();
  await author.getByRole('checkbox', { name: 'Everything' }).uncheck();
  await author.getByRole('checkbox', { name: 'Client', exact: true }).check();
  await expect(text).toHaveValue(/tools: \[ ?Client ?\]/);

  await author.getByRole('button', { name: 'Try it' }).click();
  const lesson = page.getByRole('article', { name: 'The shop behind a LoadBalancer' });
  await expect(lesson.getByRole('heading', { level: 2 })).toHaveText('The first step');
  await lesson.getByRole('button', { name: 'Back to writing' }).click();
  await author.getByRole('button', { name: 'File' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as one file' }).click();
  const path = await (await download).path();

  await author.getByRole('button', { name: 'Back to the course' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a lesson file' }).click();
  await (await chooser).setFiles({
    name: 'mine.md',
    mimeType: 'text/markdown',
    buffer: await readFile(path),
  });
  await expect(lesson.getByRole('heading', { level: 2 })).toHaveText('The first step');
});
