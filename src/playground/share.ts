/**
 * A playground in a link: how its scene began, what was done since and when, the moment, the view and the followed
 * packet, compressed into text for the hash of an address. The simulation does the rest again, so a link opens on
 * exactly the moment that it was made at. Each form has a number in front and can be read for ever.
 */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import {
  objectsFromScene,
  SCENE_VIEWS,
  type Scene,
  type SceneView,
  sceneFromObjects,
} from '../simulation/scene.ts';
import type { LiveEntry } from './liveMessages.ts';
import { entriesProblem, isObject, isRecord } from './sharedEntries.ts';

export interface Shared {
  /** How it began. */
  readonly scene: Scene;
  /** Which of the ready-made scenes it began as. */
  readonly id: string | null;
  /** What was done since, in order. */
  readonly entries: readonly LiveEntry[];
  /** The moment, in simulated ms. */
  readonly at: number;
  readonly view: SceneView;
  /** Whether the clock stood. */
  readonly isPaused: boolean;
  readonly followed: number | null;
  readonly selection: readonly ObjectKey[];
}

/** What a link says that cannot be opened, in a sentence. */
export class DamagedLink extends Error {}

const VERSION = 1;
/** Longer ones are cut off by mail programs and chats. */
export const MOST_LINK_CHARACTERS = 16_000;
const MOST_BYTES = 4 * 1024 * 1024;
/** Later moments would take too long to compute; the link then opens at the start. */
const LATEST_MS = 30 * 60_000;

/** What version 1 holds. Short names would save little after compression. */
interface Version1 {
  objects: KubernetesObject[];
  id?: string;
  entries?: readonly LiveEntry[];
  at?: number;
  isPaused?: true;
  followed?: number;
  selection?: readonly ObjectKey[];
}

export async function writeShareCode({
  scene,
  id,
  entries,
  at,
  view,
  isPaused,
  followed,
  selection,
}: Shared): Promise<string> {
  const content: Version1 = {
    objects: objectsFromScene({ ...scene, view }),
    ...(id === null ? {} : { id }),
    ...(entries.length === 0 ? {} : { entries }),
    ...(at === 0 || at > LATEST_MS ? {} : { at: Math.floor(at) }),
    ...(isPaused ? { isPaused } : {}),
    ...(followed === null ? {} : { followed }),
    ...(selection.length === 0 ? {} : { selection }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  return `${VERSION}.${toBase64(await through(bytes, new CompressionStream('deflate-raw')))}`;
}

/** Throws DamagedLink, with words for people, when it is no such code. */
export async function readShareCode(code: string): Promise<Shared> {
  const [, version, text] = /^(\d{1,4})\.([A-Za-z0-9_-]+)$/.exec(code) ?? [];
  if (version === undefined || text === undefined) throw new DamagedLink('it is not whole');
  const read = versions[Number(version)];
  if (read === undefined) throw new DamagedLink(`it was made by a later Kubehop (form ${version})`);
  return read(text);
}

const versions: Readonly<Record<number, (text: string) => Promise<Shared>>> = { 1: readVersion1 };

async function readVersion1(text: string): Promise<Shared> {
  const content = parse(await decompress(text));
  if (!isRecord(content) || !Array.isArray(content.objects) || !content.objects.every(isObject))
    throw new DamagedLink('it holds no objects');
  const scene = sceneFromObjects(content.objects);
  const { id, entries = [], at = 0, isPaused, followed, selection = [] } = content;
  const problem = entriesProblem(entries);
  if (problem !== null) throw new DamagedLink(problem);
  return {
    scene,
    id: typeof id === 'string' ? id : null,
    entries: entries as LiveEntry[],
    at: isMoment(at) ? at : 0,
    view: SCENE_VIEWS.find((view) => view === scene.view) ?? 'Concept',
    isPaused: isPaused === true,
    followed: Number.isInteger(followed) ? (followed as number) : null,
    selection: Array.isArray(selection) ? selection.filter((key) => typeof key === 'string') : [],
  };
}

function isMoment(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LATEST_MS;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedLink('its content cannot be read');
  }
}

async function decompress(text: string): Promise<string> {
  try {
    const bytes = await through(fromBase64(text), new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof DamagedLink ? error : new DamagedLink('a part of it is missing or wrong');
  }
}

/** Never more than MOST_BYTES, however small it was when it came. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    chunks.push(value!);
    size += value!.length;
    if (size <= MOST_BYTES) continue;
    void reader.cancel();
    throw new DamagedLink(`it unpacks to more than ${MOST_BYTES / 1024 / 1024} MiB`);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
