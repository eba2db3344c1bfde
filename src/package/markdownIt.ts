/** `kubehop/markdown-it`: turns ```` ```kubehop ```` fences into embeds, for VitePress and everything else on markdown-it. */
import { escapeHtml, printAttributes } from '../sharing/embedOptions.ts';
import { canRun, type Fence, isOurs, readFence, styleOf } from './fence.ts';

interface Token {
  readonly info: string;
  readonly content: string;
}
type Rule = (tokens: never, index: number, options: never, env: never, self: never) => string;
interface Renderer {
  readonly renderer: { rules: { fence?: Rule | undefined } };
}

/** `md.use(markdownItKubehop)` */
export function markdownItKubehop(markdown: unknown): void {
  const { rules } = (markdown as Renderer).renderer;
  const usual = rules.fence;
  rules.fence = (tokens, index, options, env, self) => {
    const { info, content } = (tokens as readonly Token[])[index]!;
    if (isOurs(info)) return printFence(readFence(info, content));
    return usual?.(tokens, index, options, env, self) ?? '';
  };
}

/** With `v-pre`, or Vue would look for a component, and run what stands between `{{` and `}}`. */
export function printFence(fence: Fence): string {
  const problems = fence.problems.map((problem) => `<p>Kubehop: ${escapeHtml(problem)}</p>`).join('');
  const source =
    fence.yaml === ''
      ? ''
      : `<pre slot="poster"><code class="language-yaml">${escapeHtml(fence.yaml)}</code></pre>`;
  const warning = problems === '' ? '' : `<div v-pre role="note" class="kubehop-problems">${problems}</div>`;
  if (!canRun(fence)) return `${warning}<div v-pre>${source.replace(' slot="poster"', '')}</div>\n`;
  const attributes = printAttributes([...fence.attributes, ['style', styleOf(fence)]]);
  return `${warning}<kubehop-playground v-pre${attributes}>${source}</kubehop-playground>\n`;
}
