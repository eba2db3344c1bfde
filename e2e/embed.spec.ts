/** Embeds in pages of others: several on one page, in an iframe, sandboxed, under a strict policy. */
import type { Page } from '@playwright/test';
import type { PlaygroundElement } from '../src/embed/PlaygroundElement.ts';
import { BEGINNING, canvasOf, clockOf, embed, inlineYaml, one, openPage, SCRIPT } from './EmbeddingPage.ts';
import { expect, test } from './test.ts';

/** How often the page was drawn within this time. */
function frames(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (ms) => {
    let count = 0;
    const own = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => {
      count++;
      return own.call(window, callback);
    };
    await new Promise((resolve) => setTimeout(resolve, ms));
    window.requestAnimationFrame = own;
    return count;
  }, ms);
}

test('three embeds: a picture first, alive where they stand, without moving the page', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const large = 'style="display:block;height:420px"';
  await openPage(
    page,
    `${SCRIPT}${embed(`id="a" scene="shop" ${large}`)}<p>one</p>${embed(`id="b" scene="headless" autoplay ${large}`)}
     <p>two</p>${embed(`id="c" scene="payments" controls="play" ${large}`)}`,
  );
  const play = one(page, 'a').getByRole('button', { name: 'Play: The shop behind a LoadBalancer' });
  await expect(play).toBeVisible();
  await expect(one(page, 'a').getByRole('img', { name: 'The shop behind a LoadBalancer' })).toBeVisible();
  expect(
    await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
  ).toContainEqual(expect.stringContaining('/posters/shop.light.svg'));

  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('h1, p, kubehop-playground')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y + scrollY, width, height];
      }),
    );
  const before = await places();
  await play.click();
  await expect(canvasOf(page, 'a')).toBeVisible();
  await expect(clockOf(page, 'a')).not.toHaveText(BEGINNING);
  await expect(one(page, 'a').getByRole('link', { name: 'Open in Kubehop' })).toBeVisible();

  await one(page, 'b').scrollIntoViewIfNeeded();
  await expect(canvasOf(page, 'b')).toBeVisible();
  await expect(clockOf(page, 'b')).not.toHaveText(BEGINNING);

  await page.evaluate(() => (document.querySelector('#c') as PlaygroundElement).play());
  await one(page, 'c').scrollIntoViewIfNeeded();
  await expect(canvasOf(page, 'c')).toBeVisible();
  await expect(one(page, 'c').getByRole('link', { name: 'Open in Kubehop' })).toHaveCount(0);

  expect(await places()).toEqual(before);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.01);
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /\/embed\/live-.*\.js$/.test(name)),
  );
  expect(new Set(scripts).size, 'all embeds share their code').toBe(1);
});

test('nothing of the page reaches an embed, and nothing of an embed the page', async ({ page }) => {
  await openPage(
    page,
    `<style>* { color: rgb(1, 2, 3) !important; } button { display: none } p { letter-spacing: 9px }</style>
     ${SCRIPT}<p id="before">text</p>${embed('id="a" scene="shop" test')}`,
  );
  await expect(canvasOf(page, 'a')).toBeVisible();
  const pause = one(page, 'a').getByRole('button', { name: 'Pause' });
  await expect(pause).toBeVisible();
  expect(await pause.evaluate((element) => getComputedStyle(element).color)).not.toBe('rgb(1, 2, 3)');
  expect(
    await page.evaluate(() => ({
      styles: document.querySelectorAll('style, link[rel=stylesheet]').length,
      sheets: document.adoptedStyleSheets.length,
      lang: document.documentElement.lang,
      theme: document.documentElement.dataset.theme,
      margin: getComputedStyle(document.body).marginTop,
    })),
  ).toEqual({ styles: 1, sheets: 0, lang: 'en', theme: undefined, margin: '8px' });
});

test('an embed follows the theme of the page, by the ways of several tools', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" test')}`);
  await expect(canvasOf(page, 'a')).toBeVisible();
  const background = () =>
    canvasOf(page, 'a').evaluate((element) =>
      getComputedStyle(element.closest('[data-theme]')!).getPropertyValue('--background'),
    );
  const [light, dark] = ['#f6f7f9', '#0d1117'];
  await expect.poll(background).toBe(light);
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
  await expect.poll(background).toBe(dark);
  await page.evaluate(() => document.documentElement.removeAttribute('data-theme'));
  await expect.poll(background).toBe(light);
  await page.evaluate(() => document.documentElement.classList.add('dark'));
  await expect.poll(background).toBe(dark);
  await page.evaluate(() => document.documentElement.classList.remove('dark'));
  await page.evaluate(() => document.body.setAttribute('data-md-color-scheme', 'slate'));
  await expect.poll(background).toBe(dark);
  await page.evaluate(() => document.body.removeAttribute('data-md-color-scheme'));
  await page.emulateMedia({ colorScheme: 'dark' });
  // The page itself stays white.
  await expect.poll(background).toBe(light);
  await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light dark'));
  await expect.poll(background).toBe(dark);
  await page.evaluate(() => document.querySelector('#a')!.setAttribute('theme', 'light'));
  await expect.poll(background).toBe(light);
});

test('out of sight it asks for no frames, and goes on when it is seen again', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" autoplay')}<div style="height:3000px"></div>`);
  await expect(clockOf(page, 'a')).not.toHaveText(BEGINNING);
  expect(await frames(page, 300)).toBeGreaterThan(0);
  await page.evaluate(() => scrollTo(0, 2500));
  await expect.poll(() => frames(page, 300)).toBe(0);
  const stood = await clockOf(page, 'a').textContent();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(clockOf(page, 'a')).not.toHaveText(stood!);
});

test('moved it goes on, removed it is gone', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" autoplay')}<div id="other"></div>`);
  await expect(clockOf(page, 'a')).not.toHaveText(BEGINNING);
  const before = await canvasOf(page, 'a').elementHandle();
  await page.evaluate(() => document.querySelector('#other')!.append(document.querySelector('#a')!));
  await expect(clockOf(page, 'a')).toBeVisible();
  expect(await before!.evaluate((element) => element.isConnected), 'the same canvas').toBe(true);

  await page.evaluate(() => {
    const element = document.querySelector('#a')!;
    Object.assign(window, { kept: element });
    element.remove();
  });
  await expect.poll(() => frames(page, 300)).toBe(0);
  expect(
    await page.evaluate(() =>
      (window as unknown as { kept: Element }).kept.shadowRoot!.querySelector('canvas'),
    ),
  ).toBeNull();
  await page.evaluate(() => document.body.append((window as unknown as { kept: Element }).kept));
  await expect(canvasOf(page, 'a')).toBeVisible();
});

test('with less motion wanted it stays a picture until somebody starts it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" autoplay')}`);
  const play = one(page, 'a').getByRole('button', { name: /^Play/ });
  await expect(play).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(canvasOf(page, 'a')).toHaveCount(0);
  await play.press('Enter');
  await expect(canvasOf(page, 'a')).toBeVisible();
});

test('on paper it is the picture', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" test')}`);
  await expect(canvasOf(page, 'a')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(canvasOf(page, 'a')).toBeHidden();
  await expect(one(page, 'a').getByRole('img', { name: 'The shop behind a LoadBalancer' })).toBeVisible();
});

test('methods and events', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop"')}`);
  const hop = page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        const element = document.querySelector('#a') as PlaygroundElement;
        element.addEventListener('hop', ({ detail }) => resolve(detail), { once: true });
        void customElements.whenDefined('kubehop-playground').then(() => element.play());
      }),
  );
  expect(await hop).toMatchObject({
    at: expect.any(Number),
    from: expect.any(String),
    to: expect.any(String),
  });
  await page.evaluate(() => (document.querySelector('#a') as PlaygroundElement).pause());
  await expect(one(page, 'a').getByRole('button', { name: 'Play' })).toBeVisible();
  const ready = await page.evaluate(async () => {
    const element = document.querySelector('#a') as PlaygroundElement;
    const told = new Promise((resolve) =>
      element.addEventListener('ready', ({ detail }) => resolve(detail), { once: true }),
    );
    await element.load('headless');
    return told;
  });
  expect(ready).toEqual({ title: 'A headless database' });
  await page.evaluate(() => (document.querySelector('#a') as PlaygroundElement).goto(0));
});

test('what is asked for while it loads, or before it is in the page, is done', async ({ page }) => {
  await openPage(page, SCRIPT);
  const told = await page.evaluate(async () => {
    await customElements.whenDefined('kubehop-playground');
    const element = document.createElement('kubehop-playground') as PlaygroundElement;
    const titles: string[] = [];
    element.addEventListener('ready', ({ detail }) => titles.push(detail.title));
    element.id = 'a';
    element.scene = 'shop';
    element.play();
    document.body.append(element);
    const once = new Promise((resolve) => element.addEventListener('ready', resolve, { once: true }));
    element.goto(4000);
    element.pause();
    element.scene = 'headless';
    element.play();
    element.pause();
    await once;
    return titles;
  });
  expect(told).toEqual(['A headless database']);
  await expect(clockOf(page, 'a')).toHaveText('00:04.0');
  await expect(one(page, 'a').getByRole('button', { name: 'Play' })).toBeVisible();
});

test('YAML inside the element is a scene, and what is wrong in it is shown with its place', async ({
  page,
}) => {
  const title = '<img src=x onerror=alert(1)>';
  await openPage(
    page,
    `${SCRIPT}${embed('id="good" test', inlineYaml(`apiVersion: kubehop.dev/v1alpha1\nkind: Scene\nmetadata:\n  name: scene\nspec:\n  title: "${title}"\n---\napiVersion: v1\nkind: Node\nmetadata:\n  name: worker\n`))}
     ${embed('id="bad" height="300"', inlineYaml('kind: Service\nmetadata: {name: x\n'))}`,
  );
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => dialogs.push(dialog.message()));
  await expect(one(page, 'good').getByText(title)).toBeVisible();
  await expect(one(page, 'good').getByText('worker').first()).toBeVisible();

  await one(page, 'bad').getByRole('button', { name: 'Play' }).click();
  await expect(one(page, 'bad').getByRole('alert')).toContainText(
    /^This scene cannot be shown.\d+:\d+ Document 1/,
  );
  await expect(canvasOf(page, 'bad')).toHaveCount(0);
  expect(dialogs).toEqual([]);
});

test('scenes come from nowhere but the addresses that are allowed', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const addresses = [
    'javascript:alert(1)',
    'http://192.168.1.1/scene.yaml',
    'https://127.0.0.1:9/scene.yaml',
    'data:text/yaml,kind: Node',
  ];
  await openPage(
    page,
    SCRIPT + addresses.map((scene, index) => embed(`id="e${index}" height="120" scene="${scene}"`)).join(''),
  );
  await page.waitForLoadState('networkidle');
  for (const [index] of addresses.entries()) {
    await page.evaluate((id) => (document.querySelector(id) as PlaygroundElement).play(), `#e${index}`);
    await expect(one(page, `e${index}`).getByRole('alert')).toBeVisible();
  }
  expect(asked.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([]);
});

/** As docs/embedding.md says. */
const STRICT =
  "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'";

test('a strict policy of the page forbids nothing that it needs', async ({ page }) => {
  await openPage(page, `${SCRIPT}${embed('id="a" scene="shop" autoplay')}`, {
    'content-security-policy': STRICT,
  });
  await expect(canvasOf(page, 'a')).toBeVisible();
  await expect(clockOf(page, 'a')).not.toHaveText(BEGINNING);
});

test('the frame speaks with the page around it, and with no other', async ({ page }) => {
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener('message', ({ data }) => heard.push(data));
  });
  await openPage(page, '<iframe src="/embed.html?scene=shop&autoplay=0" width="760" height="520"></iframe>');
  const heard = () => page.evaluate(() => (window as unknown as { heard: { type: string }[] }).heard);
  const say = (message: unknown) =>
    page.evaluate(
      (message) => document.querySelector('iframe')!.contentWindow!.postMessage(message, '*'),
      message,
    );
  await expect.poll(heard).toContainEqual({ kubehop: 1, type: 'height', height: 502 });

  const frame = page.frameLocator('iframe');
  await say({ kubehop: 2, type: 'play' });
  await say({ type: 'play' });
  await expect(frame.getByRole('button', { name: /^Play/ })).toBeVisible();
  await say({ kubehop: 1, type: 'play' });
  await expect.poll(heard).toContainEqual({
    kubehop: 1,
    type: 'ready',
    detail: { title: 'The shop behind a LoadBalancer' },
  });
  await expect.poll(async () => (await heard()).some(({ type }) => type === 'hop')).toBe(true);
  await say({ kubehop: 1, type: 'set', theme: 'dark', view: 'packet-path' });
  await expect(frame.locator('[data-view=PacketPath]')).toBeVisible();
  await say({ kubehop: 1, type: 'load', scene: 'no-such-scene' });
  await expect(frame.getByRole('alert')).toContainText('no-such-scene');
  await expect.poll(async () => (await heard()).some(({ type }) => type === 'error')).toBe(true);
});

test('the frame runs with allow-scripts alone, under a strict policy', async ({ page }) => {
  await page.route(/\/(embed\.html|kubehop\.js|embed\/|posters\/)/, async (route) => {
    const response = await route.fetch();
    // Scripts of a page without an origin are asked for as those of another site.
    const headers = {
      ...response.headers(),
      'access-control-allow-origin': '*',
      'content-security-policy': `${STRICT}; style-src 'self'`,
    };
    await route.fulfill({ response, headers });
  });
  await openPage(
    page,
    '<iframe sandbox="allow-scripts" src="/embed.html?scene=shop" width="760" height="520"></iframe>',
  );
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('application', { name: 'Canvas' })).toBeVisible();
  await expect(frame.getByRole('timer')).not.toHaveText(BEGINNING);
});
