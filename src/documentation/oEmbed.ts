/**
 * The answer of https://oembed.com for one page, as a file: what an editor puts in place of a pasted link. A file cannot follow
 * `maxwidth` and `maxheight`; the frame takes the width that it is given.
 */
import { DEFAULT_HEIGHT, type EmbedOptions } from '../sharing/embedOptions.ts';
import { snippets } from '../sharing/snippets.ts';
import { CARD } from './cardSize.ts';
import { SITE_NAME } from './pageTags.ts';

export interface OEmbed {
  readonly type: 'rich';
  readonly version: '1.0';
  readonly title: string;
  readonly provider_name: string;
  readonly provider_url: string;
  readonly html: string;
  readonly width: number;
  readonly height: number;
  readonly thumbnail_url: string;
  readonly thumbnail_width: number;
  readonly thumbnail_height: number;
  /** Seconds. */
  readonly cache_age: number;
}

const WIDTH = 800;
const A_DAY = 86_400;

export interface Embeddable {
  readonly title: string;
  readonly options: EmbedOptions;
  /** From the root of the site. */
  readonly picture: string;
}

export function oEmbedOf({ title, options, picture }: Embeddable, site: string): OEmbed {
  const [html = ''] = snippets.iframe.write({ home: site, title, options, poster: null });
  return {
    type: 'rich',
    version: '1.0',
    title,
    provider_name: SITE_NAME,
    provider_url: site,
    html,
    width: WIDTH,
    height: options.height ?? DEFAULT_HEIGHT,
    thumbnail_url: new URL(picture, site).href,
    thumbnail_width: CARD.width,
    thumbnail_height: CARD.height,
    cache_age: A_DAY,
  };
}
