/** What somebody pastes into their own pages to embed a scene: one row per kind of page. Titles are theirs, so they are escaped. */
import {
  attributesOf,
  DEFAULT_HEIGHT,
  type EmbedOptions,
  escapeHtml,
  printAttributes,
} from './embedOptions.ts';

export interface Embedded {
  /** Address of the folder that this Kubehop lies in, with a slash at its end. */
  home: string;
  title: string;
  options: EmbedOptions;
  /** In CSS pixels, at most; without it as wide as there is room. */
  width?: number | null;
  /** A still picture as an address: for print, and for readers without JavaScript. */
  poster: string | null;
}

export interface Snippet {
  readonly label: string;
  /** Where the parts go, in the order of `write`. */
  readonly files: readonly string[];
  write(embedded: Embedded): readonly string[];
}

const scriptOf = ({ home }: Embedded) =>
  `<script type="module" src="${escapeHtml(new URL('kubehop.js', home).href)}"></script>`;

/** The height also as a style: the place is kept until the script is there, so that nothing below it moves. */
function elementOf(embedded: Embedded, before = '', style = htmlStyle): string {
  const { options, title, poster, width = null } = embedded;
  const inside =
    poster === null
      ? `<noscript>${escapeHtml(title)}</noscript>`
      : `<img slot="poster" src="${escapeHtml(poster)}" alt="${escapeHtml(title)}" />`;
  const attributes = `${before}${printAttributes(attributesOf(options))} style=${style(options.height ?? DEFAULT_HEIGHT, width)}`;
  return `<kubehop-playground${attributes}>${inside}</kubehop-playground>`;
}

const htmlStyle = (height: number, width: number | null) =>
  `"display: block; height: ${height}px${width === null ? '' : `; max-width: ${width}px`}"`;
const jsxStyle = (height: number, width: number | null) =>
  `{{ display: 'block', height: ${height}${width === null ? '' : `, maxWidth: ${width}`} }}`;

/** The page of the iframe takes the same options as parameters; a share code goes behind the hash, which no server sees. */
export function frameAddress({ home, options }: Pick<Embedded, 'home' | 'options'>): string {
  const url = new URL('embed.html', home);
  const { height: _, ...others } = options;
  for (const [name, value] of attributesOf(others)) {
    if (name === 'scene' && /^\d+\./.test(value)) url.hash = `s=${value}`;
    else url.searchParams.set(name, value === '' ? '1' : value);
  }
  if (options.autoplay === false) url.searchParams.set('autoplay', '0');
  return url.href;
}

function frameOf(embedded: Embedded): string {
  const height = embedded.options.height ?? DEFAULT_HEIGHT;
  const width = embedded.width == null ? '' : `; max-width: ${embedded.width}px`;
  const sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
  return `<iframe src="${escapeHtml(frameAddress(embedded))}" title="${escapeHtml(embedded.title)}" width="100%" height="${height}" loading="lazy" sandbox="${sandbox}" style="border: 0${width}"></iframe>`;
}

/** As in JSX: numbers in braces, switches by name. */
function componentOf({ options, width = null }: Embedded): string {
  const properties = attributesOf(options).map(([name, value]) => {
    if (value === '') return ` ${name}`;
    return name === 'height' ? ` height={${Number(value)}}` : ` ${name}="${escapeHtml(value)}"`;
  });
  const component = `<Kubehop${properties.join('')} />`;
  return width === null ? component : `<div style={{ maxWidth: ${width} }}>\n  ${component}\n</div>`;
}

function shortcodeOf({ options, width = null }: Embedded): string {
  const parameters = attributesOf(options).map(
    ([name, value]) => ` ${name}="${value === '' ? 'true' : escapeHtml(value)}"`,
  );
  if (width !== null) parameters.push(` width="${width}"`);
  return `{{< kubehop${parameters.join('')} />}}`;
}

const page = (ending: string) => `page.${ending}`;

export const snippets = {
  html: {
    label: 'HTML',
    files: [page('html')],
    write: (embedded) => [`${scriptOf(embedded)}\n${elementOf(embedded)}`],
  },
  iframe: { label: 'iframe', files: [page('html')], write: (embedded) => [frameOf(embedded)] },
  markdown: {
    label: 'Markdown',
    files: [page('md')],
    write: (embedded) => [`${scriptOf(embedded)}\n\n${elementOf(embedded)}`],
  },
  mdx: {
    label: 'MDX, React',
    files: [page('mdx')],
    write: (embedded) => [`import { Kubehop } from 'kubehop/react';\n\n${componentOf(embedded)}`],
  },
  docusaurus: {
    label: 'Docusaurus',
    files: ['docusaurus.config.js', page('mdx')],
    write: (embedded) => [
      `scripts: [{ src: ${quoted(new URL('kubehop.js', embedded.home).href)}, type: 'module' }],`,
      elementOf(embedded, '', jsxStyle),
    ],
  },
  vitepress: {
    label: 'VitePress',
    files: ['.vitepress/config.js', page('md')],
    write: (embedded) => [
      `head: [['script', { type: 'module', src: ${quoted(new URL('kubehop.js', embedded.home).href)} }]],`,
      elementOf(embedded, ' v-pre'),
    ],
  },
  mkdocs: {
    label: 'MkDocs',
    files: [page('md')],
    write: (embedded) => [`${scriptOf(embedded)}\n\n<div>${elementOf(embedded)}</div>`],
  },
  hugo: {
    label: 'Hugo',
    files: ['hugo.toml', page('md')],
    write: (embedded) => [
      `[params.kubehop]\nscript = ${JSON.stringify(new URL('kubehop.js', embedded.home).href)}`,
      shortcodeOf(embedded),
    ],
  },
  jekyll: {
    label: 'Jekyll',
    files: [page('md')],
    write: (embedded) => [`${scriptOf(embedded)}\n\n<div>${elementOf(embedded)}</div>`],
  },
  antora: {
    label: 'Antora',
    files: [page('adoc')],
    write: (embedded) => [`++++\n${scriptOf(embedded)}\n${elementOf(embedded)}\n++++`],
  },
  reveal: {
    label: 'reveal.js',
    files: ['index.html'],
    write: (embedded) => [
      `<section data-prevent-swipe>\n  ${elementOf(embedded)}\n</section>\n\n${scriptOf(embedded)}`,
    ],
  },
} satisfies Record<string, Snippet>;

export type SnippetId = keyof typeof snippets;
export const snippetIds = Object.keys(snippets) as SnippetId[];

function quoted(text: string): string {
  return `'${text.replace(/[\\'<\n\r\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
