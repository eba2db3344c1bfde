/**
 * How long session affinity lasts: a source that comes back in time keeps its Pod, one that comes too late is given one
 * anew. The kernel lives these seconds; the simulation has them a thousandfold, for so long do its packets take.
 */
import { run } from '../cluster.ts';
import { ask } from '../requests.ts';
import type { Agent } from './agents.ts';
import { simulate } from './compare.ts';
import { affinityScene, type KernelScene } from './scenes.ts';

const TIMEOUT_SECONDS = 3;
const STRETCH = 1000;
/** Each visit in time starts the seconds anew: together they are longer than the timeout. */
const visitsInTime = Array.from({ length: 5 }, () => 1);
/** With two Pods, the chance that all senders get their old Pod each time is 2 to the power of -24 at most. */
const visitsTooLate = Array.from({ length: 8 }, () => TIMEOUT_SECONDS + 1);

const HOST = '10.96.0.80';

export const affinityTimeoutScene: KernelScene = affinityScene(TIMEOUT_SECONDS);

export interface Visits {
  readonly inTime: readonly string[];
  readonly tooLate: readonly string[];
}

/** Who answers a sender that comes back in time, and then always too late. */
async function visit(come: (waitSeconds: number) => Promise<string>): Promise<Visits> {
  const each = async (waits: readonly number[]) => {
    const answers: string[] = [];
    for (const seconds of waits) answers.push(await come(seconds));
    return answers;
  };
  return { inTime: await each(visitsInTime), tooLate: await each(visitsTooLate) };
}

export function visitKernel(agent: Agent): Promise<Visits> {
  return visit(async (seconds) => {
    await new Promise((done) => setTimeout(done, seconds * 1000));
    const question = { protocol: 'TCP', host: HOST, port: 80, timeoutMs: 3000, count: 1, atOnce: 1 };
    const [result] = await agent.ask(question);
    return result?.name ?? result?.outcome ?? '';
  });
}

export function visitSimulation(mode: Parameters<typeof simulate>[1], from: string): Promise<Visits> {
  const simulation = simulate(affinityScene(TIMEOUT_SECONDS * STRETCH), mode);
  return visit(async (seconds) => {
    run(simulation, seconds * STRETCH * 1000);
    return ask(simulation, from, `http://${HOST}/`).end.answeredBy ?? '';
  });
}

/** What is wrong with the visits of all senders: nothing when those in time got one Pod each, the others more than one. */
export function wrongVisits(all: readonly Visits[]): string[] {
  const wrong: string[] = [];
  for (const { inTime } of all)
    if (new Set(inTime).size !== 1)
      wrong.push(`came back in time, and got ${[...new Set(inTime)].join(', ')}`);
  if (all.every(({ tooLate }) => new Set(tooLate).size === 1)) wrong.push('came too late, and kept its Pod');
  return wrong;
}
