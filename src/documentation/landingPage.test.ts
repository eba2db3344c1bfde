import { describe, expect, it } from 'vitest';
import { stillPicture } from '../canvas/picture/stillPicture.ts';
import { course } from '../lessons/course.ts';
import { scenes } from '../scenes/index.ts';
import { landingPage } from './landingPage.ts';
import { type Landing, landingOfLesson, landingOfScene } from './landings.ts';
import { oEmbedOf } from './oEmbed.ts';
import { previewCard } from './previewCard.ts';

const SITE = 'https://docs.example.com/kubehop/';
const ATTACK = `</title><script>alert(1)</script>"'--><img src=x onerror=alert(2)>&{{7*7}}`;

async function page(landing: Landing, site: string | null = SITE): Promise<string> {
  return landingPage(landing, stillPicture(landing.scene), site);
}

const shop = () => landingOfScene(scenes[0]!);
const attacked = async (): Promise<Landing> => {
  const landing = await shop();
  return { ...landing, title: ATTACK, summary: ATTACK, scene: { ...landing.scene, title: ATTACK } };
};

describe('The page of a scene or lesson', () => {
  it('runs the scene, shows its picture until then, and leads to the playground', async () => {
    const html = await page(await shop());
    expect(html).toMatch(
      /<kubehop-playground scene="shop" autoplay height="520"><picture slot="poster">.*<img alt="The shop behind a LoadBalancer" src="data:image\/svg/s,
    );
    expect(html).toContain('href="../?scene=shop"');
    expect(html).toContain('<dt>Service</dt><dd>cart, shop, payments</dd>');
    expect(html).toContain('kind: Service');
  });

  it('tells what a lesson is about to those without JavaScript', async () => {
    const entry = course.find(({ prerequisites }) => prerequisites.length > 0)!;
    const landing = await landingOfLesson(entry);
    const html = await page(landing);
    expect(html).toContain(`<kubehop-playground lesson="${entry.id}" autoplay`);
    expect(html).toContain(`href="../?lesson=${entry.id}"`);
    expect(html).toContain(`href="./${entry.prerequisites[0]}.html"`);
    expect(html).toContain('<summary>How it begins</summary><p>');
    expect(html).toContain(entry.documentation);
  });

  it('makes no markup of a title', async () => {
    const landing = await attacked();
    const html = await page(landing);
    expect(html).not.toMatch(/<script>|<img src=x|--><img/);
    expect(html.match(/<title>/g)).toHaveLength(1);
    expect(html).toContain('<title>&lt;/title&gt;&lt;script&gt;');
    const card = previewCard({ ...landing, picture: stillPicture(landing.scene).light });
    expect(card).not.toMatch(/<script|<img/);
  });

  it('has its own scripts only, and no request to elsewhere', async () => {
    const html = await page(await shop(), null);
    const addresses = [
      ...html.matchAll(/<(?:script|img|link|source|iframe)[^>]*\b(?:src|href|srcset)="([^"]*)"/g),
    ];
    expect(addresses.length).toBeGreaterThan(3);
    for (const [, address] of addresses) expect(address).toMatch(/^(?:\.\.?\/|data:image\/svg)/);
  });
});

describe('The oEmbed answer', () => {
  it('has what the format asks of a rich answer', async () => {
    const answer = oEmbedOf({ ...(await shop()), picture: 'scenes/shop.png' }, SITE);
    expect(answer).toMatchObject({
      type: 'rich',
      version: '1.0',
      title: 'The shop behind a LoadBalancer',
      provider_name: 'Kubehop',
      provider_url: SITE,
      thumbnail_url: `${SITE}scenes/shop.png`,
      thumbnail_width: 1200,
      thumbnail_height: 630,
    });
    expect(answer.width).toBeGreaterThan(0);
    expect(answer.height).toBe(520);
    expect(answer.html).toContain(`src="${SITE}embed.html?scene=shop"`);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });

  it('makes no markup of a title', async () => {
    const { html } = oEmbedOf({ ...(await attacked()), picture: 'scenes/shop.png' }, SITE);
    expect(html.match(/</g)).toHaveLength(2);
    expect(html).not.toContain('{{');
  });
});

describe('The picture for a link', () => {
  it('shows each title whole, in letters that the typefaces have', () => {
    for (const { title } of [...scenes, ...course]) {
      const card = previewCard({ label: 'Scene', title, picture: '<svg viewBox="0 0 10 10"></svg>' });
      const lines = [...card.matchAll(/<text [^>]*font-weight:700[^>]*>([^<]*)<\/text>/g)].map(
        ([, line]) => line,
      );
      expect(lines.join(' ').replaceAll('&#39;', "'")).toBe(title);
      expect(title).toMatch(/^[ -~\u00a0-\u00ff\u2013\u2014\u2018-\u201d\u2026]+$/);
    }
  });

  it('cuts a title that has no room', () => {
    const title = 'A name without an end '.repeat(20);
    const card = previewCard({ label: 'Scene', title, picture: '<svg viewBox="0 0 10 10"></svg>' });
    const lines = [...card.matchAll(/font-weight:700/g)];
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(card).toContain('…</text>');
  });
});
