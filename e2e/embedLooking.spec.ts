/** Embeds that are only looked at: moved and magnified by mouse, wheel and fingers, walked by keys, and without what only editing needs. */
import type { CDPSession, Page } from '@playwright/test';
import { canvasOf, cardOf, embed, one, openPage, SCRIPT } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

async function openShop(page: Page, attributes = ''): Promise<void> {
  await openPage(
    page,
    `${SCRIPT}${embed(`id="a" scene="shop" test height="600" ${attributes}`)}<div style="height:2000px"></div>`,
  );
  await expect(cardOf(page, 'a', 'Service cart')).toBeVisible();
}

/** Where a card is, and how wide: what tells where the camera is. */
async function placeOf(page: Page, title: string) {
  const { x, y, width, height } = (await cardOf(page, 'a', title).boundingBox())!;
  return { x, y: y + (await page.evaluate(() => scrollY)), width, height };
}

const near = (value: number) => ({ asymmetricMatch: (other: number) => Math.abs(other - value) < 1 });

async function drag(page: Page, from: { x: number; y: number }, by: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 5 });
  await page.mouse.up();
}

test('a drag moves the canvas, also on a card, and chooses nothing; a click does', async ({ page }) => {
  await openShop(page);
  const cart = cardOf(page, 'a', 'Service cart');
  const before = await placeOf(page, 'Service cart');
  await drag(page, { x: before.x + 60, y: before.y + 10 }, { x: -45, y: 30 });
  expect(await placeOf(page, 'Service cart')).toEqual({
    ...before,
    x: near(before.x - 45),
    y: near(before.y + 30),
  });
  await expect(cart).toHaveAttribute('aria-pressed', 'false');

  await cart.click();
  await expect(cart).toHaveAttribute('aria-pressed', 'true');
  const shop = cardOf(page, 'a', 'Service shop');
  await shop.click({ modifiers: ['Control'] });
  await expect(shop).toHaveAttribute('aria-pressed', 'true');
  await expect(cart).toHaveAttribute('aria-pressed', 'true');
  const { x, y } = (await canvasOf(page, 'a').boundingBox())!;
  await page.mouse.click(x + 12, y + 12);
  await expect(shop).toHaveAttribute('aria-pressed', 'false');
  await expect(cart).toHaveAttribute('aria-pressed', 'false');
});

test('the wheel scrolls the page; with Ctrl it magnifies what is under the pointer', async ({ page }) => {
  await openShop(page);
  const before = await placeOf(page, 'Service cart');
  const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  const larger = await placeOf(page, 'Service cart');
  expect(larger.width).toBeGreaterThan(before.width * 1.05);
  expect(larger.x + larger.width / 2).toEqual(near(middle.x));
  expect(larger.y + larger.height / 2).toEqual(near(middle.y));
  expect(await page.evaluate(() => scrollY)).toBe(0);

  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(200);
  expect((await placeOf(page, 'Service cart')).width).toBe(larger.width);

  await page.evaluate(() => scrollTo(0, 0));
  await one(page, 'a').getByRole('button', { name: 'Zoom to fit' }).click();
  await expect.poll(async () => (await placeOf(page, 'Service cart')).width).toBeCloseTo(before.width, 3);
});

test('keys walk from card to card', async ({ page }) => {
  await openShop(page);
  await cardOf(page, 'a', 'Service cart').focus();
  await page.keyboard.press('ArrowRight');
  await expect(cardOf(page, 'a', 'Service shop')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(cardOf(page, 'a', 'Service shop')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Delete');
  await expect(cardOf(page, 'a', 'Service shop')).toBeVisible();
});

test.describe('with fingers', () => {
  test.use({ hasTouch: true });

  const touch = (session: CDPSession, type: string, ...fingers: readonly (readonly [number, number])[]) =>
    session.send('Input.dispatchTouchEvent', {
      type: type as 'touchStart',
      touchPoints: fingers.map(([x, y], id) => ({ x, y, id })),
    });

  test('one drags, two magnify what is between them', async ({ page }) => {
    await openShop(page);
    const session = await page.context().newCDPSession(page);
    const { x, y } = (await canvasOf(page, 'a').boundingBox())!;
    const [left, top] = [x + 500, y + 400];
    const before = await placeOf(page, 'Service cart');
    await touch(session, 'touchStart', [left, top]);
    for (const moved of [20, 40, 60]) await touch(session, 'touchMove', [left + moved, top]);
    await touch(session, 'touchEnd');
    const dragged = await placeOf(page, 'Service cart');
    expect(dragged).toEqual({ ...before, x: near(before.x + 60), y: near(before.y) });

    await touch(session, 'touchStart', [left - 100, top], [left + 100, top]);
    for (const moved of [5, 10, 15])
      await touch(session, 'touchMove', [left - 100 - moved, top], [left + 100 + moved, top]);
    await touch(session, 'touchEnd');
    const larger = await placeOf(page, 'Service cart');
    expect(larger.width / dragged.width).toBeCloseTo(1.15, 2);
    expect(larger.x).toEqual(near(left + (dragged.x - left) * 1.15));
    expect(larger.y).toEqual(near(top + (dragged.y - top) * 1.15));
  });
});

test('what only editing needs is loaded by an embed that can be edited', async ({ page }) => {
  const loaded = async () =>
    (await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))).filter(
      (name) => /\/embed\/Canvas-/.test(name),
    );
  await openShop(page);
  await page.waitForLoadState('networkidle');
  expect(await loaded()).toEqual([]);
  await page.evaluate(() => document.querySelector('#a')!.toggleAttribute('editable', true));
  await expect(canvasOf(page, 'a').locator('.kh-pull').first()).toBeAttached();
  expect(await loaded()).toHaveLength(1);
  await page.evaluate(() => document.querySelector('#a')!.removeAttribute('editable'));
  await expect(canvasOf(page, 'a').locator('.kh-pull')).toHaveCount(0);
  await expect(cardOf(page, 'a', 'Service cart')).toBeVisible();
});
