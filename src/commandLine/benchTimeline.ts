/**
 * `npm run -s bench:timeline`: how long it takes to go to a moment of a 10-minute run at 50 requests/s and to step back
 * from there, all that is shown included, and what the checkpoints weigh.
 */

import { weigh } from '../playground/checkpoints.ts';
import { advance, cloneSimulation, createSimulation } from '../simulation/simulation.ts';
import {
  openRun,
  pass,
  REQUESTS_PER_SECOND,
  type Run,
  sceneAtFifty,
  usedMegabytes,
} from './fiftyPerSecond.ts';

const SCENES = ['shop', 'microservices', 'all-together'] as const;
const MINUTES = 10;
const MOMENTS = 100;
const CEILING_MS = 100;
/** One frame at 30 per second. */
const PREVIEW_CEILING_MS = 33;

interface Times {
  /** By the clock on the wall, and by the time that the processor gave: what else the machine does is in the first. */
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

const sorted = (times: number[]) => times.sort((a, b) => a - b);

async function measure(
  { playground }: Run,
  prepare: (at: number) => Promise<unknown>,
  go: (at: number) => Promise<unknown>,
): Promise<Times> {
  const wall: number[] = [];
  const cpu: number[] = [];
  const { end } = playground.store.getState().timeline;
  for (let index = 0; index < MOMENTS; index++) {
    // Here and there, so that no moment profits from the one before.
    const at = Math.round((((index * 37) % MOMENTS) + 0.5) * (end / MOMENTS));
    await prepare(at);
    const start = performance.now();
    const given = process.cpuUsage();
    await go(at);
    const { user, system } = process.cpuUsage(given);
    wall.push(performance.now() - start);
    cpu.push((user + system) / 1000);
  }
  return { wall: sorted(wall), cpu: sorted(cpu) };
}

function print(label: string, { wall, cpu }: Times, ceiling: number): boolean {
  const at = (times: readonly number[], share: number) =>
    `${times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(1).padStart(6)} ms`;
  const figures = (times: readonly number[]) =>
    `p50 ${at(times, 0.5)}  p95 ${at(times, 0.95)}  max ${at(times, 1)}`;
  const isKept = cpu[Math.floor(cpu.length * 0.95)]! <= ceiling;
  console.log(
    `${label.padEnd(32)} ${figures(wall)}   of processor ${figures(cpu)}   ceiling ${ceiling} ms${isKept ? '' : '  EXCEEDED'}`,
  );
  return isKept;
}

/** How much a checkpoint adds to the heap, measured over many of one run. */
function printWeight(name: string): void {
  const simulation = createSimulation(sceneAtFifty(name));
  advance(simulation, 60_000);
  const before = usedMegabytes();
  const copies = [];
  let weight = 0;
  for (let second = 0; second < 40; second++) {
    advance(simulation, simulation.now + 10_000);
    copies.push(cloneSimulation(simulation));
    weight += weigh(simulation);
  }
  const bytes = ((usedMegabytes() - before) * 1e6) / copies.length;
  console.log(
    `${name.padEnd(34)} ${(bytes / 1000).toFixed(0)} kB per checkpoint, ${(bytes / (weight / copies.length)).toFixed(0)} bytes per unit of weight`,
  );
}

let areKept = true;
console.log(
  `${MINUTES} minutes at ${REQUESTS_PER_SECOND} requests/s, ${MOMENTS} moments all over the run, Node ${process.version}`,
);
for (const name of SCENES) {
  const run = openRun(name);
  await pass(run, MINUTES * 60_000);
  const { dispatch } = run.playground;
  const seek = (at: number, isPreview = false) => dispatch({ type: 'seek', at, isPreview }, 'app');
  await dispatch({ type: 'pause' }, 'app');
  const stay = async () => {};
  // Once for the compiler.
  await measure(run, stay, (at) => seek(at));
  const preview = (at: number) => seek(at, true);
  const stepBack = () => dispatch({ type: 'stepBack' }, 'app');
  const rows = [
    { label: 'step back', times: await measure(run, (at) => seek(at), stepBack), ceiling: CEILING_MS },
    { label: 'go to a moment', times: await measure(run, stay, (at) => seek(at)), ceiling: CEILING_MS },
    { label: 'while dragging', times: await measure(run, stay, preview), ceiling: PREVIEW_CEILING_MS },
  ];
  for (const { label, times, ceiling } of rows)
    areKept = print(`${name}: ${label}`, times, ceiling) && areKept;
  run.playground.destroy();
}
if ('gc' in globalThis) printWeight(process.argv[2] ?? SCENES[0]);
process.exit(areKept ? 0 : 1);
