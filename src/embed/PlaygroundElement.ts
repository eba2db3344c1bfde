/**
 * `<kubehop-playground>`: a still picture of a scene that comes alive where it is when it is started. Everything is in
 * its shadow root; the playground itself is loaded once for all embeds of the page, when the first of them needs it.
 */
import { spokenLanguage, wordsOf } from '../messages/embed.ts';
import type { EmbedEvents, GivenScene, LiveEmbed, LiveOptions, SceneProblem } from './contract.ts';
import { elementStyles } from './elementStyles.ts';
import { home, loadLive } from './loadLive.ts';
import { type EmbedOptions, optionNames, readOptions } from './options.ts';
import { currentPageTheme, type ShownTheme, watchPageTheme } from './pageTheme.ts';
import { posterOf } from './posterOf.ts';

const INLINE = 'script[type="application/yaml"], script[type="text/yaml"]';

type State = 'still' | 'loading' | 'live' | 'broken';

export class PlaygroundElement extends HTMLElement {
  static readonly observedAttributes = [...optionNames];

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #states = this.attachInternals().states as CustomStateSet | undefined;
  readonly #own = new CSSStyleSheet();
  readonly #poster = document.createElement('div');
  readonly #picture = document.createElement('img');
  readonly #button = document.createElement('button');
  readonly #place = document.createElement('div');
  readonly #problems = document.createElement('div');
  #options = readOptions(() => null);
  #given: string | null = null;
  #state: State = 'still';
  #live: LiveEmbed | null = null;
  #wantsToPlay = false;
  #isOnScreen = false;
  /** Which opening is the latest: one that arrives after it is thrown away. */
  #opening = 0;
  #ready = Promise.resolve();
  #cleanups: (() => void)[] = [];

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [elementStyles(), this.#own];
    this.#poster.className = 'poster';
    this.#picture.alt = '';
    this.#picture.decoding = 'async';
    this.#picture.onerror = () => this.#picture.remove();
    const slot = document.createElement('slot');
    slot.name = 'poster';
    slot.onslotchange = () => this.#refresh();
    slot.append(this.#picture);
    this.#button.type = 'button';
    this.#button.onclick = () => this.play();
    this.#poster.append(slot, this.#button);
    this.#place.className = 'kubehop';
    this.#problems.className = 'problems';
    this.#problems.role = 'alert';
    this.#root.append(this.#poster, this.#place, this.#problems);
  }

  connectedCallback(): void {
    // Moved within one task: it was never away.
    if (this.#cleanups.length > 0) return;
    this.#read();
    this.#cleanups = [watchPageTheme(() => this.#refresh()), observeScreen(this, (isOn) => this.#see(isOn))];
    if (this.#wantsToPlay) this.play();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const cleanup of this.#cleanups) cleanup();
      this.#cleanups = [];
      this.#close();
    });
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || this.#cleanups.length === 0) return;
    const { scene, lesson, step, seed } = this.#options;
    this.#read();
    const { scene: newScene, lesson: newLesson, step: newStep, seed: newSeed } = this.#options;
    if (name === 'scene') this.#given = null;
    if (scene === newScene && lesson === newLesson && step === newStep && seed === newSeed) return;
    if (this.#state === 'still') return;
    if (name === 'step' && this.#state === 'live' && newLesson !== null && newStep !== null)
      void this.#live?.goto(newStep).then((problems) => this.#tellProblems(problems));
    else void this.#open();
  }

  // Attributes as properties. `step` is a method, so that attribute is set as one.
  get scene(): string | null {
    return this.getAttribute('scene');
  }
  set scene(value: string | null) {
    this.#set('scene', value);
  }
  get lesson(): string | null {
    return this.getAttribute('lesson');
  }
  set lesson(value: string | null) {
    this.#set('lesson', value);
  }
  get view(): EmbedOptions['view'] {
    return this.#asked.view;
  }
  set view(value: EmbedOptions['view']) {
    this.#set('view', value);
  }
  get theme(): EmbedOptions['theme'] {
    return this.#asked.theme;
  }
  set theme(value: EmbedOptions['theme']) {
    this.#set('theme', value);
  }
  get controls(): EmbedOptions['controls'] {
    return this.#asked.controls;
  }
  set controls(value: EmbedOptions['controls']) {
    this.#set('controls', value);
  }
  get height(): string | null {
    return this.#asked.height;
  }
  set height(value: string | null) {
    this.#set('height', value);
  }
  get editable(): boolean {
    return this.#asked.editable;
  }
  set editable(value: boolean) {
    this.toggleAttribute('editable', value);
  }
  get autoplay(): boolean {
    return this.#asked.autoplay;
  }
  set autoplay(value: boolean) {
    this.toggleAttribute('autoplay', value);
  }

  get #asked(): EmbedOptions {
    return readOptions((name) => this.getAttribute(name));
  }

  #set(name: string, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  override addEventListener<Name extends keyof EmbedEvents>(
    type: Name,
    listener: (event: CustomEvent<EmbedEvents[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null | ((event: never) => void),
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListener, options);
  }

  play(): void {
    this.#wantsToPlay = true;
    if (this.#live !== null) this.#live.play();
    else if (this.#state !== 'loading') void this.#open();
  }

  pause(): void {
    this.#wantsToPlay = false;
    this.#live?.pause();
  }

  /** Goes on to the next moment at which a packet moves, and stands there. */
  step(): void {
    this.#whenLive((live) => live.dispatch({ type: 'step' }));
  }

  /** An id, an address, a share code, or YAML. */
  load(scene: string): Promise<void> {
    this.#given = scene;
    this.#refresh();
    return this.#open();
  }

  /** A moment in simulated milliseconds, or the id of a step of the lesson. */
  goto(target: number | string): void {
    this.#whenLive(async (live) => {
      const problems = await live.goto(target);
      if (problems.length > 0) this.dispatchEvent(new CustomEvent('error', { detail: { problems } }));
    });
  }

  #whenLive(run: (live: LiveEmbed) => unknown): void {
    if (this.#live !== null) run(this.#live);
    else {
      if (this.#state !== 'loading') void this.#open();
      // Another scene may have been asked for meanwhile.
      void this.#ready.then(() => ['loading', 'live'].includes(this.#state) && this.#whenLive(run));
    }
  }

  #read(): void {
    this.#options = this.#asked;
    const { height } = this.#options;
    this.#own.replaceSync(height === null ? '' : `:host{height:${height}}`);
    this.#refresh();
  }

  #refresh(): void {
    const theme = this.#theme();
    this.#place.dataset.theme = this.#poster.dataset.theme = theme;
    if (theme === 'dark') this.#states?.add('dark');
    else this.#states?.delete('dark');
    this.#showPoster(theme);
    this.#live?.update(this.#liveOptions());
  }

  #showPoster(theme: ShownTheme): void {
    const poster = posterOf(this.#scene(), this.#options.lesson, theme, home);
    // What the page's author put there comes before ours, which is not even fetched then.
    const isGiven = this.querySelector(':scope>[slot=poster]') !== null;
    const language = this.#language();
    const words = wordsOf(language);
    this.#picture.hidden = poster === null;
    if (poster !== null && !isGiven && this.#picture.src !== poster.src) this.#picture.src = poster.src;
    this.#poster.classList.toggle('printed', poster !== null || isGiven);
    this.#picture.alt = poster?.alt ?? '';
    this.#button.lang = language;
    this.#button.setAttribute('aria-label', poster === null ? words.play : `${words.play}: ${poster.alt}`);
    this.#button.title = words.play;
  }

  #theme(): ShownTheme {
    return this.#options.theme === 'auto' ? currentPageTheme(this) : this.#options.theme;
  }

  /** Its own, else that of the text around it, else the reader's first that we speak. */
  #language(): string {
    const around = this.parentElement?.closest('[lang]')?.getAttribute('lang') ?? null;
    return spokenLanguage([this.#options.lang, around, ...navigator.languages]);
  }

  #liveOptions(): LiveOptions {
    const { height: _height, ...options } = this.#options;
    return { ...options, lang: options.lang ?? this.#language(), theme: this.#theme() };
  }

  #scene(): GivenScene {
    if (this.#given !== null) return { scene: this.#given };
    const yaml = this.querySelector(INLINE)?.textContent;
    return yaml == null ? { scene: this.#options.scene } : { scene: null, yaml };
  }

  #see(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    this.#live?.setOnScreen(isOnScreen);
    const { autoplay, test } = this.#options;
    if (!isOnScreen || this.#state !== 'still') return;
    if (test || (autoplay && !wantsLessMotion())) this.play();
  }

  #open(): Promise<void> {
    this.#ready = this.isConnected ? this.#openNow() : Promise.resolve();
    return this.#ready;
  }

  async #openNow(): Promise<void> {
    const opening = ++this.#opening;
    const isLatest = () => opening === this.#opening && this.isConnected;
    this.#become(this.#live === null ? 'loading' : 'live');
    try {
      const scene = this.#scene();
      if (this.#live !== null) {
        const problems = await this.#live.load(scene);
        if (isLatest()) await this.#tellProblems(problems);
        return;
      }
      const { openLive } = await loadLive();
      if (!isLatest()) return;
      const stage = {
        root: this.#root,
        place: this.#place,
        home,
        page: document.baseURI,
        tell: <Name extends keyof EmbedEvents>(name: Name, detail: EmbedEvents[Name]) => {
          this.dispatchEvent(new CustomEvent(name, { detail }));
        },
      };
      const live = await openLive(stage, this.#liveOptions(), scene);
      if ('length' in live) {
        if (isLatest()) await this.#tellProblems(live);
        return;
      }
      if (!isLatest()) {
        live.destroy();
        return;
      }
      this.#live = live;
      live.setOnScreen(this.#isOnScreen);
      if (this.#wantsToPlay) live.play();
      const hadFocus = this.#root.activeElement === this.#button;
      this.#become('live');
      if (hadFocus) this.#place.querySelector<HTMLElement>('[data-play]')?.focus();
    } catch (error) {
      if (!isLatest()) return;
      console.warn('Kubehop could not be loaded', error);
      const message = wordsOf(this.#language()).failed;
      this.#problems.textContent = message;
      this.#fail([{ message }]);
    }
  }

  #close(): void {
    this.#opening++;
    this.#wantsToPlay = false;
    this.#live?.destroy();
    this.#live = null;
    this.#become('still');
  }

  #become(state: State): void {
    this.#state = state;
    for (const part of [this.#poster, this.#place, this.#problems]) part.dataset.state = state;
    this.#button.disabled = state === 'loading';
  }

  async #tellProblems(problems: readonly SceneProblem[]): Promise<void> {
    if (problems.length === 0) {
      this.#become('live');
      return;
    }
    const { drawProblems } = await loadLive();
    await drawProblems(this.#root, this.#problems, problems);
    this.#fail(problems);
  }

  #fail(problems: readonly SceneProblem[]): void {
    this.#become('broken');
    this.dispatchEvent(new CustomEvent('error', { detail: { problems } }));
  }
}

export function wantsLessMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

const seen = new WeakMap<Element, (isOnScreen: boolean) => void>();
let screen: IntersectionObserver | null = null;

/** One observer for all embeds of the page. */
function observeScreen(element: Element, listener: (isOnScreen: boolean) => void): () => void {
  screen ??= new IntersectionObserver((entries) => {
    // They come in no order. Whoever is seen first starts first.
    entries.sort((a, b) => a.boundingClientRect.top - b.boundingClientRect.top);
    for (const { target, isIntersecting } of entries) seen.get(target)?.(isIntersecting);
  });
  const observer = screen;
  seen.set(element, listener);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    seen.delete(element);
  };
}
