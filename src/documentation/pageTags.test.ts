import { describe, expect, it } from 'vitest';
import { HOME, type PageFacts, pageTags } from './pageTags.ts';

const shop: PageFacts = {
  title: 'The shop',
  description: 'One address for every visitor.',
  path: 'scenes/shop.html',
  picture: 'scenes/shop.png',
  pictureAlt: 'A cluster',
  oEmbed: 'scenes/shop.oembed.json',
};
const SITE = 'https://docs.example.com/kubehop/';

/** As a reader of links does: the last one of a name. */
function contentOf(tags: string, name: string): string | undefined {
  return new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)">`).exec(tags)?.[1];
}

describe('What a page tells whoever shows a link to it', () => {
  it('names whole addresses when the site is known', () => {
    const tags = pageTags(shop, SITE);
    expect(contentOf(tags, 'og:url')).toBe(`${SITE}scenes/shop.html`);
    expect(contentOf(tags, 'og:image')).toBe(`${SITE}scenes/shop.png`);
    expect(tags).toContain(`<link rel="canonical" href="${SITE}scenes/shop.html">`);
    expect(tags).toContain(
      `<link rel="alternate" type="application/json+oembed" href="${SITE}scenes/shop.oembed.json" title="The shop">`,
    );
  });

  it('leaves out what would be wrong when it is not, and names the picture beside the page', () => {
    const tags = pageTags(shop, null);
    expect(contentOf(tags, 'og:image')).toBe('./shop.png');
    expect(contentOf(tags, 'og:title')).toBe('The shop');
    expect(tags).not.toMatch(/og:url|canonical|oembed/);
    expect(contentOf(pageTags({ ...shop, ...HOME }, null), 'og:image')).toBe('../preview.png');
    expect(contentOf(pageTags({ ...shop, ...HOME, path: 'index.html' }, null), 'og:image')).toBe(
      './preview.png',
    );
  });

  it('says what the protocols ask for', () => {
    const tags = pageTags(shop, SITE);
    for (const name of ['og:title', 'og:type', 'og:image', 'og:url', 'og:site_name', 'og:description'])
      expect(contentOf(tags, name), name).not.toBe('');
    expect(contentOf(tags, 'og:image:width')).toBe('1200');
    expect(contentOf(tags, 'og:image:height')).toBe('630');
    expect(contentOf(tags, 'og:locale')).toBe('en_US');
    expect(contentOf(tags, 'twitter:card')).toBe('summary_large_image');
  });

  it('calls the page of a folder by the folder', () => {
    for (const [path, address] of [
      ['index.html', SITE],
      ['scenes/index.html', `${SITE}scenes/`],
      ['docs/my-index.html', `${SITE}docs/my-index.html`],
    ] as const)
      expect(contentOf(pageTags({ ...shop, path }, SITE), 'og:url')).toBe(address);
  });
});
