/** Markdown as lessons may use it: CommonMark and tables. HTML is text, links lead to the web or to objects, nothing is loaded. */
import type { Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Prose } from './lesson.ts';

export function readMarkdown(source: string): RootContent[] {
  return fromMarkdown(source, {
    extensions: [gfmTable(), { disable: { null: ['htmlFlow', 'htmlText'] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  }).children;
}

export function proseOf(source: string): Prose {
  return { source, nodes: readMarkdown(source) };
}

/** Every node, outermost first. */
export function* everyNode(nodes: readonly Nodes[]): Generator<Nodes> {
  for (const node of nodes) {
    yield node;
    if ('children' in node) yield* everyNode(node.children);
  }
}

/** What the nodes say, without marks. */
export function plainText(nodes: readonly Nodes[]): string {
  return [...everyNode(nodes)]
    .map((node) =>
      node.type === 'text' || node.type === 'inlineCode' || node.type === 'code' ? node.value : '',
    )
    .join('');
}

export const OBJECT_LINK = 'object:';

/** What is not allowed in a text, with its line from 1 within it. */
export function markdownProblems(nodes: readonly Nodes[]): { line: number; message: string }[] {
  return [...everyNode(nodes)].flatMap((node) => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'image' || node.type === 'imageReference')
      return [{ line, message: 'images cannot be shown.' }];
    if (node.type !== 'link' && node.type !== 'definition') return [];
    if (/^https?:\/\/[^\s/]+/i.test(node.url)) return [];
    if (/^object:[A-Z][A-Za-z]+\/[^\s/]+(\/[^\s/]+)?$/.test(node.url)) return [];
    return [
      { line, message: `"${node.url}" leads nowhere: links begin with https://, or are object:Kind/name.` },
    ];
  });
}
