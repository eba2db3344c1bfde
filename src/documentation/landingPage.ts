/** The page of one scene or lesson: at once its picture and what it shows, a moment later the scene itself, running. */
import type { PictureTheme } from '../canvas/picture/palette.ts';
import { course } from '../lessons/course.ts';
import { scenes } from '../scenes/index.ts';
import { attributesOf, DEFAULT_HEIGHT, printAttributes } from '../sharing/embedOptions.ts';
import { snippets } from '../sharing/snippets.ts';
import { posterInPage } from './embedInPage.ts';
import { type Landing, pathOf } from './landings.ts';
import { layOut } from './layOut.ts';
import { onward } from './navigation.ts';
import { pageTags } from './pageTags.ts';
import { escapeText, renderMarkdown } from './renderMarkdown.ts';

export const LANDING_STYLES = 'src/documentation/landing.css';

type Pictures = Readonly<Record<PictureTheme, string>>;

export function landingPage(landing: Landing, pictures: Pictures, site: string | null): string {
  const { folder, id, label, title, summary, options } = landing;
  const path = pathOf(landing);
  const embed = `<kubehop-playground${printAttributes(attributesOf({ ...options, autoplay: true }))}>${posterInPage(pictures, title)}</kubehop-playground>`;
  const parameter = folder === 'scenes' ? 'scene' : 'lesson';
  return layOut({
    title: `${title} · Kubehop`,
    description: summary,
    heights: [options.height ?? DEFAULT_HEIGHT],
    styles: LANDING_STYLES,
    tags: pageTags(
      {
        title,
        description: summary,
        path: `${path}.html`,
        picture: `${path}.png`,
        pictureAlt: `${title}: the cluster as Kubehop draws it, with its Services, Nodes, Pods and packets.`,
        type: folder === 'scenes' ? 'website' : 'article',
        oEmbed: `${path}.oembed.json`,
      },
      site,
    ),
    content: [
      `<p class="label">${label}</p>`,
      `<h1>${escapeText(title)}</h1>`,
      `<p class="lead">${escapeText(summary)}</p>`,
      embed,
      `<p class="actions"><a class="open" href="../?${parameter}=${id}">Open in Kubehop</a><a href="../docs/embedding.html">How to embed it</a></p>`,
      site === null ? '' : snippet(landing, site),
      folder === 'scenes' ? aboutScene(landing) : aboutLesson(landing),
      neighbours(landing),
    ].join('\n'),
  });
}

/** What somebody pastes into a page of their own. */
function snippet({ title, options, ...landing }: Landing, site: string): string {
  const poster = landing.folder === 'scenes' ? new URL(`posters/${landing.id}.light.svg`, site).href : null;
  const [html = ''] = snippets.html.write({ home: site, title, options, poster });
  return `<details><summary>Embed it in your page</summary><pre tabindex="0"><code>${escapeText(html)}</code></pre></details>`;
}

function aboutScene({ scene, yaml }: Landing & { folder: 'scenes' }): string {
  const names = new Map<string, string[]>();
  for (const { kind, metadata } of scene.objects)
    names.set(kind, [...(names.get(kind) ?? []), metadata.name]);
  const rows = [...names].map(
    ([kind, each]) => `<dt>${escapeText(kind)}</dt><dd>${each.map(escapeText).join(', ')}</dd>`,
  );
  return `${rows.length === 0 ? '' : `<h2>What is in it</h2>\n<dl>${rows.join('')}</dl>`}
<details><summary>The scene as YAML</summary><pre tabindex="0"><code>${escapeText(yaml)}</code></pre></details>`;
}

function aboutLesson({ entry, lesson }: Landing & { folder: 'lessons' }): string {
  const { minutes, kubernetes, prerequisites, documentation } = entry;
  const before = course.filter(({ id }) => prerequisites.includes(id));
  const beginning = lesson.steps[0]?.parts.flatMap((part) =>
    part.type === 'text' ? [part.text.source] : [],
  );
  const { html } = renderMarkdown((beginning ?? []).join('\n\n'), {
    resolveLink: (url) => (url.startsWith('https://') ? url : null),
    renderEmbed: () => '',
    renderInsertion: () => null,
  });
  return `<p class="facts">About ${minutes} minutes, for Kubernetes ${escapeText(kubernetes)}. <a href="${escapeText(documentation)}">The official page about it</a>.${
    before.length === 0
      ? ''
      : ` It builds on ${before.map(({ id, title }) => `<a href="./${id}.html">${escapeText(title)}</a>`).join(' and ')}.`
  }</p>
<details><summary>How it begins</summary>${html}</details>
<h2>Its steps</h2>
<ol>${lesson.steps.map(({ title }) => `<li>${escapeText(title)}</li>`).join('')}</ol>`;
}

function neighbours({ folder, id }: Landing): string {
  const all = (folder === 'scenes' ? scenes : course).map((each) => ({ name: each.id, title: each.title }));
  const index = all.findIndex(({ name }) => name === id);
  return onward(all[index - 1], all[index + 1]);
}
