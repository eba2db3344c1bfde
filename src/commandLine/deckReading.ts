/** Shows a deck of slides with an embed on each of three, as a speaker would, and says what is wrong with it. */
import type { Locator, Page } from '@playwright/test';
import { EMBEDS, hopWithin, nameOf, type ReadSite, readPage, startEmbed } from './siteReading.ts';

export const readDeck: ReadSite = (browser, address) =>
  readPage(browser, async (page, complaints) => {
    await page.goto(address);
    await page.getByRole('heading', { name: 'Routing' }).waitFor();
    const embeds = page.locator('kubehop-playground');
    const count = await embeds.count();
    if (count !== EMBEDS) complaints.push(`${count} embeds instead of ${EMBEDS}`);
    for (const embed of await embeds.all()) {
      await page.keyboard.press('ArrowRight');
      await waitUntilStill(page, embed);
      if (!(await startEmbed(embed))) complaints.push(`no packet moves in ${await nameOf(embed)}`);
      await selectCard(embed, complaints);
      // The speaker's keys are for the slides again as soon as the slide is clicked.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    }
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Other' }).waitFor();
    if (await hopWithin(embeds.first(), 1_500)) complaints.push('packets move on a slide that is not shown');
    for (let back = 0; back < EMBEDS; back++) await page.keyboard.press('ArrowLeft');
    await waitUntilStill(page, embeds.first());
    if (!(await hopWithin(embeds.first(), 15_000)))
      complaints.push('no packet moves after coming back to the slide');
  });

/** Slides come in with a movement. */
async function waitUntilStill(page: Page, embed: Locator): Promise<void> {
  await embed.waitFor();
  await page.waitForTimeout(1_000);
}

/** Slides are scaled: what is clicked must be what is seen there. */
async function selectCard(embed: Locator, complaints: string[]): Promise<void> {
  const card = embed.getByRole('button', { name: /^Node / }).first();
  await card.click({ position: { x: 40, y: 12 } });
  if ((await card.getAttribute('aria-pressed')) !== 'true')
    complaints.push(`a click on a card of ${await nameOf(embed)} does not reach it`);
  const pixels = await embed
    .locator('canvas')
    .evaluate((layer: HTMLCanvasElement) => layer.width / layer.offsetWidth);
  if (!Number.isInteger(pixels)) complaints.push(`packets of ${await nameOf(embed)} are beside their wires`);
}
