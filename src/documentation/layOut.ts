/** A page around its text: one style sheet that is in the page, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { escapeText } from './renderMarkdown.ts';

interface Parts {
  /** All texts but `content`, `beside` and `tags` are plain. */
  readonly title: string;
  readonly description: string;
  readonly content: string;
  /** A column with what else there is; without it the page has one wide column. */
  readonly beside?: string;
  /** For those who show a link to the page, as HTML. */
  readonly tags: string;
  /** Of the embeds: their places are kept until the script is there. */
  readonly heights: readonly number[];
  /** A style sheet beside the common one. */
  readonly styles?: string;
}

/** Every page lies in a folder of the site. */
export function layOut({ title, description, content, beside, tags, heights, styles }: Parts): string {
  const sheets = ['src/documentation/documentation.css', ...(styles === undefined ? [] : [styles])];
  const css = `${sheets.map((file) => withoutComments(readFileSync(file, 'utf8'))).join('')}${[
    ...new Set(heights),
  ]
    .map((height) => `kubehop-playground[height="${height}"]{height:${height}px}`)
    .join('')}`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src '${hashOf(css)}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const main = `<main id="text">\n${content}\n</main>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapePolicy(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)}</title>
<meta name="description" content="${escapeText(description)}">
${tags}
<link rel="icon" type="image/svg+xml" href="../favicon.svg">
<style>${css}</style>
${heights.length === 0 ? '' : '<script type="module" src="../kubehop.js"></script>\n'}</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header>
<a class="home" href="../docs/index.html"><img src="../favicon.svg" alt="" width="26" height="26">Kubehop</a>
<nav aria-label="Site"><a href="../docs/index.html">Docs</a><a href="../scenes/index.html">Scenes</a><a href="../lessons/index.html">Lessons</a><a class="playground" href="../">Playground</a></nav>
</header>
${beside === undefined ? main : `<div class="columns">\n${beside}\n${main}\n</div>`}
</body>
</html>
`;
}

function hashOf(css: string): string {
  return `sha256-${createHash('sha256').update(css).digest('base64')}`;
}

/** Its own quotes are single ones. */
function escapePolicy(policy: string): string {
  return policy.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

function withoutComments(css: string): string {
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '')
    .trim();
}
