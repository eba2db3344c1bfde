/** What `npm run -s rules` answers: arguments and a file's text in, a ruleset and an exit code out. */
import { parseArgs } from 'node:util';
import type { IPFamily } from '../kubernetes/ip.ts';
import { clusterFamilies } from '../simulation/clusterFamilies.ts';
import { createNodeRules, type ProxyMode } from '../simulation/network/kubeProxy.ts';
import { rulesetOf, rulesets } from '../simulation/network/rulesets.ts';
import { createQuietSimulation } from '../simulation/simulation.ts';
import { BadInput, readScene } from './sceneFile.ts';

export const USAGE = `Usage: npm run -s rules -- <scene.yaml> --node <name> [--mode <mode>] [--family IPv4|IPv6]

Prints the rules that kube-proxy (v1.35) writes on a node of the scene.

  --node  the node's name
  --mode  iptables, nftables or ipvs: another mode than the scene's KubeProxyConfiguration says
  --family  of which IP family; otherwise of the cluster's primary one

iptables: load it with iptables-restore (ip6tables-restore for IPv6); nftables: load it with nft -f;
ipvs: as ipvsadm -Ln, ipset list and iptables-save print it.`;

interface Answer {
  readonly exitCode: 0 | 2;
  readonly output: string;
  readonly errors: string;
}

interface Order {
  readonly file: string;
  readonly node: string;
  readonly mode: ProxyMode | undefined;
  readonly family: IPFamily | undefined;
}

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args);
  const [file] = positionals;
  if (file === undefined) throw new BadInput('Which scene? Name a YAML file.');
  if (positionals.length > 1) throw new BadInput('One scene at a time.');
  if (values.node === undefined) throw new BadInput('Which node? Say it with --node.');
  const { mode, family } = values;
  if (mode !== undefined && !isProxyMode(mode))
    throw new BadInput(`--mode is iptables, nftables or ipvs, not "${mode}".`);
  if (family !== undefined && family !== 'IPv4' && family !== 'IPv6')
    throw new BadInput(`--family is IPv4 or IPv6, not "${family}".`);
  return { file, node: values.node, mode, family };
}

function isProxyMode(text: string): text is ProxyMode {
  return Object.hasOwn(rulesets, text);
}

function parse(args: readonly string[]) {
  try {
    const options = {
      node: { type: 'string' },
      mode: { type: 'string' },
      family: { type: 'string' },
    } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new BadInput((error as Error).message);
  }
}

/** Runs the command; `readFile` gives a file's text, or throws. */
export function answer(args: readonly string[], readFile: (file: string) => string): Answer {
  try {
    const { file, node: name, mode, family } = readOrder(args);
    const simulation = createQuietSimulation(readScene(file, readFile));
    const { network } = simulation;
    const { families } = clusterFamilies(simulation);
    const wanted = family ?? families[0];
    const nodes = [...network.nodes.values()];
    const node = nodes.find((each) => each.name === name);
    if (node === undefined) {
      const names = nodes.map((each) => each.name).join(', ') || 'none';
      throw new BadInput(`No node is called "${name}". There are: ${names}.`);
    }
    const own = wanted === 'IPv6' ? node.rulesIPv6 : node.rules;
    if (own === null)
      throw new BadInput('The cluster has no IPv6: its ServiceCIDR "kubernetes" names no range of it.');
    const { config, table } = own;
    const rules =
      mode === undefined || mode === config.mode
        ? own
        : createNodeRules({ ...config, mode }, node.proxyNode, table, null);
    return { exitCode: 0, output: rulesetOf(rules), errors: '' };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { exitCode: 2, output: '', errors: `${error.message}\n\n${USAGE}` };
  }
}
