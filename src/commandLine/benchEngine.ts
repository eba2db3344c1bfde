/**
 * `npm run -s bench:engine`: how many hops per second the simulation makes, beside bare loops that do the least that such
 * a simulation could do, measured in the same run. Traffic by ClusterIP, so that DNS does not dominate; then by name.
 */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { advance } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { cluster, deployment, node, service } from '../testing/cluster.ts';
import { runMapLoop, runTypedArrayLoop } from '../testing/engineCeiling.ts';

const NODES = 10;
const APPS = 50;
const PODS_PER_SERVICE = 20;
const REQUESTS_PER_SECOND = 1000;
const ROUNDS = 5;
/** Each round is this much simulated time, taken out piece by piece as a playground does. */
const ROUND_MS = 100_000;
const SLICE_MS = 100;

interface Speed {
  readonly perSecond: number;
  readonly perCpuSecond: number;
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

/** Runs `count` several times after a warm-up; returns the median. */
function measure(count: () => number): Speed {
  count();
  const speeds = Array.from({ length: ROUNDS }, () => {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const done = count();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: done / seconds, perCpuSecond: (done / (user + system)) * 1e6 };
  });
  return speeds.sort((a, b) => a.perSecond - b.perSecond)[Math.floor(ROUNDS / 2)]!;
}

function countHops(simulation: Simulation): number {
  const end = simulation.now + ROUND_MS;
  let hops = 0;
  while (simulation.now < end)
    for (const event of advance(simulation, simulation.now + SLICE_MS)) if (event.type === 'Hop') hops += 1;
  return hops;
}

function measureEngine(services: number, byName: boolean): Speed {
  const simulation = cluster(objects(services, byName));
  if (simulation.refused.length > 0) throw new Error(simulation.refused[0]!.status.message);
  return measure(() => countHops(simulation));
}

function print(label: string, speed: Speed): void {
  const inMillions = (value: number) => `${(value / 1e6).toFixed(2).padStart(7)} M`;
  console.log(`${label.padEnd(58)}${inMillions(speed.perSecond)}/s ${inMillions(speed.perCpuSecond)}/CPU s`);
}

const loop = { services: 50, endpoints: PODS_PER_SERVICE, requests: 1_000_000 };
console.log(
  `Hops per second: ${PODS_PER_SERVICE} endpoints per Service on ${NODES} nodes, median of ${ROUNDS}, Node ${process.version}`,
);
print(
  'ceiling: typed arrays, look up, pick, conntrack, log',
  measure(() => runTypedArrayLoop(loop)),
);
print(
  'ceiling: Maps and objects, the same',
  measure(() => runMapLoop(loop)),
);
const few = measureEngine(50, false);
print('simulation, 50 Services, by ClusterIP', few);
const many = measureEngine(1000, false);
print('simulation, 1,000 Services, by ClusterIP', many);
print('simulation, 50 Services, by name (with DNS queries)', measureEngine(50, true));
console.log(`time per hop at 1,000 Services : at 50 = ${(few.perCpuSecond / many.perCpuSecond).toFixed(2)}`);
