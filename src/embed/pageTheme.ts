/** Which theme the page around an embed shows, by the conventions of documentation tools, and when that changes. */

export type ShownTheme = 'light' | 'dark';

/** What html and body say: Docusaurus, VitePress, Material for MkDocs, Furo, Bootstrap, Tailwind and others. */
export interface PageLook {
  /** Values of their theme attributes, and their class names. */
  readonly words: readonly string[];
  /** `color-scheme` of html: `dark`, `light dark`, `normal` … */
  readonly colorScheme: string;
  /** Backgrounds around the embed as the browser computes them, the nearest first. */
  readonly backgrounds: readonly string[];
  readonly prefersDark: boolean;
}

const ATTRIBUTES = [
  'data-theme',
  'data-bs-theme',
  'data-md-color-scheme',
  'data-color-mode',
  'data-mode',
  'theme',
];
const DARK = ['dark', 'slate', 'dark-mode', 'theme-dark', 'dark-theme'];
const LIGHT = ['light', 'default', 'light-mode', 'theme-light', 'light-theme'];

export function themeOf({ words, colorScheme, backgrounds, prefersDark }: PageLook): ShownTheme {
  if (words.some((word) => DARK.includes(word))) return 'dark';
  if (words.some((word) => LIGHT.includes(word))) return 'light';
  if (colorScheme === 'dark' || colorScheme === 'only dark') return 'dark';
  if (colorScheme === 'light' || colorScheme === 'only light') return 'light';
  const brightness = backgrounds.map(brightnessOf).find((found) => found !== null);
  if (brightness !== undefined && brightness !== null) return brightness < 0.5 ? 'dark' : 'light';
  // A page that says nothing stays white, whatever the system likes.
  return prefersDark && colorScheme.includes('dark') ? 'dark' : 'light';
}

/** From 0 to 1; null when it is seen through. */
function brightnessOf(color: string): number | null {
  const [red, green, blue, alpha = 1] = (/^rgba?\(([^)]*)\)$/.exec(color)?.[1] ?? '')
    .split(/[\s,/]+/)
    .map(Number);
  if (red === undefined || green === undefined || blue === undefined || alpha < 0.5) return null;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

export function currentPageTheme(embed: Element): ShownTheme {
  const elements = [document.documentElement, document.body].filter((element) => element !== null);
  return themeOf({
    words: elements.flatMap((element) => [
      ...ATTRIBUTES.map((name) => element.getAttribute(name)?.toLowerCase() ?? ''),
      ...[...element.classList].map((name) => name.toLowerCase()),
    ]),
    colorScheme: getComputedStyle(document.documentElement).colorScheme,
    backgrounds: backgroundsAround(embed),
    prefersDark: matchMedia('(prefers-color-scheme: dark)').matches,
  });
}

function backgroundsAround({ parentElement }: Element): string[] {
  return parentElement === null
    ? []
    : [getComputedStyle(parentElement).backgroundColor, ...backgroundsAround(parentElement)];
}

/** Tells of every change of the page that can change its theme, and once after its style sheets have come. */
export function watchPageTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  const attributeFilter = [...ATTRIBUTES, 'class', 'style'];
  for (const element of [document.documentElement, document.body])
    if (element !== null) observer.observe(element, { attributeFilter });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  addEventListener('load', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
    removeEventListener('load', listener);
  };
}
