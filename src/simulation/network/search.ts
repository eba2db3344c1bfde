/** The names that a process asks for on its way to an address, and what is told of each: made once, then asked again and again. */
import type { Decision, Rule } from '../events.ts';
import { nameChoice } from './candidates.ts';
import { candidateNames, type ResolvConf } from './resolver.ts';
import { choosingRule } from './rule.ts';

export interface Search {
  readonly resolvConf: ResolvConf;
  readonly names: readonly string[];
  /** One for each name. */
  readonly steps: readonly SearchStep[];
}

export interface SearchStep {
  readonly rule: Rule;
  readonly details: NonNullable<Decision['details']>;
}

/** More hosts than people ask for at a time. */
const MOST_REMEMBERED = 1000;

const remembered = new WeakMap<ResolvConf, Map<string, Search>>();

export function searchFor(host: string, resolvConf: ResolvConf): Search {
  let searches = remembered.get(resolvConf);
  if (searches === undefined) {
    searches = new Map();
    remembered.set(resolvConf, searches);
  }
  let search = searches.get(host);
  if (search === undefined) {
    if (searches.size >= MOST_REMEMBERED) searches.clear();
    search = createSearch(candidateNames(host, resolvConf), resolvConf);
    searches.set(host, search);
  }
  return search;
}

export function createSearch(names: readonly string[], resolvConf: ResolvConf): Search {
  const steps: SearchStep[] = [];
  const search: Search = { resolvConf, names, steps };
  for (const [index, name] of names.entries())
    steps.push({
      rule: choosingRule('client', writeResolvConf, choiceAt, search, index),
      details: { name, attempt: index + 1, attempts: names.length },
    });
  return search;
}

function writeResolvConf({ resolvConf: { nameserver, search, ndots } }: Search) {
  return {
    chain: '/etc/resolv.conf',
    text: `search ${search.join(' ')}\nnameserver ${nameserver}\noptions ndots:${ndots}`,
  };
}

function choiceAt({ names }: Search, index: number) {
  return nameChoice(names, index);
}
