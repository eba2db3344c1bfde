/** A page around its text: navigation, one style sheet that is in the page, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from './pages.ts';
import { escapeText, type SectionHeading } from './renderMarkdown.ts';

interface Parts {
  readonly page: Page;
  readonly pages: readonly Page[];
  readonly title: string;
  readonly content: string;
  readonly headings: readonly SectionHeading[];
  readonly heights: readonly number[];
}

export function layOut({ page, pages, title, content, headings, heights }: Parts): string {
  const css = `${withoutComments(readFileSync('src/documentation/documentation.css', 'utf8'))}${[
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
  const index = pages.indexOf(page);
  const summary = /<p>(.*?)<\/p>/s.exec(content)?.[1]?.replace(/<[^>]*>/g, '') ?? '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapePolicy(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(index === 0 ? 'Kubehop documentation' : `${title} · Kubehop`)}</title>
<meta name="description" content="${summary}">
<link rel="icon" type="image/svg+xml" href="../favicon.svg">
<style>${css}</style>
${heights.length === 0 ? '' : '<script type="module" src="../kubehop.js"></script>\n'}</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header><a class="home" href="./index.html">Kubehop</a><a href="../">Open the playground</a></header>
<div class="columns">
<nav class="pages" aria-label="Documentation"><ul>
${pages.map((each) => entry(each)).join('\n')}
</ul></nav>
<main id="text">
${content}
<nav class="onward" aria-label="Onward">${onward(pages[index - 1], 'Before')}${onward(pages[index + 1], 'Next')}</nav>
</main>
</div>
</body>
</html>
`;

  function entry(each: Page): string {
    const link = `<a href="./${each.name}.html"${each === page ? ' aria-current="page"' : ''}>${escapeText(each.title)}</a>`;
    const sections = each === page ? headings.filter(({ depth }) => depth === 2) : [];
    if (sections.length === 0) return `<li>${link}</li>`;
    const list = sections
      .map(({ id, title }) => `<li><a href="#${id}">${escapeText(title)}</a></li>`)
      .join('');
    return `<li>${link}<ul class="sections">${list}</ul></li>`;
  }
}

function onward(page: Page | undefined, which: string): string {
  if (page === undefined) return '<span></span>';
  return `<a class="${which.toLowerCase()}" href="./${page.name}.html"><span>${which}</span> ${escapeText(page.title)}</a>`;
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
