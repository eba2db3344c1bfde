/** The ways from one page of the documentation to the others. */
import type { Page } from './pages.ts';
import { escapeText, type SectionHeading } from './renderMarkdown.ts';

export function navigation(page: Page, pages: readonly Page[], headings: readonly SectionHeading[]): string {
  return `<nav class="pages" aria-label="Documentation"><ul>
${pages.map(entry).join('\n')}
</ul></nav>`;

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

export interface Neighbour {
  readonly name: string;
  readonly title: string;
}

export function onward(before: Neighbour | undefined, next: Neighbour | undefined): string {
  return `<nav class="onward" aria-label="Onward">${neighbour(before, 'Before')}${neighbour(next, 'Next')}</nav>`;
}

function neighbour(page: Neighbour | undefined, which: 'Before' | 'Next'): string {
  if (page === undefined) return '<span></span>';
  return `<a class="${which.toLowerCase()}" href="./${page.name}.html"><span>${which}</span> ${escapeText(page.title)}</a>`;
}
