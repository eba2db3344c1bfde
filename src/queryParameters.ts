/**
 * Every URL parameter that the app and the embed understand, in one table. Unknown or wrong values are ignored. What each
 * does is said in `documentation/addressParameters.ts`.
 */
import { type Language, parseLanguage } from './messages/language.ts';
import type { SceneView } from './simulation/scene.ts';
import type { Theme } from './ui/theme.ts';

export interface QueryParameters {
  /** Id of a ready-made scene. */
  scene: string | null;
  /** Id of a lesson of the course, or the URL of another one. */
  lesson: string | null;
  /** Id of a step of that lesson. */
  step: string | null;
  theme: Theme | null;
  lang: Language | null;
  /** The window of notes of the page that has this id. */
  notes: string | null;
  /** The lesson as a sheet of paper. */
  print: boolean | null;
  view: SceneView | null;
  /** Times the normal pace of the clock. */
  speed: number | null;
  /** Whether the clock runs from the start. */
  autoplay: boolean | null;
  /** Replaces the scene's seed. */
  seed: number | null;
  /** Shows the cluster of a server on this machine. */
  server: string | null;
  /** The clock is turned by hand, through `window.kubehop`. */
  test: boolean | null;
}

interface Row<T> {
  /** null: not a value that this parameter can have. */
  parse(text: string): T | null;
  print(value: T): string;
}

const VIEWS: Record<SceneView, string> = {
  Concept: 'concept',
  Endpoints: 'endpoints',
  PacketPath: 'packet-path',
};
const BOOLEANS: Record<string, boolean> = { '1': true, true: true, '0': false, false: false };

export const queryParameters: {
  readonly [K in keyof QueryParameters]: Row<NonNullable<QueryParameters[K]>>;
} = {
  scene: {
    parse: (text) => (/^[a-z0-9-]{1,64}$/.test(text) ? text : null),
    print: (value) => value,
  },
  lesson: {
    parse: (text) =>
      /^(?:[a-z0-9-]{1,64}|https?:\/\/[^\s"<>\\]{1,500})$/.test(text) &&
      URL.canParse(text, 'https://localhost')
        ? text
        : null,
    print: (value) => value,
  },
  step: {
    parse: (text) => (/^[a-z0-9-]{1,41}$/.test(text) ? text : null),
    print: (value) => value,
  },
  theme: {
    parse: (text) => (text === 'light' || text === 'dark' ? text : null),
    print: (value) => value,
  },
  lang: {
    parse: parseLanguage,
    print: (value) => value,
  },
  view: {
    parse: (text) => (Object.keys(VIEWS) as SceneView[]).find((view) => VIEWS[view] === text) ?? null,
    print: (value) => VIEWS[value],
  },
  speed: {
    parse: (text) => inRange(Number(text), 0.05, 50),
    print: String,
  },
  autoplay: {
    parse: (text) => BOOLEANS[text] ?? null,
    print: (value) => (value ? '1' : '0'),
  },
  seed: {
    parse: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null),
    print: String,
  },
  server: {
    parse: (text) =>
      /^(?:\.|http:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}\/[0-9a-f]{1,64}\/?)$/.test(text) ? text : null,
    print: (value) => value,
  },
  notes: {
    parse: (text) => (/^[0-9a-f]{8}$/.test(text) ? text : null),
    print: (value) => value,
  },
  print: {
    parse: (text) => (text === '' ? true : (BOOLEANS[text] ?? null)),
    print: (value) => (value ? '1' : '0'),
  },
  test: {
    parse: (text) => (text === '' ? true : (BOOLEANS[text] ?? null)),
    print: (value) => (value ? '1' : '0'),
  },
};

function inRange(value: number, lowest: number, highest: number): number | null {
  return value >= lowest && value <= highest ? value : null;
}

export function readQueryParameters(search: string): QueryParameters {
  const given = new URLSearchParams(search);
  const read = <K extends keyof QueryParameters>(name: K): QueryParameters[K] => {
    const text = given.get(name);
    return (text === null ? null : queryParameters[name].parse(text)) as QueryParameters[K];
  };
  return {
    scene: read('scene'),
    lesson: read('lesson'),
    step: read('step'),
    theme: read('theme'),
    lang: read('lang'),
    notes: read('notes'),
    print: read('print'),
    view: read('view'),
    speed: read('speed'),
    autoplay: read('autoplay'),
    seed: read('seed'),
    server: read('server'),
    test: read('test'),
  };
}

/** `?scene=shop&view=concept`, in the order of the table; empty when nothing is given. */
export function printQueryParameters(parameters: Partial<QueryParameters>): string {
  const printed = new URLSearchParams();
  for (const name of Object.keys(queryParameters) as (keyof QueryParameters)[]) {
    const value = parameters[name];
    if (value === null || value === undefined) continue;
    printed.set(name, (queryParameters[name] as Row<typeof value>).print(value));
  }
  const text = printed.toString();
  return text === '' ? '' : `?${text}`;
}
