/** uids that look like the API server's, made from the seed so that a scene always gets the same. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { hash32 } from './random.ts';

function hex(label: string, seed: number): string {
  return hash32(label, seed).toString(16).padStart(8, '0');
}

/** A version 4 UUID for the `serial`-th object that is created under a key. */
export function uidOf(seed: number, key: ObjectKey, serial: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => hex(`uid/${key}/${serial}/${part}`, seed)) as [
    string,
    string,
    string,
    string,
  ];
  const variant = '89ab'[Number.parseInt(c[0]!, 16) & 3];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
