/** Pseudo-languages: English with accents, a third longer and in brackets, so that a text that is in no catalogue, or has no room, stands out. */
import type { CompiledMessage } from 'icu-minify/format';

const PLAIN = 'aceghijklnorsuwyzACEGHIJKLNORSUWYZ';
const ACCENTED = 'àçéĝĥîĵķļñöŕŝûŵýžÀÇÉĜĤÎĴĶĻÑÖŔŜÛŴÝŽ';

export function disguise(message: CompiledMessage): CompiledMessage {
  const nodes = typeof message === 'string' ? [message] : message;
  const length = nodes.reduce<number>((sum, node) => sum + lengthOf(node), 0);
  return ['⟦', ...nodes.map(accented), `${'·'.repeat(Math.ceil(length * 0.3))}⟧`] as CompiledMessage;
}

/** A message's nodes are texts, and lists of a name, maybe a type, and texts again. */
function accented<T>(node: T): T {
  if (typeof node === 'string')
    return [...node].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('') as T;
  if (!Array.isArray(node)) return node;
  const [name, type, ...rest] = node as unknown[];
  if (node.length === 1) return node;
  if (typeof type === 'number' && type !== 0) {
    const [options, ...others] = rest;
    return (type <= 3 && isRecord(options)
      ? [name, type, mapValues(options, branch), ...others]
      : node) as unknown as T;
  }
  return [name, ...[type, ...rest].map(accented)] as unknown as T;
}

function branch(node: unknown): unknown {
  return Array.isArray(node) ? node.map(accented) : accented(node);
}

function lengthOf(node: unknown): number {
  if (typeof node === 'string') return node.length;
  return Array.isArray(node) ? 8 : 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(record: Record<string, unknown>, map: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
