/**
 * What the iframe page and the page around it write to each other with `postMessage`: plain objects with
 * `kubehop: 1` and a `type`. A later form will have another number. What comes in is untrusted and read field by field.
 */
import type { EmbedEvents } from './contract.ts';
import type { EmbedOptions } from './options.ts';

export const PROTOCOL = 1;

type Theme = EmbedOptions['theme'];
type View = NonNullable<EmbedOptions['view']>;

const themes = { auto: 'auto', light: 'light', dark: 'dark' } satisfies { [T in Theme]: T };
const views = {
  concept: 'concept',
  endpoints: 'endpoints',
  'packet-path': 'packet-path',
} satisfies { [V in View]: V };

export type IncomingMessage =
  | { readonly type: 'play' | 'pause' | 'step' }
  /** An id, an address, a share code, or YAML. */
  | { readonly type: 'load'; readonly scene: string }
  /** Simulated milliseconds, or the id of a step of the lesson. */
  | { readonly type: 'goto'; readonly to: number | string }
  | {
      readonly type: 'set';
      readonly theme?: Theme;
      readonly view?: View;
    };

export type OutgoingMessage =
  | { [Name in keyof EmbedEvents]: { type: Name; detail: EmbedEvents[Name] } }[keyof EmbedEvents]
  /** How high the frame should be for its width, in CSS pixels. */
  | { type: 'height'; height: number };

const LONGEST_SCENE = 200_000;

/** null: no message to us, or none that we understand. */
export function readMessage(data: unknown): IncomingMessage | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kubehop, type, scene, to, theme, view } = data as Record<string, unknown>;
  if (kubehop !== PROTOCOL) return null;
  switch (type) {
    case 'play':
    case 'pause':
    case 'step':
      return { type };
    case 'load':
      return typeof scene === 'string' && scene.length <= LONGEST_SCENE ? { type, scene } : null;
    case 'goto':
      return isMoment(to) || isStep(to) ? { type, to } : null;
    case 'set': {
      const newTheme = Object.values(themes).find((value) => value === theme);
      const newView = Object.values(views).find((value) => value === view);
      return {
        type,
        ...(newTheme === undefined ? {} : { theme: newTheme }),
        ...(newView === undefined ? {} : { view: newView }),
      };
    }
    default:
      return null;
  }
}

/** What the frame says of itself; who hears it in turn, as a page in between may, has not asked for anything. */
const said: Readonly<Record<string, true>> = {
  ready: true,
  hop: true,
  goal: true,
  error: true,
  height: true,
} satisfies Record<OutgoingMessage['type'], true>;

/** Why something that is meant for us is no message, in English for whoever writes the page; null: it is one, or is not meant for us. */
export function misunderstanding(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('kubehop' in data)) return null;
  const { kubehop, type } = data as Record<string, unknown>;
  if (typeof type === 'string' && Object.hasOwn(said, type)) return null;
  if (kubehop !== PROTOCOL)
    return `this frame speaks version ${PROTOCOL} of the protocol: it wants kubehop: ${PROTOCOL}, not ${inWords(kubehop)}`;
  return readMessage(data) === null
    ? `this is no message of version ${PROTOCOL}: type ${inWords(type)} is not known, or what it needs is missing or too long`
    : null;
}

function inWords(value: unknown): string {
  const isShort = typeof value === 'number' || (typeof value === 'string' && value.length <= 40);
  return isShort ? JSON.stringify(value) : `a value of type ${typeof value}`;
}

export function writeMessage(message: OutgoingMessage): OutgoingMessage & { kubehop: typeof PROTOCOL } {
  return { kubehop: PROTOCOL, ...message };
}

/**
 * The one origin that may speak to the frame and is spoken to: the parameter `origin`, else where the frame was opened
 * from; `*` when neither is known, as in a page that sends no referrer. Only the parent window is listened to anyway.
 */
export function partnerOrigin(asked: string | null, referrer: string): string {
  for (const address of [asked, referrer])
    if (address !== null && /^https?:\/\//i.test(address) && URL.canParse(address))
      return new URL(address).origin;
  return '*';
}

export function isPartner(origin: string, partner: string): boolean {
  return partner === '*' || origin === partner;
}

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isStep(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]{1,41}$/.test(value);
}
