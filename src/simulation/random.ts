/** Seeded random numbers. A stream's state is one 32-bit number, so it can be cloned with the rest (mulberry32, public domain, by T. Ettinger). */

export interface RandomStream {
  state: number;
}

/** FNV-1a over the label, mixed with the seed: independent streams for independent purposes. */
export function hash32(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}

export function createRandom(seed: number, label: string): RandomStream {
  return { state: hash32(label, seed) };
}

/** The next number in [0, 1). */
export function nextRandom(stream: RandomStream): number {
  stream.state = (stream.state + 0x6d2b79f5) | 0;
  let t = Math.imul(stream.state ^ (stream.state >>> 15), 1 | stream.state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

/** An integer in [0, below). */
export function nextInteger(stream: RandomStream, below: number): number {
  return Math.floor(nextRandom(stream) * below);
}

/** The alphabet of generated names (apimachinery `pkg/util/rand`): no vowels, no look-alikes. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A suffix such as `x7k2p`, the same for the same label and seed. */
export function nameSuffix(seed: number, label: string, length = 5): string {
  const stream = createRandom(seed, label);
  let suffix = '';
  for (let index = 0; index < length; index++) suffix += ALPHABET[nextInteger(stream, ALPHABET.length)];
  return suffix;
}
