/**
 * Which language the page speaks: the address's, else the one chosen here before, else the browser's. Others than English
 * are two chunks each: what an embed says first, and all the rest.
 */
import type { CompiledMessage } from 'icu-minify/format';

/** Folder → key → message. */
export type Catalogues = Readonly<Record<string, Readonly<Record<string, CompiledMessage>>>>;

interface LanguageRow {
  /** In its own words, as menus show it. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** Not offered: made of the English texts, so that what is not in a catalogue stands out. */
  isPseudo?: true;
  load(): Promise<Pick<Loaded, 'catalogues' | 'disguise'>>;
  /** What `load` leaves out; an embed loads it when something of it can be said. */
  loadRest?(): Promise<Pick<Loaded, 'catalogues'>>;
}

interface Loaded {
  language: Language;
  /** What is missing here is said in English. */
  catalogues: Catalogues;
  /** Nothing is to come any more. */
  isWhole: boolean;
  /** Makes a pseudo-language of an English message. */
  disguise?: (message: CompiledMessage) => CompiledMessage;
}

export const languages = {
  en: { name: 'English', direction: 'ltr', load: async () => ({ catalogues: {} }) },
  'zh-CN': {
    name: '简体中文',
    direction: 'ltr',
    load: () => import('./zh-CN/first.ts'),
    loadRest: () => import('./zh-CN/rest.ts'),
  },
  es: {
    name: 'Español',
    direction: 'ltr',
    load: () => import('./es/first.ts'),
    loadRest: () => import('./es/rest.ts'),
  },
  de: {
    name: 'Deutsch',
    direction: 'ltr',
    load: () => import('./de/first.ts'),
    loadRest: () => import('./de/rest.ts'),
  },
  'en-XA': { name: 'Ŝpéàkéàŝý', direction: 'ltr', isPseudo: true, load: loadPseudo },
  'ar-XB': { name: 'Right to left', direction: 'rtl', isPseudo: true, load: loadPseudo },
} as const satisfies Record<string, LanguageRow>;

export type Language = keyof typeof languages;

/** Those that a menu offers. */
export const offeredLanguages = (Object.keys(languages) as Language[]).filter(
  (language) => !('isPseudo' in languages[language]),
);

const STORAGE_KEY = 'kubehop.language';
const listeners = new Set<() => void>();
let loaded: Loaded = { language: 'en', catalogues: {}, isWhole: true };
/** All of which something can be said by now. */
const folders = new Set<string>();
let rest: Promise<void> = Promise.resolve();
/** The language wanted last: one that arrives after it is no longer of interest. */
let wanted: Language = 'en';

async function loadPseudo() {
  const [{ disguise }, { default: reasons }] = await Promise.all([
    import('./pseudo.ts'),
    import('./en/reasons.json'),
  ]);
  return { catalogues: { reasons: reasons as Record<string, CompiledMessage> }, disguise };
}

export function currentLanguage(): Language {
  return loaded.language;
}

export function currentDirection(): 'ltr' | 'rtl' {
  return languages[loaded.language].direction;
}

/** What numbers and plurals go by. */
export function currentLocale(): string {
  return 'isPseudo' in languages[loaded.language] ? 'en' : loaded.language;
}

/** A part of the page has come that says something of this folder. */
export function needFolder(folder: string): void {
  folders.add(folder);
  if (lacks(folder)) loadRest();
}

function lacks(folder: string): boolean {
  return !loaded.isWhole && loaded.catalogues[folder] === undefined;
}

/** Whether it comes or not: once is enough. */
function loadRest(): void {
  const { language } = loaded;
  const { loadRest: load }: LanguageRow = languages[language];
  loaded = { ...loaded, isWhole: true };
  rest = (async () => {
    const more = await load?.().catch(() => undefined);
    if (more === undefined || loaded.language !== language) return;
    loaded = { ...loaded, catalogues: { ...loaded.catalogues, ...more.catalogues } };
    for (const listener of listeners) listener();
  })();
}

/** When everything that has come to the page can be said in its language. */
export function whenSpoken(): Promise<void> {
  return rest;
}

export function messageOf(folder: string, key: string, english: CompiledMessage): CompiledMessage {
  const message = loaded.catalogues[folder]?.[key] ?? english;
  return loaded.disguise?.(message) ?? message;
}

/** Whether the language says it itself, and not in English. */
export function hasOwnMessage(folder: string, key: string): boolean {
  return loaded.catalogues[folder]?.[key] !== undefined;
}

/**
 * Speaks the language as soon as its texts are there; a page without network stays with what it has. An embed does not
 * say for the whole page which language that is in, and begins with less.
 */
export async function speak(language: Language, isPage = true): Promise<void> {
  wanted = language;
  const { load, loadRest: loadMore }: LanguageRow = languages[language];
  const texts = await Promise.all([load(), isPage ? loadMore?.() : undefined]).catch(() => null);
  if (texts === null || wanted !== language) return;
  const [first, more] = texts;
  loaded = {
    language,
    ...first,
    catalogues: { ...first.catalogues, ...more?.catalogues },
    isWhole: isPage || loadMore === undefined,
  };
  if ([...folders].some(lacks)) {
    loadRest();
    await rest;
    if (loaded.language !== language) return;
  }
  if (isPage && typeof document !== 'undefined') {
    document.documentElement.lang = language;
    document.documentElement.dir = currentDirection();
  }
  for (const listener of listeners) listener();
}

/** At the start of a page; `fixed` is the address's. */
export async function speakFirst(fixed: Language | null): Promise<void> {
  const language = fixed ?? closestLanguage([stored() ?? '', ...navigator.languages]);
  if (language !== loaded.language) await speak(language);
}

/** A person's choice, remembered here; it also replaces the address's. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  const address = new URL(location.href);
  if (address.searchParams.has('lang')) {
    address.searchParams.delete('lang');
    history.replaceState(null, '', address);
  }
  void speak(language);
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `de-AT` → `de`, `zh-Hans-SG` → `zh-CN`; a language that asks for English gets it before one further down the list. */
export function closestLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const exact = parseLanguage(tag);
    if (exact !== null) return exact;
    const [base] = tag.toLowerCase().split('-');
    const close = offeredLanguages.find((language) => language.toLowerCase().split('-')[0] === base);
    if (close !== undefined) return close;
  }
  return 'en';
}

/** null: no language of ours. */
export function parseLanguage(tag: string): Language | null {
  const same = (language: string) => language.toLowerCase() === tag.toLowerCase();
  return (Object.keys(languages) as Language[]).find(same) ?? null;
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
