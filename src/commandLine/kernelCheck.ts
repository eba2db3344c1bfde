/**
 * `npm run kernel-check`: compares the simulation with a real Linux kernel. Each scene's nodes, Pods and clients become
 * network namespaces, the kernel loads the rules that `npm run rules` prints, and real connections are made from everyone
 * to every address. Needs root, and Debian's iptables, nftables and iproute2; where it cannot run it says so and exits 0.
 * `--only <part of a title>` runs some of the scenes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { routesFor } from '../simulation/network/addressFamilies.ts';
import type { ChainMode, NodeRules } from '../simulation/network/kubeProxy.ts';
import type { NodePlace } from '../simulation/network/places.ts';
import { rulesets } from '../simulation/network/rulesets.ts';
import type { Simulation } from '../simulation/state.ts';
import {
  affinityTimeoutScene,
  visitKernel,
  visitSimulation,
  wrongVisits,
} from '../testing/kernel/affinityTimeout.ts';
import { type Agent, startAgent, stopAgents } from '../testing/kernel/agents.ts';
import {
  balancedAddresses,
  disagreement,
  healthCheckPorts,
  isCompared,
  observeKernel,
  observeSimulation,
  pairsOf,
  simulate,
} from '../testing/kernel/compare.ts';
import {
  buildNetwork,
  removeAllNamespaces,
  removeForgottenNamespaces,
  removeNamespaces,
} from '../testing/kernel/namespaces.ts';
import { type KernelScene, kernelScenes } from '../testing/kernel/scenes.ts';

const loaders: Readonly<Record<ChainMode, readonly string[]>> = {
  iptables: ['iptables-restore'],
  nftables: ['nft', '-f', '-'],
};

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

function cleanUp(): void {
  stopAgents();
  removeAllNamespaces();
}

/** Why it cannot run here, null when it can. */
function obstacle(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, to make network namespaces';
  const isMissing = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0;
  const commands = ['ip', 'iptables-restore', 'ip6tables-restore', 'nft'];
  if (commands.some(isMissing) && !isMissing('apt-get')) {
    const install = 'apt-get install -y --no-install-recommends iptables nftables iproute2';
    spawnSync('sh', ['-c', `${install} || { apt-get update && ${install}; }`], { stdio: 'ignore' });
  }
  const missing = commands.filter(isMissing);
  if (missing.length > 0) return `${missing.join(', ')} not found`;
  return modulesMissing();
}

/** Tries a namespace with a veth pair, a bridge and a rule of each kind that kube-proxy writes. */
function modulesMissing(): string | null {
  const name = `kubehop-${process.pid}-probe`;
  const iptables =
    '*nat\n-A OUTPUT -m comment --comment x -m statistic --mode random --probability 0.5 -m recent --set --name x -m addrtype --dst-type LOCAL -j MARK --set-xmark 0x4000/0x4000\n-A POSTROUTING -j MASQUERADE --random-fully\nCOMMIT\n';
  const nftables =
    'table ip x {\n map m { type ipv4_addr . inet_proto . inet_service : verdict\n }\n chain c {\n type nat hook output priority -100;\n ip daddr . meta l4proto . th dport vmap @m\n fib saddr type local numgen random mod 2 vmap { 0 : drop }\n }\n}\n';
  const steps: [string, string][] = [
    [`ip netns add ${name}`, ''],
    [`ip link add eth0 netns ${name} type veth peer name eth1 netns ${name}`, ''],
    [`ip -n ${name} link add br0 type bridge`, ''],
    [`ip netns exec ${name} iptables-restore`, iptables],
    [`ip netns exec ${name} nft -f -`, nftables],
  ];
  try {
    for (const [command, input] of steps) {
      const { status, stderr } = spawnSync('sh', ['-c', command], { input, encoding: 'utf8' });
      if (status !== 0) return `${command}: ${stderr.trim().split('\n')[0]}`;
    }
    return null;
  } finally {
    spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  }
}

function load(namespace: string, command: readonly string[], rules: string): void {
  execFileSync('ip', ['netns', 'exec', namespace, ...command], {
    input: rules,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** What kube-proxy writes, and the one row of the network plug-in, for each family of the node's addresses. */
function loadRules(namespace: string, node: NodePlace, rules: NodeRules): void {
  const mode = rules.config.mode as ChainMode;
  const isIPv6 = rules.config.ipFamily === 'IPv6';
  const restore = isIPv6 ? 'ip6tables-restore' : 'iptables-restore';
  load(namespace, mode === 'iptables' ? [restore] : loaders[mode], rulesets[mode](rules));
  // kube-proxy sets it, so that what comes from 127.0.0.1 may leave the node after its translation.
  if (mode === 'iptables' && !isIPv6 && rules.config.localhostNodePorts)
    load(namespace, ['tee', '/proc/sys/net/ipv4/conf/all/route_localnet'], '1\n');
  const { masqueradeRule } = routesFor(node, isIPv6 ? '::' : '0.0.0.0');
  load(namespace, [restore, '--noflush'], `*nat\n${masqueradeRule.text}\nCOMMIT\n`);
}

interface Score {
  readonly compared: number;
  readonly disagreements: readonly string[];
}

interface Laboratory {
  readonly simulation: Simulation;
  /** By key of the place. */
  readonly agents: ReadonlyMap<string, Agent>;
}

/** Builds the scene's network, loads its rules and lets everybody listen; takes all down again afterwards. */
async function inLaboratory<T>(
  scene: KernelScene,
  mode: ChainMode,
  compare: (laboratory: Laboratory) => Promise<T>,
): Promise<T> {
  const simulation = simulate(scene, mode);
  const { namespaces, nodes } = await buildNetwork(simulation, balancedAddresses(simulation));
  for (const node of nodes)
    for (const rules of [node.rules, node.rulesIPv6])
      if (rules !== null) loadRules(namespaces.get(node.key)!, node, rules);
  const agents = new Map<string, Agent>();
  const healthChecks = healthCheckPorts(simulation).map((port) => ({ protocol: 'TCP', port }));
  for (const place of simulation.network.places.values()) {
    const namespace = namespaces.get(place.key);
    const isAsked = place.kind === 'Node' && (scene.doNodesSend || healthChecks.length > 0);
    if ((isCompared(place) || isAsked) && namespace !== undefined)
      agents.set(place.key, startAgent(namespace));
  }
  const listenersOf = (key: string) => {
    const place = simulation.network.places.get(key);
    return place?.kind === 'Pod' ? place.listeners : place?.kind === 'Node' ? healthChecks : [];
  };
  await Promise.all([...agents].map(([key, agent]) => agent.listen(key, listenersOf(key))));
  const result = await compare({ simulation, agents });
  for (const agent of agents.values()) agent.stop();
  removeNamespaces(namespaces.values());
  return result;
}

function check(scene: KernelScene, mode: ChainMode): Promise<Score> {
  return inLaboratory(scene, mode, async ({ simulation, agents }) => {
    const pairs = pairsOf(simulation, scene.doNodesSend);
    const found: (string | null)[] = [];
    const compareAll = async (own: typeof pairs) => {
      for (const pair of own) {
        const simulated = observeSimulation(simulation, pair);
        const real = await observeKernel(agents.get(pair.from)!, pair, simulated);
        found.push(disagreement(pair, simulated, real));
      }
    };
    // A sender asks one address after the other, for affinity remembers senders; all senders ask at once.
    await Promise.all([...agents.keys()].map((key) => compareAll(pairs.filter(({ from }) => from === key))));
    return { compared: found.length, disagreements: found.filter((text) => text !== null) };
  });
}

/** Each caller comes back in time, and then too late, in the simulation and in real seconds. */
function checkAffinityTimeout(scene: KernelScene, mode: ChainMode): Promise<Score> {
  return inLaboratory(scene, mode, async ({ agents }) => {
    const callers = [...agents].filter(([key]) => key.includes('caller'));
    const simulated = await Promise.all(callers.map(([key]) => visitSimulation(mode, key)));
    const real = await Promise.all(callers.map(([, agent]) => visitKernel(agent)));
    const disagreements = [
      ...wrongVisits(simulated).map((text) => `simulated: ${text}`),
      ...wrongVisits(real).map((text) => `the kernel: ${text}`),
    ];
    return { compared: callers.length + 1, disagreements };
  });
}

const reason = obstacle();
if (reason !== null) {
  console.log(`kernel-check: skipped (${reason})`);
  process.exit(0);
}
removeForgottenNamespaces();
process.on('exit', cleanUp);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

let compared = 0;
let disagreed = 0;
const modes = ['iptables', 'nftables'] as const;

async function checkBothModes(scene: KernelScene, compare: typeof check): Promise<void> {
  if (!scene.title.includes(values.only)) return;
  // Both at once: most of the time is spent waiting for answers that never come.
  const scores = await Promise.all(modes.map((mode) => compare(scene, mode)));
  for (const [index, score] of scores.entries()) {
    compared += score.compared;
    disagreed += score.disagreements.length;
    const agreed = score.compared - score.disagreements.length;
    console.log(`${modes[index]!.padEnd(8)}  ${agreed} of ${score.compared}  ${scene.title}`);
    for (const text of score.disagreements) console.log(`    ${text}`);
  }
}

// It is mostly waiting, so it waits beside all others.
const timeouts = checkBothModes(affinityTimeoutScene, checkAffinityTimeout);
for (const scene of kernelScenes) await checkBothModes(scene, check);
await timeouts;
console.log('SCTP      rules loaded, connections skipped (Node.js has no SCTP sockets)');
console.log(`kernel-check: ${compared - disagreed} of ${compared} agree`);
process.exitCode = disagreed === 0 ? 0 : 1;
