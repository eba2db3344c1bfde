/** The project's own documentation: every page opens and can be read by everyone, its links lead somewhere, its embeds come alive. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test.ts';

const pages = ['index', 'embedding', 'tools', 'sharing', 'lessons', 'simulation', 'rules', 'kubectl'];

/** Starts it, and waits for its third hop; a lesson may begin without traffic, and is there when it is ready. */
async function comeAlive(embed: Locator): Promise<void> {
  await embed.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        let left = element.hasAttribute('lesson') ? 1 : 3;
        const count = () => {
          left--;
          if (left === 0) resolve();
        };
        element.addEventListener(element.hasAttribute('lesson') ? 'ready' : 'hop', count);
        (element as HTMLElement & { play(): void }).play();
      }),
  );
}

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

for (const name of pages)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`the page "${name}" can be read by everyone, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`/docs/${name}.html`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(
        page.getByRole('navigation', { name: 'Documentation' }).locator('[aria-current]'),
      ).toHaveCount(1);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, 'wider than a phone').toBeLessThanOrEqual(0);
    });

test('every link within the documentation leads to a page, and to a place on it', async ({
  page,
  request,
}) => {
  const targets = new Map<string, string>();
  for (const name of pages) {
    await page.goto(`/docs/${name}.html`);
    for (const href of await page
      .locator('a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href)))
      if (new URL(href).origin === new URL(page.url()).origin) targets.set(href, name);
  }
  expect(targets.size).toBeGreaterThan(pages.length);
  const texts = new Map<string, string>();
  for (const [target, name] of targets) {
    const { origin, pathname, hash } = new URL(target);
    if (!texts.has(pathname)) {
      const answer = await request.get(`${origin}${pathname}`);
      expect(answer.ok(), `${name}: ${target}`).toBe(true);
      texts.set(pathname, await answer.text());
    }
    if (hash !== '')
      expect(texts.get(pathname), `${name}: ${target}`).toContain(
        `id="${decodeURIComponent(hash.slice(1))}"`,
      );
  }
});

for (const name of pages.filter((each) => each !== 'rules'))
  test(`the embeds of "${name}" come alive where they are`, async ({ page }) => {
    test.slow();
    await page.goto(`/docs/${name}.html`);
    const embeds = page.locator('kubehop-playground');
    const count = await embeds.count();
    expect(count).toBeGreaterThan(0);
    for (let index = 0; index < count; index++) {
      const embed = embeds.nth(index);
      await embed.scrollIntoViewIfNeeded();
      const before = await embed.boundingBox();
      await comeAlive(embed);
      const after = await embed.boundingBox();
      expect([after?.width, after?.height]).toEqual([before?.width, before?.height]);
    }
  });

test('without JavaScript the pictures are there', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  await page.goto('/docs/index.html');
  await expect(page.getByRole('img', { name: 'The shop behind a LoadBalancer' }).first()).toBeVisible();
  await context.close();
});
