/** The whole ruleset of a node by proxy mode, in the words of the tool that lists it. */
import { iptablesRuleset } from './iptablesRuleset.ts';
import { ipvsRuleset } from './ipvsRuleset.ts';
import type { IpvsTable } from './ipvsTable.ts';
import type { NodeRules, ProxyMode } from './kubeProxy.ts';
import { nftablesRuleset } from './nftablesRuleset.ts';

export const rulesets: Readonly<Record<ProxyMode, (rules: NodeRules, ipvs?: IpvsTable) => string>> = {
  iptables: iptablesRuleset,
  nftables: nftablesRuleset,
  ipvs: ipvsRuleset,
};

/** `ipvs` is what the node's virtual servers remember: their counters are listed too. */
export function rulesetOf(rules: NodeRules, ipvs?: IpvsTable): string {
  return rulesets[rules.config.mode](rules, ipvs);
}
