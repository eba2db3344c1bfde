/** The two lists: all ready-made scenes with their pictures, and the course in its order. */
import { course } from '../lessons/course.ts';
import { scenes } from '../scenes/index.ts';
import { LANDING_STYLES } from './landingPage.ts';
import type { Folder } from './landings.ts';
import { layOut } from './layOut.ts';
import { HOME, pageTags } from './pageTags.ts';
import { escapeText } from './renderMarkdown.ts';

interface List {
  readonly title: string;
  readonly description: string;
  content(): string;
}

const lists = {
  scenes: {
    title: 'Scenes',
    description: 'Ready-made clusters to watch, to change, and to embed.',
    content: () => `<ul class="gallery">${scenes.map(sceneCard).join('\n')}</ul>`,
  },
  lessons: {
    title: 'Lessons',
    description: 'A course through Kubernetes Services: predict, try, and repair what is broken.',
    content: () => `${lessonList('lesson')}\n<h2>Challenges</h2>\n${lessonList('challenge')}`,
  },
} satisfies Record<Folder, List>;

export const listFolders = Object.keys(lists) as Folder[];

export function listPage(folder: Folder, site: string | null): string {
  const { title, description, content } = lists[folder];
  return layOut({
    title: `${title} · Kubehop`,
    description,
    heights: [],
    styles: LANDING_STYLES,
    tags: pageTags({ ...HOME, title, description, path: `${folder}/index.html` }, site),
    content: `<h1>${title}</h1>\n<p class="lead">${description}</p>\n${content()}`,
  });
}

function sceneCard({ id, title, lookAt }: (typeof scenes)[number]): string {
  const poster = `../posters/${id}`;
  return `<li><a href="./${id}.html"><picture><source media="(prefers-color-scheme: dark)" srcset="${poster}.dark.svg"><img alt="" src="${poster}.light.svg" loading="lazy" width="400" height="250"></picture>${escapeText(title)}</a><p>${escapeText(lookAt)}</p></li>`;
}

function lessonList(kind: 'lesson' | 'challenge'): string {
  const entries = course.filter((entry) => entry.kind === kind);
  return `<ol class="course">${entries
    .map(
      ({ id, title, summary, minutes }) =>
        `<li><a href="./${id}.html">${escapeText(title)}</a> <span class="facts">${minutes} min</span><p>${escapeText(summary)}</p></li>`,
    )
    .join('\n')}</ol>`;
}
