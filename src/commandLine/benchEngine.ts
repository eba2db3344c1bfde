/**
 * `npm run -s bench:engine`: how many hops per second the simulation makes, beside bare loops that do the least that such
 * a simulation could do, measured in the same run. Traffic by ClusterIP, so that DNS does not dominate; then by name.
 * Last, what one change of an endpoint costs in a large cluster.
 */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { advance } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { cluster, deployment, node, service } from '../testing/cluster.ts';
import { runMapLoop, runTypedArrayLoop } from '../testing/engineCeiling.ts';
import { measureChanges } from '../testing/incrementalRules.ts';

const NODES = 10;
const APPS = 50;
const PODS_PER_SERVICE = 20;
const REQUESTS_PER_SECOND = 1000;
/** The rounds of all loops take turns, and the fastest of each counts: what else the machine does slows all alike. */
const ROUNDS = 7;
const WARM_UP_ROUNDS = 2;
/** Each round is this much simulated time, taken out piece by piece as a playground does. */
const ROUND_MS = 50_000;
const SLICE_MS = 100;

interface Contestant {
  readonly label: string;
  /** Runs one round and returns how many hops it made. */
  run(): number;
  /** Hops per second of the fastest round, by the wall clock and by the time that the processor gave it. */
  perSecond: number;
  perCpuSecond: number;
}

function clusterIP(index: number): string {
  return `10.96.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
}

/** Every Service has 20 endpoints; beyond 50 Services they share the Pods, so that only the number of Services grows. */
function objects(services: number, byName: boolean): KubernetesObject[] {
  const nodes = Array.from({ length: NODES }, (_, n) => node(`node-${n}`));
  const apps = Array.from({ length: APPS }, (_, n) => deployment(`app-${n}`, PODS_PER_SERVICE));
  const targets = Array.from({ length: services }, (_, n) =>
    service(`service-${n}`, {
      selector: { app: `app-${n % APPS}` },
      clusterIP: clusterIP(n),
      ports: [{ port: 80, targetPort: 8080 }],
    }),
  );
  const traffic = targets.map((target, n) => ({
    apiVersion: 'kubehop.dev/v1alpha1',
    kind: 'Traffic',
    metadata: { name: `traffic-${n}` },
    spec: {
      from: { kind: 'Deployment', namespace: 'default', name: `app-${(n + 1) % APPS}` },
      url: `http://${byName ? target.metadata.name : clusterIP(n)}/`,
      requestsPerSecond: REQUESTS_PER_SECOND / services,
    },
  }));
  return [...nodes, ...apps, ...targets, ...traffic];
}

function countHops(simulation: Simulation): number {
  const end = simulation.now + ROUND_MS;
  let hops = 0;
  while (simulation.now < end)
    for (const event of advance(simulation, simulation.now + SLICE_MS)) if (event.type === 'Hop') hops += 1;
  return hops;
}

function engine(label: string, services: number, byName: boolean): Contestant {
  const simulation = cluster(objects(services, byName));
  if (simulation.refused.length > 0) throw new Error(simulation.refused[0]!.status.message);
  return contestant(label, () => countHops(simulation));
}

function contestant(label: string, run: () => number): Contestant {
  return { label, run, perSecond: 0, perCpuSecond: 0 };
}

function takeTurn(contestant: Contestant): void {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const hops = contestant.run();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  contestant.perSecond = Math.max(contestant.perSecond, hops / seconds);
  contestant.perCpuSecond = Math.max(contestant.perCpuSecond, (hops / (user + system)) * 1e6);
}

const loop = { services: 50, endpoints: PODS_PER_SERVICE, requests: 200_000 };
const few = engine('simulation, 50 Services, by ClusterIP', 50, false);
const many = engine('simulation, 1,000 Services, by ClusterIP', 1000, false);
const contestants = [
  contestant('ceiling: typed arrays: look up, pick, conntrack, log', () => runTypedArrayLoop(loop)),
  contestant('ceiling: Maps and objects, the same', () => runMapLoop(loop)),
  few,
  many,
  engine('simulation, 50 Services, by name (with DNS queries)', 50, true),
];
for (const each of contestants) for (let round = 0; round < WARM_UP_ROUNDS; round++) each.run();
for (let round = 0; round < ROUNDS; round++) for (const each of contestants) takeTurn(each);

const inMillions = (value: number) => `${(value / 1e6).toFixed(2).padStart(7)} M`;
console.log(
  `Hops per second: ${PODS_PER_SERVICE} endpoints per Service on ${NODES} nodes, best of ${ROUNDS} rounds, Node ${process.version}`,
);
for (const { label, perSecond, perCpuSecond } of contestants)
  console.log(`${label.padEnd(54)}${inMillions(perSecond)}/s ${inMillions(perCpuSecond)}/CPU second`);
const ratio = few.perCpuSecond / many.perCpuSecond;
console.log(`time per hop at 1,000 Services, compared with 50: ${ratio.toFixed(2)}`);

for (const mode of ['iptables', 'nftables', 'ipvs'] as const) {
  const times = measureChanges(mode).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!.toFixed(2);
  console.log(
    `one endpoint changes, 5,000 Services x 10, rules of all ${NODES} nodes, ${mode.padEnd(8)}  median ${at(0.5)} ms, 95 % within ${at(0.95)} ms`,
  );
}
