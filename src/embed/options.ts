/**
 * What an embed can be asked for, as attributes of the element and as parameters of the iframe page. All of it comes
 * from outside and is untrusted: what does not fit is as if it were not there.
 */
import { CONTROLS, LANGUAGE_TAG, STEP_ID, THEMES, VIEWS } from '../sharing/embedOptions.ts';

export interface EmbedOptions {
  /** Id of a ready-made scene, an address, or a share code; inline YAML comes before it. */
  readonly scene: string | null;
  readonly lesson: string | null;
  readonly step: string | null;
  readonly view: (typeof VIEWS)[number] | null;
  readonly theme: (typeof THEMES)[number];
  readonly lang: string | null;
  /** `full`: title bar and clock; `play`: the clock; `none`: only the picture. */
  readonly controls: (typeof CONTROLS)[number];
  readonly editable: boolean;
  /** Starts when it is seen, unless the person wants less motion. */
  readonly autoplay: boolean;
  /** A CSS length. */
  readonly height: string | null;
  readonly speed: number | null;
  readonly seed: number | null;
  /** The clock is turned by hand, for tests of pages. */
  readonly test: boolean;
}

type Rows = { readonly [K in keyof EmbedOptions]: (text: string | null) => EmbedOptions[K] };

const rows: Rows = {
  // What is too long is refused in words, where it is read.
  scene: (text) => text?.trim() || null,
  lesson: (text) => fitting(text, /^(?:[a-z0-9-]{1,64}|https?:\/\/[^\s"<>\\]{1,500})$/),
  step: (text) => fitting(text, STEP_ID),
  view: (text) => oneOf(VIEWS, text),
  theme: (text) => oneOf(THEMES, text) ?? 'auto',
  lang: (text) => fitting(text, LANGUAGE_TAG),
  controls: (text) => oneOf(CONTROLS, text) ?? 'full',
  editable: isOn,
  autoplay: isOn,
  height: (text) => {
    const length = fitting(text, /^\d{1,4}(?:\.\d{1,3})?(?:px|r?em|d?vh|%)?$/);
    return length === null || !/\d$/.test(length) ? length : `${length}px`;
  },
  speed: (text) => inRange(text, 0.05, 50),
  seed: (text) => (fitting(text, /^\d{1,9}$/) === null ? null : Number(text)),
  test: isOn,
};

export const optionNames = Object.keys(rows) as (keyof EmbedOptions)[];

/** `get` gives the text of an attribute or parameter; null when it is missing. */
export function readOptions(get: (name: string) => string | null): EmbedOptions {
  return Object.fromEntries(
    optionNames.map((name) => [name, rows[name](get(name))]),
  ) as unknown as EmbedOptions;
}

function fitting(text: string | null, pattern: RegExp): string | null {
  return text !== null && pattern.test(text) ? text : null;
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

/** As attributes are: there or not; `0` and `false` say no for those that write every attribute with a value. */
function isOn(text: string | null): boolean {
  return text !== null && !['0', 'false'].includes(text.toLowerCase());
}

function inRange(text: string | null, lowest: number, highest: number): number | null {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return value >= lowest && value <= highest ? value : null;
}
