/** What `npm run -s rules` answers: arguments and a file's text in, a ruleset and an exit code out. */
import { parseArgs } from 'node:util';
import { createNodeRules, type ProxyMode } from '../simulation/network/kubeProxy.ts';
import { rulesetOf } from '../simulation/network/rulesets.ts';
import { createQuietSimulation } from '../simulation/trace.ts';
import { BadInput, readScene } from './sceneFile.ts';

export const USAGE = `Usage: npm run -s rules -- <scene.yaml> --node <name> [--mode iptables|nftables]

Prints the rules that kube-proxy (v1.35) writes on a node of the scene.

  --node  the node's name
  --mode  another mode than the scene's KubeProxyConfiguration says

iptables: load it with iptables-restore; nftables: load it with nft -f.`;

interface Answer {
  readonly exitCode: 0 | 2;
  readonly output: string;
  readonly errors: string;
}

interface Order {
  readonly file: string;
  readonly node: string;
  readonly mode: ProxyMode | undefined;
}

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args);
  const [file] = positionals;
  if (file === undefined) throw new BadInput('Which scene? Name a YAML file.');
  if (positionals.length > 1) throw new BadInput('One scene at a time.');
  if (values.node === undefined) throw new BadInput('Which node? Say it with --node.');
  const { mode } = values;
  if (mode !== undefined && mode !== 'iptables' && mode !== 'nftables')
    throw new BadInput(`--mode is iptables or nftables, not "${mode}".`);
  return { file, node: values.node, mode };
}

function parse(args: readonly string[]) {
  try {
    const options = { node: { type: 'string' }, mode: { type: 'string' } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new BadInput((error as Error).message);
  }
}

/** Runs the command; `readFile` gives a file's text, or throws. */
export function answer(args: readonly string[], readFile: (file: string) => string): Answer {
  try {
    const { file, node: name, mode } = readOrder(args);
    const { network } = createQuietSimulation(readScene(file, readFile));
    const nodes = [...network.nodes.values()];
    const node = nodes.find((each) => each.name === name);
    if (node === undefined) {
      const names = nodes.map((each) => each.name).join(', ') || 'none';
      throw new BadInput(`No node is called "${name}". There are: ${names}.`);
    }
    const { config, table } = node.rules;
    const rules =
      mode === undefined || mode === config.mode
        ? node.rules
        : createNodeRules({ ...config, mode }, node.proxyNode, table);
    return { exitCode: 0, output: rulesetOf(rules), errors: '' };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { exitCode: 2, output: '', errors: `${error.message}\n\n${USAGE}` };
  }
}
