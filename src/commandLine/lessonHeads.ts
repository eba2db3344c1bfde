/** For the build: `lesson.md?lessonHead` is only the front matter, so that the list of lessons is small. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { parse } from 'yaml';

export function lessonHeads(): Plugin {
  return {
    name: 'kubehop:lesson-heads',
    load: {
      filter: { id: /\/lesson(\.[\w-]+)?\.md\?lessonHead$/ },
      async handler(id) {
        const file = id.slice(0, id.indexOf('?'));
        this.addWatchFile(file);
        const text = await readFile(file, 'utf8');
        const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
        const { title, kind, order, minutes, prerequisites, kubernetes, summary, documentation } =
          readHead(front);
        const head = {
          title,
          kind,
          order,
          minutes,
          prerequisites: prerequisites ?? [],
          kubernetes,
          summary,
          documentation,
        };
        return { code: `export const head = ${JSON.stringify(head)};`, map: null, moduleType: 'js' };
      },
    },
  };
}

/** What is wrong with it is told by `npm run -s lesson`; the page only leaves out what it cannot read. */
function readHead(front: string): Record<string, unknown> {
  try {
    return (parse(front) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
