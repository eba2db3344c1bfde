/** What an embed can be told, wherever it is written: in a fence, a component or a snippet. One table, so that all take the same. */

export const VIEWS = ['concept', 'endpoints', 'packet-path'] as const;
export const CONTROLS = ['full', 'play', 'none'] as const;
export const THEMES = ['auto', 'light', 'dark'] as const;
export const STEP_ID = /^[a-z0-9-]{1,41}$/;
export const LANGUAGE_TAG = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

export interface EmbedOptions {
  /** Id of a ready-made scene, URL of a YAML file, share code (`1.…`), or YAML. */
  scene?: string;
  /** Id of a lesson of the course, or the URL of another one. */
  lesson?: string;
  step?: string;
  view?: (typeof VIEWS)[number];
  /** `auto` follows the page around it. */
  theme?: (typeof THEMES)[number];
  lang?: string;
  controls?: (typeof CONTROLS)[number];
  editable?: boolean;
  autoplay?: boolean;
  /** In CSS pixels. */
  height?: number;
}

export type EmbedOptionName = keyof EmbedOptions;

export const DEFAULT_HEIGHT = 420;

const oneOf =
  (...words: readonly string[]) =>
  (text: string) =>
    words.includes(text);
const isSwitch = oneOf('', 'true', 'false');
/** Nothing here could end an attribute, whoever prints it. */
const isAddress = (text: string) => text.length <= 20_000 && /^[^\s"'<>`\\{}]+$/.test(text) && isSafe(text);

/** An address that runs nothing: relative, or http(s). */
function isSafe(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) || /^https?:\/\//i.test(text);
}

/** Which texts each option takes. */
export const embedOptions = {
  scene: isAddress,
  lesson: isAddress,
  step: (text) => STEP_ID.test(text),
  view: oneOf(...VIEWS),
  theme: oneOf(...THEMES),
  lang: (text) => LANGUAGE_TAG.test(text),
  controls: oneOf(...CONTROLS),
  editable: isSwitch,
  autoplay: isSwitch,
  height: (text) => /^\d{2,4}$/.test(text),
} satisfies Record<EmbedOptionName, (text: string) => boolean>;

/** The attributes of the element, in the order of the table; a switch that is off is left out. */
export function attributesOf(options: EmbedOptions): [EmbedOptionName, string][] {
  return (Object.keys(embedOptions) as EmbedOptionName[]).flatMap((name) => {
    const value = options[name];
    if (value === undefined || value === false) return [];
    return [[name, value === true ? '' : String(value)]];
  });
}

/** Also braces, which MDX, Vue, Liquid and Hugo would take for their own. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'{}\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function printAttributes(attributes: readonly (readonly [string, string])[]): string {
  return attributes
    .map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`))
    .join('');
}
