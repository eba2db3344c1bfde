/** The style sheets of what is loaded of the living part, for shadow roots: the same objects in all embeds of a page, needing no style tag. */
import { toShadowStyles } from './shadowStyles.ts';

const sheets: CSSStyleSheet[] = [];
const roots = new Set<ShadowRoot>();

/** What the build makes of the import of a style sheet calls this; later parts bring theirs when they come. */
export function addStyles(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  sheets.push(sheet);
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Until what is returned is called. */
export function adoptStyles(root: ShadowRoot): () => void {
  if (import.meta.env.DEV && sheets.length === 0) addStyles(toShadowStyles(stylesOfDevServer()));
  roots.add(root);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
  return () => {
    roots.delete(root);
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  };
}

/** The development server writes each style sheet into the page. */
function stylesOfDevServer(): string {
  return [...document.querySelectorAll('style[data-vite-dev-id]')]
    .map(({ textContent }) => textContent)
    .join('\n');
}
