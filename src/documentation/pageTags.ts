/**
 * What a page tells whoever shows a link to it: Open Graph (https://ogp.me), a Twitter card, and where its oEmbed answer lies
 * (https://oembed.com). Addresses are whole when the build knows where the site will be; else pictures are named relative to
 * the page, which some readers understand, and what must be whole is left out.
 */
import { posix } from 'node:path';
import { CARD } from './cardSize.ts';
import { escapeText } from './renderMarkdown.ts';

export const SITE_NAME = 'Kubehop';

export interface PageFacts {
  readonly title: string;
  readonly description: string;
  /** From the root of the site, with its name at the end. */
  readonly path: string;
  /** From the root of the site. */
  readonly picture: string;
  readonly pictureAlt: string;
  readonly type?: 'website' | 'article';
  /** From the root of the site; null: it cannot be embedded. */
  readonly oEmbed?: string | null;
}

/** What is known of a page that has no picture of its own. */
export const HOME = {
  title: 'Kubehop: Kubernetes Services, packet by packet',
  description:
    'An interactive playground that shows, packet by packet, how Kubernetes Services route traffic.',
  picture: 'preview.png',
  pictureAlt: 'A cluster as Kubehop draws it: Services, Nodes, Pods, and packets on their way between them.',
} as const;

export function pageTags(facts: PageFacts, site: string | null): string {
  const { title, description, path, picture, pictureAlt, type = 'website', oEmbed = null } = facts;
  const address = canonicalAddress(path, site);
  const image = site === null ? relativeTo(path, picture) : new URL(picture, site).href;
  const rows: (readonly [name: string, content: string] | null)[] = [
    ['og:site_name', SITE_NAME],
    ['og:type', type],
    ['og:locale', 'en_US'],
    ['og:title', title],
    ['og:description', description],
    address === null ? null : ['og:url', address],
    ['og:image', image],
    ['og:image:type', 'image/png'],
    ['og:image:width', String(CARD.width)],
    ['og:image:height', String(CARD.height)],
    ['og:image:alt', pictureAlt],
  ];
  return [
    ...(address === null ? [] : [`<link rel="canonical" href="${escapeText(address)}">`]),
    ...rows.flatMap((row) =>
      row === null ? [] : [`<meta property="${row[0]}" content="${escapeText(row[1])}">`],
    ),
    '<meta name="twitter:card" content="summary_large_image">',
    ...(site === null || oEmbed === null
      ? []
      : [
          `<link rel="alternate" type="application/json+oembed" href="${escapeText(new URL(oEmbed, site).href)}" title="${escapeText(title)}">`,
        ]),
  ].join('\n');
}

/** A folder's own page is called by the folder. */
export function canonicalAddress(path: string, site: string | null): string | null {
  return site === null ? null : new URL(path.replace(/(?:^|(?<=\/))index\.html$/, ''), site).href;
}

function relativeTo(page: string, file: string): string {
  const path = posix.relative(posix.dirname(page), file);
  return path.startsWith('.') ? path : `./${path}`;
}
