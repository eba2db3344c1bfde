/** The pages of scenes and lessons: what a chat reads of them, what a reader without JavaScript sees, and that they run. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { oEmbedOf } from '../src/documentation/oEmbed.ts';
import { expect, test } from './test.ts';

const lists = ['scenes', 'lessons'] as const;
const shown = ['scenes/shop', 'scenes/gateway', 'lessons/cluster-ip', 'lessons/nobody-home'];

/** As a reader of links does, which runs no script. */
function contentOf(html: string, name: string): string | null {
  return new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)">`).exec(html)?.[1] ?? null;
}

/** The paths that a list leads to. */
function entriesOf(html: string, folder: string): string[] {
  const links = [...html.matchAll(/<li><a href="\.\/([a-z0-9-]+)\.html">/g)];
  return links.map(([, id]) => `${folder}/${id}`);
}

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

test('every scene and lesson has a page, and every page a picture of its own for chats', async ({
  request,
  baseURL,
}) => {
  const pictures = new Set<string>();
  const titles = new Set<string>();
  for (const folder of lists) {
    const entries = entriesOf(await (await request.get(`/${folder}/index.html`)).text(), folder);
    expect(entries.length).toBeGreaterThan(10);
    for (const path of entries) {
      const html = await (await request.get(`/${path}.html`)).text();
      expect(contentOf(html, 'og:site_name'), path).toBe('Kubehop');
      expect(contentOf(html, 'twitter:card'), path).toBe('summary_large_image');
      expect(contentOf(html, 'og:description')?.length, path).toBeGreaterThan(20);
      expect(contentOf(html, 'og:image:alt'), path).not.toBeNull();
      titles.add(contentOf(html, 'og:title') ?? '');
      const image = new URL(contentOf(html, 'og:image') ?? '', `${baseURL}/${path}.html`);
      // As built for no certain site, the picture lies beside the page.
      const answer = await request.get(image.pathname);
      const png = await answer.body();
      expect(answer.headers()['content-type']).toBe('image/png');
      expect(png.subarray(1, 4).toString('latin1'), path).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)], path).toEqual([
        Number(contentOf(html, 'og:image:width')),
        Number(contentOf(html, 'og:image:height')),
      ]);
      expect(png.length, path).toBeLessThan(150_000);
      pictures.add(png.toString('base64'));
    }
  }
  expect(titles.size).toBe(pictures.size);
});

test('the playground, the page of the frame and the documentation say what they are', async ({ request }) => {
  for (const path of ['/index.html', '/embed.html', '/docs/embedding.html', '/scenes/index.html']) {
    const html = await (await request.get(path)).text();
    expect(contentOf(html, 'og:title'), path).toBeTruthy();
    expect(contentOf(html, 'og:description'), path).toBeTruthy();
    const image = new URL(contentOf(html, 'og:image') ?? '', `http://example.com${path}`);
    expect((await request.get(image.pathname)).ok(), path).toBe(true);
  }
});

for (const path of shown)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`the page ${path} runs, and can be read by everyone, ${colorScheme}`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(`/${path}.html`);
      const embed = page.locator('kubehop-playground');
      const before = await embed.boundingBox();
      expect(await violations(page)).toEqual([]);
      await embed.evaluate(
        (element) =>
          new Promise<void>((resolve) => {
            element.addEventListener('ready', () => resolve());
            (element as HTMLElement & { play(): void }).play();
          }),
      );
      expect(await embed.boundingBox()).toEqual(before);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, 'wider than a phone').toBeLessThanOrEqual(0);
    });

test('who opens a link from a chat sees packets move without a click', async ({ page }) => {
  await page.goto('/scenes/shop.html', { waitUntil: 'commit' });
  await page.locator('kubehop-playground').evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        element.addEventListener('hop', () => resolve());
      }),
  );
  // The embed has such a link too, which keeps its state and opens another tab.
  await page.locator('main > p').getByRole('link', { name: 'Open in Kubehop', exact: true }).click();
  await expect(page).toHaveURL(/\/\?scene=shop$/);
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeVisible();
});

test('both lists can be read by everyone', async ({ page }) => {
  for (const folder of lists) {
    await page.goto(`/${folder}/index.html`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'wider than a phone').toBeLessThanOrEqual(0);
  }
});

test('without JavaScript a page shows its picture and its words', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseURL}/scenes/shop.html`);
  await expect(page.getByRole('img', { name: 'The shop behind a LoadBalancer' })).toBeVisible();
  await expect(
    page.getByRole('paragraph').filter({ hasText: 'The ready Pods share the visits at random' }),
  ).toBeVisible();
  await page.goto(`${baseURL}/lessons/cluster-ip.html`);
  await expect(page.getByRole('img', { name: 'Microservices that need each other' })).toBeVisible();
  await page.getByText('How it begins').click();
  await expect(page.getByText('The page of a small shop is made by web-1')).toBeVisible();
  await context.close();
});

test('the frame of an oEmbed answer runs where it is pasted', async ({ page, baseURL }) => {
  const answer = oEmbedOf(
    { title: 'The shop', options: { scene: 'shop', height: 520 }, picture: 'scenes/shop.png' },
    `${baseURL}/`,
  );
  // A sandboxed frame has no origin: its server must let scripts be read by all, as the documentation says.
  await page.route(/\/(?:kubehop\.js|embed\/)/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'access-control-allow-origin': '*' };
    await route.fulfill({ response, headers });
  });
  await page.route('**/pasted.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A page</title><div style="width: ${answer.width}px">${answer.html}</div>`,
    }),
  );
  await page.goto('/pasted.html');
  const frame = page.frameLocator('iframe[title="The shop"]');
  await expect(frame.getByRole('link', { name: /Open in Kubehop/ })).toBeVisible();
});

test('a scene that nobody touched offers its page for chats', async ({ page, playground }) => {
  await playground.open();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this playground' });
  const link = dialog.getByRole('link', { name: 'its own page' });
  const address = await link.getAttribute('href');
  expect(new URL(address ?? '').pathname).toBe('/scenes/shop.html');
  expect((await page.request.get(address ?? '')).ok()).toBe(true);
});
