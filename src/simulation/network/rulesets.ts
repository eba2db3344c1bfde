/** The whole ruleset of a node by proxy mode, in the words of the tool that lists it. */
import { iptablesRuleset } from './iptablesRuleset.ts';
import type { NodeRules, ProxyMode } from './kubeProxy.ts';
import { nftablesRuleset } from './nftablesRuleset.ts';

export const rulesets: Readonly<Record<ProxyMode, (rules: NodeRules) => string>> = {
  iptables: iptablesRuleset,
  nftables: nftablesRuleset,
};

export function rulesetOf(rules: NodeRules): string {
  return rulesets[rules.config.mode](rules);
}
