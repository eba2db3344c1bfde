/** What the Embed dialog would give to paste, as blocks of a page: `<!-- snippet hugo scene=shop height=420 -->`. */
import { readOptions } from '../package/fence.ts';
import { scenes } from '../scenes/index.ts';
import { type SnippetId, snippets } from '../sharing/snippets.ts';
import { escapeText } from './renderMarkdown.ts';

const HOME = 'https://example.com/kubehop/';

/** Null: there is no such snippet. */
export function renderSnippet(name: string, words: readonly string[]): string | null {
  if (!Object.hasOwn(snippets, name)) return null;
  const { files, write } = snippets[name as SnippetId];
  const { options, problems } = readOptions(words.join(' '));
  if (problems.length > 0) throw new Error(`<!-- snippet ${name} -->: ${problems.join('; ')}`);
  const title = scenes.find(({ id }) => id === options.scene)?.title ?? '';
  const poster = new URL(`posters/${options.scene}.light.svg`, HOME).href;
  return write({ home: HOME, title, options, poster })
    .map((text, index) => {
      const label =
        files.length > 1 ? `<figcaption><code>${escapeText(files[index] ?? '')}</code></figcaption>` : '';
      return `<figure class="snippet">${label}<pre tabindex="0"><code>${escapeText(text)}</code></pre></figure>`;
    })
    .join('\n');
}
