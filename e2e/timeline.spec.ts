/** Time: back by hop, along the scrubber by mouse and by keyboard, to failures, and into another future. */
import type { Page } from '@playwright/test';
import { pod, service, traffic, twoNodes } from './manifests.ts';
import type { PlaygroundPage } from './PlaygroundPage.ts';
import { expect, test } from './test.ts';

const shop =
  twoNodes +
  pod('shop-1', 'shop', 'node-a') +
  pod('tester', 'tester', 'node-b') +
  service('shop', 'selector: {app: shop}, ports: [{port: 80, targetPort: 8080}]');

const slider = (page: Page) => page.getByRole('slider', { name: 'Time' });
const narration = (page: Page) => page.getByRole('status', { name: 'Narration' });

/** A quarter of a minute in which the only Pod is deleted. */
async function openRun(playground: PlaygroundPage): Promise<void> {
  await playground.open({ scene: 'empty' });
  await playground.apply(shop);
  await playground.advance(6000);
  await playground.apply(traffic('Pod/tester', 'http://shop/'));
  await playground.advance(6000);
  await playground.deleteFromList('shop-1');
  await playground.advance(30_000);
  await playground.press('Space');
}

test('steps back by hop and forth again', async ({ playground, page }) => {
  await openRun(playground);
  const end = await playground.now();
  await playground.transport.getByRole('button', { name: 'Step back to the hop before' }).click();
  const before = await playground.now();
  expect(before).toBeLessThan(end);
  await expect(narration(page)).toHaveText(/^Back at 0:\d\d(\.\d)?, in the past of 0:42/);
  await playground.press(',');
  expect(await playground.now()).toBeLessThan(before);
  await playground.press('.');
  expect(await playground.now()).toBe(before);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /in the past of 0:42/);
});

test('the scrubber goes where keys and mouse say, and everything shown is of that moment', async ({
  playground,
  page,
}) => {
  await openRun(playground);
  await expect(playground.card('Pod shop-1')).toBeHidden();
  await slider(page).focus();
  await playground.press('Home');
  expect(await playground.now()).toBe(0);
  await playground.press('PageUp', 'ArrowRight');
  expect(await playground.now()).toBe(11_000);
  await expect(playground.card('Pod shop-1')).toBeVisible();
  await expect(slider(page)).toHaveAttribute('aria-valuetext', '0:11, in the past of 0:42');
  await playground.press('End');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', '0:42, now');
  await expect(playground.card('Pod shop-1')).toBeHidden();

  const box = (await slider(page).boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.6, y);
  await page.mouse.down();
  for (const share of [0.5, 0.4, 0.3, 0.2]) {
    await page.mouse.move(box.x + box.width * share, y);
    await expect.poll(() => playground.now()).toBeLessThan(60_000 * share + 600);
  }
  await expect(playground.card('Pod shop-1')).toBeVisible();
  await page.mouse.up();
  await expect(narration(page)).toHaveText(/^At 0:1[12].*, in the past of 0:42\.$/);

  await playground.transport.getByRole('button', { name: 'Now' }).click();
  expect(await playground.now()).toBe(42_000);
  await expect(playground.card('Pod shop-1')).toBeHidden();
});

test('failures are marked, and gone to one after the other', async ({ playground, page }) => {
  await openRun(playground);
  const marks = page.getByRole('list', { name: 'Marks' });
  await expect(marks.getByRole('button', { name: /Connection refused/ }).first()).toBeVisible();
  await expect(marks.getByRole('button', { name: '0:12: Delete Pod shop-1' })).toBeVisible();
  await slider(page).focus();
  await playground.press('Home', 'n');
  const first = await playground.now();
  await expect(narration(page)).toHaveText(/^Failure at 0:/);
  await expect(playground.inspector.getByText(/^Request \d+, ended$/)).toBeVisible();
  await playground.press('n');
  expect(await playground.now()).toBeGreaterThan(first);
  await playground.press('Shift+N');
  expect(await playground.now()).toBe(first);
});

test('an edit in the past keeps the old future as a branch that can be gone back to', async ({
  playground,
  page,
}) => {
  await openRun(playground);
  await slider(page).focus();
  await playground.press('Home', 'PageUp');
  await playground.deleteFromList('tester');
  await expect(page.getByText('What came after it is kept as “Before you deleted Pod tester”')).toBeVisible();
  await playground.press('Escape');
  await playground.transport.getByRole('button', { name: 'Play' }).click();
  await playground.advance(40_000);
  await expect(playground.card('Pod tester')).toBeHidden();
  await expect(playground.card('Pod shop-1')).toBeVisible();

  await playground.transport.getByRole('button', { name: 'Branches of time: 2' }).click();
  const branches = page.getByRole('dialog', { name: 'Branches of time' });
  await branches.getByRole('button', { name: 'Rename Before you deleted Pod tester' }).click();
  await page.keyboard.type('With tester');
  await playground.press('Enter');
  await branches.getByRole('button', { name: /^With tester/ }).click();
  await expect(playground.card('Pod tester')).toBeVisible();
  await expect(playground.card('Pod shop-1')).toBeHidden();
  await branches.getByRole('button', { name: 'Delete Since you deleted Pod tester' }).click();
  await expect(branches).toBeHidden();
});
