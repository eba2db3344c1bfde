/** Reads a documentation site with three embeds as a person would, and says what is wrong with it. */
import type { Browser, Locator, Page } from '@playwright/test';

export const EMBEDS = 3;
/** What Lighthouse calls good is 0.1; an embed must not move anything, and rounding is not a shift. */
const MOST_SHIFT = 0.005;

export type ReadSite = (browser: Browser, address: string) => Promise<string[]>;

/** `darkSwitch` finds the site's own, as a reader would; `start` is the path of the page with the embeds. */
export function readSite(darkSwitch: string, start = '/'): ReadSite {
  return (browser, address) =>
    readPage(browser, async (page, complaints) => {
      await page.goto(new URL(start, address).href);
      await visitEmbeds(page, 'first', complaints);
      const shift = await page.evaluate(() => (window as unknown as { told: { shift: number } }).told.shift);
      if (shift > MOST_SHIFT) complaints.push(`the layout shifted by ${shift.toFixed(3)}`);
      await followTheme(page, darkSwitch, complaints);
      await printPosters(page, complaints);
      await comeBack(page, complaints);
    });
}

/** Whatever the page complains of itself is in the list too. */
export async function readPage(
  browser: Browser,
  read: (page: Page, complaints: string[]) => Promise<void>,
): Promise<string[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`${error.name}: ${error.message}`));
  await page.addInitScript(() => {
    const told = { shift: 0, visits: 0 };
    Object.assign(window, { told });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) told.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  try {
    await read(page, complaints);
  } catch (error) {
    complaints.push((error as Error).message.split('\n').slice(0, 3).join(' '));
  } finally {
    await page.close();
  }
  return complaints;
}

/** Starts each embed that does not start by itself, and waits until packets move in all of them. */
async function visitEmbeds(page: Page, visit: string, complaints: string[]): Promise<void> {
  const embeds = page.locator('kubehop-playground');
  await embeds.first().waitFor();
  const count = await embeds.count();
  if (count !== EMBEDS) complaints.push(`${visit} visit: ${count} embeds instead of ${EMBEDS}`);
  for (const embed of await embeds.all()) {
    await embed.scrollIntoViewIfNeeded();
    if (!(await startEmbed(embed)))
      complaints.push(`${visit} visit: no packet moves in ${await nameOf(embed)}`);
  }
}

/** Whether a packet moves in it soon. */
export async function startEmbed(embed: Locator): Promise<boolean> {
  const hop = hopWithin(embed, 15_000);
  if ((await embed.getAttribute('autoplay')) === null) await playButton(embed).click();
  return hop;
}

export function hopWithin(embed: Locator, ms: number): Promise<boolean> {
  return embed.evaluate(
    (element, wait) =>
      new Promise<boolean>((resolve) => {
        element.addEventListener('hop', () => resolve(true), { once: true });
        setTimeout(() => resolve(false), wait);
      }),
    ms,
  );
}

function playButton(embed: Locator): Locator {
  return embed.getByRole('button', { name: /^Play/ }).first();
}

export async function nameOf(embed: Locator): Promise<string> {
  return `the embed of ${((await embed.getAttribute('scene')) ?? '').slice(0, 20)}`;
}

function shownThemes(page: Page): Promise<(string | undefined)[]> {
  return page
    .locator('kubehop-playground')
    .evaluateAll((elements) =>
      elements.map((element) => element.shadowRoot?.querySelector<HTMLElement>('.kubehop')?.dataset.theme),
    );
}

async function followTheme(page: Page, darkSwitch: string, complaints: string[]): Promise<void> {
  await page.evaluate(() => scrollTo(0, 0));
  for (const wanted of ['dark', 'light']) {
    for (let tries = 0; tries < 3; tries++) {
      await page.locator(darkSwitch).first().click();
      await page.waitForTimeout(400);
      // Some switches have a third place, for the system's own.
      if ((await shownThemes(page)).every((theme) => theme === wanted)) break;
    }
    const themes = await shownThemes(page);
    if (!themes.every((theme) => theme === wanted))
      complaints.push(`switched to ${wanted}, the embeds are ${themes.join(', ')}`);
  }
}

/** On paper each embed is a picture, or the text that its author put there. */
async function printPosters(page: Page, complaints: string[]): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  const printed = await page.locator('kubehop-playground').evaluateAll((elements) =>
    elements.map((element) => {
      const poster = element.shadowRoot?.querySelector('.poster');
      const own = element.querySelector('[slot=poster]');
      const picture = poster?.querySelector('img');
      const isShown = poster !== null && poster !== undefined && getComputedStyle(poster).display !== 'none';
      return isShown && (own !== null || (picture?.naturalWidth ?? 0) > 0);
    }),
  );
  await page.emulateMedia({ media: 'screen' });
  printed.forEach((isGood, index) => {
    if (!isGood) complaints.push(`embed ${index + 1} prints no poster`);
  });
}

/** Away and back over the site's own links, and by the browser's buttons. */
async function comeBack(page: Page, complaints: string[]): Promise<void> {
  const other = page.getByRole('heading', { level: 1, name: 'Other' });
  const routing = page.getByRole('heading', { level: 1, name: 'Routing' });
  await page.getByRole('link', { name: 'Other page' }).click();
  await other.waitFor();
  const left = await page.locator('kubehop-playground').count();
  if (left > 0) complaints.push(`${left} embeds stay on a page that has none`);
  await page.getByRole('link', { name: 'Back to routing' }).click();
  await routing.waitFor();
  await visitEmbeds(page, 'second', complaints);
  await page.goBack();
  await other.waitFor();
  await page.goForward();
  await routing.waitFor();
  await visitEmbeds(page, 'third', complaints);
}
