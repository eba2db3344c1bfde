/** The style sheet of the living part, for shadow roots: one object for all embeds of a page, needing no style tag. */
import { styles } from 'virtual:kubehop-live-styles';
import { toShadowStyles } from './shadowStyles.ts';

let made: CSSStyleSheet[] | null = null;

export function liveStyles(): readonly CSSStyleSheet[] {
  if (made === null) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(import.meta.env.DEV ? toShadowStyles(stylesOfDevServer()) : styles);
    made = [sheet];
  }
  return made;
}

/** The development server writes each style sheet into the page. */
function stylesOfDevServer(): string {
  return [...document.querySelectorAll('style[data-vite-dev-id]')]
    .map(({ textContent }) => textContent)
    .join('\n');
}
