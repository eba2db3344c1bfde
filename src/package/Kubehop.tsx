/** `kubehop/react`: the element as a React component; its script is loaded in the browser only, so it can be rendered on a server. */
import { createElement, type ReactNode, useEffect, useRef } from 'react';
import type { EmbedEvents } from '../embed/embedEvents.ts';
import { attributesOf, DEFAULT_HEIGHT, type EmbedOptions } from '../sharing/embedOptions.ts';

export type { EmbedEvents, ErrorDetail, GoalDetail, HopDetail, SceneProblem } from '../embed/embedEvents.ts';

/** Hears `detail` of one of the element's events. */
export type EmbedListener<Name extends keyof EmbedEvents> = (detail: EmbedEvents[Name]) => void;

export interface KubehopProps extends EmbedOptions {
  /** Also a whole manifest in YAML. */
  scene?: string;
  className?: string;
  /** The folder of your site that Kubehop lies in, `/kubehop/`: its script is loaded from there, unless the page has it. */
  home?: string;
  /** Shown until the script is there. */
  children?: ReactNode;
  onReady?: EmbedListener<'ready'>;
  onHop?: EmbedListener<'hop'>;
  onGoal?: EmbedListener<'goal'>;
  onError?: EmbedListener<'error'>;
}

const events = ['ready', 'hop', 'goal', 'error'] as const;
const propOf = { ready: 'onReady', hop: 'onHop', goal: 'onGoal', error: 'onError' } as const;

/** `<Kubehop scene="shop" view="packet-path" onHop={…} />` */
export function Kubehop({ children, className, home, ...props }: KubehopProps) {
  const root = useRef<HTMLElement>(null);
  /** The listeners of the latest render, so that a new function does not load the scene anew. */
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const listen = (event: Event) => {
      const name = events.find((candidate) => candidate === event.type);
      if (name === undefined) return;
      const listener = latest.current[propOf[name]] as ((detail: unknown) => void) | undefined;
      listener?.((event as CustomEvent<unknown>).detail);
    };
    for (const name of events) element.addEventListener(name, listen);
    loadElement(home);
    return () => {
      for (const name of events) element.removeEventListener(name, listen);
    };
  }, [home]);

  const options = { height: DEFAULT_HEIGHT, ...props };
  return createElement(
    'kubehop-playground',
    {
      ...Object.fromEntries(attributesOf(options)),
      ref: root,
      class: className,
      style: { display: 'block', height: options.height },
      suppressHydrationWarning: true,
    },
    children,
  );
}

/** As a script of the page: a bundler would take it away from the files that lie beside it. */
function loadElement(home: string | undefined): void {
  if (customElements.get('kubehop-playground') !== undefined) return;
  if (home === undefined) {
    void import('kubehop/element');
    return;
  }
  const src = new URL(`${home.replace(/\/?$/, '/')}kubehop.js`, document.baseURI).href;
  if ([...document.scripts].some((script) => script.src === src)) return;
  const script = document.createElement('script');
  script.type = 'module';
  script.src = src;
  document.head.append(script);
}
