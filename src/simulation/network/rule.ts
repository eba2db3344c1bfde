/** Rules as the packet's list of hops shows them: chain and row are written only when somebody reads them. */
import type { Rule } from '../events.ts';

export interface Row {
  readonly chain: string;
  readonly text: string;
}

/** A rule whose chain name needs a hash and whose row needs a format: both are made at the first look. */
class LazyRule implements Rule {
  readonly component: Rule['component'];
  readonly #write: () => Row;
  #row: Row | null = null;

  constructor(component: Rule['component'], write: () => Row) {
    this.component = component;
    this.#write = write;
  }

  get chain(): string {
    return this.#read().chain;
  }

  get text(): string {
    return this.#read().text;
  }

  toJSON(): Rule {
    return { component: this.component, chain: this.chain, text: this.text };
  }

  #read(): Row {
    this.#row ??= this.#write();
    return this.#row;
  }
}

export function lazyRule(component: Rule['component'], write: () => Row): Rule {
  return new LazyRule(component, write);
}
