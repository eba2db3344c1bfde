/** A lesson in front of a room: large, with answers kept back, and with notes in a second window that stay in step. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './test.ts';

test('a clicker leads through a lesson, and the window of notes stays in step', async ({
  page,
  context,
  playground,
}) => {
  await playground.open({ lesson: 'node-port' });
  const lesson = page.getByRole('article', { name: 'A demo for people outside' });
  await lesson.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Present' }).click();
  const bar = page.getByRole('toolbar', { name: 'Presenter' });
  await expect(bar).toBeVisible();
  await expect(playground.inspector).toBeHidden();

  const opened = context.waitForEvent('page');
  await bar.getByRole('button', { name: 'Notes window' }).click();
  const notes = await opened;
  await expect(notes.getByRole('heading', { level: 1 })).toHaveText('Two addresses that do not help');
  await expect(notes.getByText('Next: Open a door')).toBeVisible();

  await lesson.getByRole('radio', { name: /The demo answers/ }).check();
  await page.keyboard.press('PageDown');
  await expect(lesson.getByText('The answer is kept back.')).toBeVisible();
  await expect(notes.getByText('What happened:')).toContainText('The machine refuses');
  await page.keyboard.press('PageDown');
  await expect(lesson.getByText('The answer is kept back.')).toBeHidden();
  await expect(lesson.getByText(/found nobody on its own port 8080/)).toBeVisible();

  await notes.getByRole('button', { name: 'Forward' }).click();
  await expect(lesson.getByRole('heading', { level: 2 })).toHaveText('Open a door');
  await expect(notes.getByRole('heading', { level: 1 })).toHaveText('Open a door');
  expect((await new AxeBuilder({ page: notes }).analyze()).violations).toEqual([]);

  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: 'Press B to go on' })).toBeVisible();
  await page.keyboard.press('b');
  await page.keyboard.press('PageUp');
  await expect(lesson.getByRole('heading', { level: 2 })).toHaveText('Two addresses that do not help');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
});

test('a lesson becomes a sheet of paper, and slides in one file', async ({ page, playground }) => {
  await page.goto('/?lesson=node-port&print=1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A demo for people outside');
  await expect(page.getByRole('img', { name: 'The cluster of this lesson' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Answers' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'With answers' }).uncheck();
  await expect(page.getByRole('heading', { name: 'Answers' })).toBeHidden();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await playground.open({ lesson: 'node-port' });
  await page.getByRole('article').getByRole('button', { name: 'More', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export slides' }).click();
  const file = await (await download).path();
  await page.setContent(await readFile(file, 'utf8'));
  await expect(page.getByRole('heading', { name: 'A demo for people outside' })).toBeVisible();
  for (let slide = 0; slide < 2; slide++) await page.keyboard.press('PageDown');
  await expect(page.getByRole('heading', { name: 'Two addresses that do not help' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'A demo for people outside' })).toBeHidden();
});
