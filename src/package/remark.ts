/** `kubehop/remark`: turns ```` ```kubehop ```` fences into embeds, for Docusaurus, Astro, Next.js and all else on remark, also as MDX. */
import { canRun, type Fence, isOurs, readFence, styleOf } from './fence.ts';

interface MarkdownNode {
  type: string;
  lang?: string | null;
  meta?: string | null;
  value?: string;
  children?: MarkdownNode[];
  data?: Record<string, unknown>;
  position?: unknown;
}
interface Message {
  message(reason: string, position?: unknown): unknown;
}
/** An element as rehype knows it. */
interface HtmlNode {
  type: 'element';
  tagName: string;
  properties: Record<string, string | boolean | readonly string[]>;
  children: (HtmlNode | { type: 'text'; value: string })[];
}

/** `remarkPlugins: [remarkKubehop]`; what is wrong with a fence is a message of its file. */
export function remarkKubehop(): (tree: unknown, file?: unknown) => void {
  return (tree, file) => visit(tree as MarkdownNode, file as Message | undefined);
}

function visit(node: MarkdownNode, file: Message | undefined): void {
  for (const child of node.children ?? []) visit(child, file);
  const info = [node.lang, node.meta].filter((text) => typeof text === 'string').join(' ');
  if (node.type !== 'code' || !isOurs(info)) return;
  const fence = readFence(info, node.value ?? '');
  for (const problem of fence.problems) file?.message(`Kubehop: ${problem}`, node.position);
  // No longer code, or a highlighter would take it for its own. Both remark-rehype and MDX read `data`.
  node.type = 'kubehop';
  node.data = { ...node.data, ...elementOf(fence) };
  delete node.value;
}

function elementOf(fence: Fence): Record<string, unknown> {
  const inside: HtmlNode['children'] = [
    ...(canRun(fence)
      ? []
      : fence.problems.map((problem) => element('p', {}, [text(`Kubehop: ${problem}`)]))),
    ...(fence.yaml === '' ? [] : [sourceOf(fence)]),
  ];
  if (!canRun(fence)) return { hName: 'div', hProperties: { role: 'note' }, hChildren: inside };
  const properties = fence.attributes.map(([name, value]) => [name, value === '' ? true : value] as const);
  return {
    hName: 'kubehop-playground',
    hProperties: { ...Object.fromEntries(properties), style: styleOf(fence) },
    hChildren: inside,
  };
}

/** In a div, because Docusaurus puts a component of its own in place of each `pre`, which knows no slot. */
function sourceOf(fence: Fence): HtmlNode {
  const code = element('code', { className: ['language-yaml'] }, [text(fence.yaml)]);
  const properties = canRun(fence) ? { slot: 'poster', style: 'overflow:auto' } : {};
  return element('div', properties, [element('pre', {}, [code])]);
}

function element(
  tagName: string,
  properties: HtmlNode['properties'],
  children: HtmlNode['children'],
): HtmlNode {
  return { type: 'element', tagName, properties, children };
}

function text(value: string): { type: 'text'; value: string } {
  return { type: 'text', value };
}
