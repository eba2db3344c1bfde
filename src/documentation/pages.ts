/** The project's own documentation: which pages there are, and each as one HTML file that needs nothing but the embed's script. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { canRun, readFence } from '../package/fence.ts';
import { embedInPage } from './embedInPage.ts';
import { layOut } from './layOut.ts';
import { navigation, onward } from './navigation.ts';
import { HOME, pageTags } from './pageTags.ts';
import { renderMarkdown, type SectionHeading } from './renderMarkdown.ts';
import { renderSnippet } from './snippetBlocks.ts';
import { tables } from './tables.ts';

export interface Page {
  /** File name without `.html`. */
  readonly name: string;
  /** In the navigation. */
  readonly title: string;
  readonly source: string;
}

export const pages: readonly Page[] = [
  { name: 'index', title: 'Start', source: 'docs/start.md' },
  { name: 'embedding', title: 'Embedding', source: 'docs/embedding.md' },
  { name: 'tools', title: 'In your tool', source: 'docs/tools.md' },
  { name: 'sharing', title: 'Share links', source: 'docs/sharing.md' },
  { name: 'lessons', title: 'Lessons', source: 'docs/lessons.md' },
  { name: 'simulation', title: 'The simulation', source: 'docs/simulation.md' },
  { name: 'rules', title: 'Its rules', source: 'docs/rules.md' },
  { name: 'kubectl', title: 'kubectl', source: 'docs/kubectl.md' },
];

/** From the root of the site. */
export function pathOf(page: Page): string {
  return `docs/${page.name}.html`;
}

/** What a page includes counts as that page, so that links to it lead somewhere. */
const includedBy: Readonly<Record<string, string>> = {
  'src/lessons/README.md': 'lessons',
  'src/simulation/README.md': 'simulation',
  'src/simulation/SPEC.md': 'rules',
};

export interface RenderedPage {
  readonly html: string;
  /** Path from the root of the site → SVG. */
  readonly pictures: Readonly<Record<string, string>>;
}

export async function renderPage(page: Page, site: string | null): Promise<RenderedPage> {
  const embeds: { info: string; body: string }[] = [];
  const { title, summary, html: written, headings } = renderFile(page.source);
  const pictures: Record<string, string> = {};
  const drawn = await Promise.all(
    embeds.map(({ info, body }, index) =>
      embedInPage(
        readOwnFence(info, body),
        index === 0
          ? undefined
          : (svg, theme) => {
              const name = `pictures/${page.name}-${index + 1}.${theme}.svg`;
              pictures[`docs/${name}`] = svg;
              return `./${name}`;
            },
      ),
    ),
  );
  // A function, so that `$` in a picture is only that.
  const content = written.replace(
    /<!--embed (\d+)-->/g,
    (_, index: string) => drawn[Number(index)]?.html ?? '',
  );
  const index = pages.indexOf(page);
  const html = layOut({
    title: index === 0 ? 'Kubehop documentation' : `${title} · Kubehop`,
    description: summary,
    content: `${content}\n${onward(pages[index - 1], pages[index + 1])}`,
    beside: navigation(page, pages, headings),
    tags: pageTags({ ...HOME, title, description: summary, path: pathOf(page), type: 'article' }, site),
    heights: drawn.map(({ height }) => height),
  });
  return { html, pictures };

  function renderFile(source: string) {
    const included: SectionHeading[] = [];
    const rendered = renderMarkdown(readFileSync(source, 'utf8'), {
      resolveLink: (url) => resolveLink(url, source),
      renderEmbed: (info, body) => `<!--embed ${embeds.push({ info, body }) - 1}-->`,
      renderInsertion([what = '', name = '', ...rest]) {
        if (what === 'snippet') return renderSnippet(name, rest);
        if (what === 'table') return tables[name]?.() ?? null;
        if (what !== 'include') return null;
        const part = renderFile(name);
        included.push(...part.headings.filter(({ depth }) => depth > 1));
        return part.html.replace(/<h1[^>]*>.*?<\/h1>\n?/, '');
      },
    });
    return { ...rendered, headings: [...rendered.headings, ...included] };
  }

  function readOwnFence(info: string, body: string) {
    const fence = readFence(info, body);
    if (fence.problems.length > 0 || !canRun(fence))
      throw new Error(`${page.source}: ${fence.problems.join('; ')}`);
    return fence;
  }
}

/** Files that are pages lead to them; the others are only named, for they are not on the site. */
function resolveLink(url: string, source: string): string | null {
  if (/^(?:https:\/\/|#)/.test(url)) return url;
  if (/^\.\.\/(?:$|\?|scenes\/|lessons\/)/.test(url)) return url;
  const [path = '', fragment] = url.split('#');
  const file = posix.normalize(posix.join(posix.dirname(source), path));
  const name = pages.find((page) => page.source === file)?.name ?? includedBy[file];
  if (name === undefined) return null;
  return `./${name}.html${fragment === undefined ? '' : `#${fragment}`}`;
}
