/** The project's own Markdown as HTML: everything is escaped, and nothing in it is markup but what Markdown says. */
import type { Nodes, Root, RootContent } from 'mdast';
import { plainText, readMarkdown } from '../lessons/markdown.ts';

export interface Rendering {
  /** An address as it is written → as the page has it; null: only its text is shown. */
  resolveLink(url: string): string | null;
  /** A fence of ours. */
  renderEmbed(info: string, body: string): string;
  /** `<!-- name rest -->` alone in a paragraph, as HTML; null: there is no such thing. */
  renderInsertion(words: readonly string[]): string | null;
}

export interface SectionHeading {
  readonly id: string;
  readonly title: string;
  readonly depth: number;
}

export function renderMarkdown(
  source: string,
  rendering: Rendering,
): { title: string; summary: string; html: string; headings: readonly SectionHeading[] } {
  const nodes = readMarkdown(source);
  const headings: SectionHeading[] = [];
  const taken = new Set<string>();
  const html = nodes.map(render).join('\n');
  const title = headings.find(({ depth }) => depth === 1)?.title ?? '';
  const [first] = nodes.filter((node) => node.type === 'paragraph');
  return { title, summary: first === undefined ? '' : plainText(first.children), html, headings };

  function inside(node: { readonly children: readonly Nodes[] }): string {
    return node.children.map(render).join('');
  }

  function render(node: RootContent | Root | Nodes): string {
    switch (node.type) {
      case 'text':
        return escapeText(node.value);
      case 'inlineCode':
        return `<code>${escapeText(node.value)}</code>`;
      case 'code':
        return /^kubehop(?:\s|$)/.test(`${node.lang ?? ''} `)
          ? rendering.renderEmbed(`${node.lang ?? ''} ${node.meta ?? ''}`, node.value)
          : `<pre tabindex="0"><code>${escapeText(node.value)}</code></pre>`;
      case 'heading':
        return renderHeading(node);
      case 'paragraph': {
        const words = /^<!--\s*(.*?)\s*-->$/.exec(plainText(node.children))?.[1]?.split(/\s+/);
        if (words === undefined) return `<p>${inside(node)}</p>`;
        const inserted = rendering.renderInsertion(words);
        if (inserted === null) throw new Error(`There is nothing to insert called "${words.join(' ')}".`);
        return inserted;
      }
      case 'link': {
        const url = rendering.resolveLink(node.url);
        return url === null ? inside(node) : `<a href="${escapeText(url)}">${inside(node)}</a>`;
      }
      case 'list': {
        const name = node.ordered === true ? 'ol' : 'ul';
        return `<${name}>${inside(node)}</${name}>`;
      }
      case 'listItem':
        return `<li>${node.children.map((child) => (child.type === 'paragraph' && node.spread !== true ? inside(child) : render(child))).join('')}</li>`;
      case 'strong':
        return `<strong>${inside(node)}</strong>`;
      case 'emphasis':
        return `<em>${inside(node)}</em>`;
      case 'blockquote':
        return `<blockquote>${inside(node)}</blockquote>`;
      case 'table': {
        const [head, ...body] = node.children.map((row) => row.children.map(inside));
        return renderTable(head ?? [], body);
      }
      case 'thematicBreak':
        return '<hr>';
      case 'break':
        return '<br>';
      default:
        throw new Error(`Documentation cannot hold ${node.type}, as in line ${node.position?.start.line}.`);
    }
  }

  function renderHeading(node: Extract<RootContent, { type: 'heading' }>): string {
    const title = plainText(node.children);
    let id = slugOf(title);
    while (taken.has(id)) id = `${id}-again`;
    taken.add(id);
    headings.push({ id, title, depth: node.depth });
    return `<h${node.depth} id="${id}">${inside(node)}</h${node.depth}>`;
  }
}

/** Cells are HTML; wide tables scroll in a place of their own, which the keyboard reaches. */
export function renderTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], cell: string) =>
    `<tr>${cells.map((content) => `<${cell}>${content}</${cell.split(' ')[0]}>`).join('')}</tr>`;
  return `<div class="table" role="group" aria-label="Table" tabindex="0"><table><thead>${row(head, 'th scope="col"')}</thead><tbody>${body
    .map((cells) => row(cells, 'td'))
    .join('')}</tbody></table></div>`;
}

/** `code` in backticks, all else as it is: for descriptions that are kept in tables. */
export function renderInline(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeText(part)}</code>` : escapeText(part)))
    .join('');
}

export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
