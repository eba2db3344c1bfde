/** Rules as the packet's list of hops shows them: chain and row are written only when somebody reads them. */
import type { Rule } from '../events.ts';
import type { Choice } from './candidates.ts';

export interface Row {
  readonly chain: string;
  readonly text: string;
}

/**
 * A rule whose chain name needs a hash and whose row needs a format: both are made at the first look, from what `write`
 * is then given. (Function and arguments apart, not a closure: there is one for every endpoint of every Service.)
 */
class LazyRule<A, B> implements Rule {
  readonly component: Rule['component'];
  readonly #write: (a: A, b: B) => Row;
  readonly #a: A;
  readonly #b: B;
  readonly #choose: ((a: A, b: B) => Choice) | null;
  #row: Row | null = null;

  constructor(
    component: Rule['component'],
    write: (a: A, b: B) => Row,
    choose: ((a: A, b: B) => Choice) | null,
    a: A,
    b: B,
  ) {
    this.component = component;
    this.#write = write;
    this.#choose = choose;
    this.#a = a;
    this.#b = b;
  }

  get chain(): string {
    return this.#read().chain;
  }

  get text(): string {
    return this.#read().text;
  }

  get choice(): Choice | undefined {
    return this.#choose?.(this.#a, this.#b);
  }

  toJSON(): Rule {
    return { component: this.component, chain: this.chain, text: this.text };
  }

  #read(): Row {
    this.#row ??= this.#write(this.#a, this.#b);
    return this.#row;
  }
}

export function lazyRule<A = undefined, B = undefined>(
  component: Rule['component'],
  write: (a: A, b: B) => Row,
  ...[a, b]: A extends undefined ? [] : [A, B]
): Rule {
  return new LazyRule<A, B>(component, write, null, a as A, b as B);
}

/** A rule that chooses: among whom is told when somebody asks, from what it was made of. */
export function choosingRule<A, B>(
  component: Rule['component'],
  write: (a: A, b: B) => Row,
  choose: (a: A, b: B) => Choice,
  a: A,
  b: B,
): Rule {
  return new LazyRule(component, write, choose, a, b);
}
