/** What is wrong with a scene, in place of the canvas; as text, whatever is in it. Loaded when there is something to tell. */
import { t } from '../messages/liveEmbed.ts';
import type { SceneProblem } from './contract.ts';

const MOST_PROBLEMS = 20;

const CSS = `
.problems{overflow:auto;color-scheme:light}
.kubehop[data-theme=dark]~.problems{background:#141a23;color:#ff6b6b;color-scheme:dark}
.problems p{margin:0 0 8px;font-weight:600}
.problems ul{margin:0;padding:0;list-style:none}
.problems code{font:12px ui-monospace,SFMono-Regular,Menlo,monospace}
`;

let sheet: CSSStyleSheet | null = null;

export function drawProblems(root: ShadowRoot, place: HTMLElement, problems: readonly SceneProblem[]): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const title = document.createElement('p');
  title.textContent = t('sceneNotShown');
  const list = document.createElement('ul');
  list.append(
    ...problems.slice(0, MOST_PROBLEMS).map(({ message, line, column }) => {
      const row = document.createElement('li');
      const position = document.createElement('code');
      position.textContent = [line, column].filter((part) => part !== undefined).join(':');
      row.append(...(line === undefined ? [] : [position, ' ']), message);
      return row;
    }),
  );
  place.replaceChildren(title, list);
}
