/** The parts of a playground that it can begin without: the app has them from the start, an embed loads them when they are first needed. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { whenSpoken } from '../messages/language.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { type Features, noFeatures } from '../simulation/features.ts';
import type { Equipment, Scrutiny } from '../simulation/state.ts';
import type { BreakpointCondition, BreakpointTest } from './breakpoints.ts';
import type { Command } from './commands.ts';
import type { Written } from './draft.ts';
import type { EditTable } from './editTable.ts';
import { loadFeatures } from './features.ts';
import type { Problem } from './problems.ts';
import type { Objects } from './queries.ts';
import type { EventListener } from './timeTravel.ts';

/** For whoever changes something or sets breakpoints. */
export interface Workbench {
  readonly edits: EditTable;
  kubectlLines(written: readonly Written[], objects: Objects): string[];
  testOf(condition: BreakpointCondition): BreakpointTest | { readonly error: string };
  conditionInWords(condition: BreakpointCondition): string;
}

/** What can be said about the cluster and its packets. */
export interface Insight {
  findProblems(objects: Objects): ReadonlyMap<ObjectKey, readonly Problem[]>;
  narrateEvent(event: SimulationEvent): string | null;
}

/** null: not there yet. */
export interface Parts extends Equipment {
  scrutiny: Scrutiny | null;
  /** What behaves in a scene: only what its objects ask for, until somebody changes them. */
  features: Features;
  workbench: Workbench | null;
  insight: Insight | null;
}

const WANTS_WORKBENCH: ReadonlySet<Command['type']> = new Set([
  'create',
  'update',
  'apply',
  'applyAll',
  'delete',
  'movePod',
  'rename',
  'duplicate',
  'connect',
  'loadScene',
  'addBreakpoint',
] satisfies Command['type'][]);

export function wantsWorkbench(commands: Command | readonly Command[]): boolean {
  return [commands].flat().some(({ type }) => WANTS_WORKBENCH.has(type));
}

const LATEST_INSIGHT_MS = 3_000;
/** So long packets have the page to themselves. */
const SEEN_FIRST_MS = 500;

/** One for all playgrounds of a page that were given none. */
export const sharedParts: Parts = {
  workbench: null,
  insight: null,
  scrutiny: null,
  features: noFeatures(),
};

/** What people write is checked, and may ask for anything. */
export async function loadWorkbench(parts: Parts): Promise<void> {
  const [bench] = await Promise.all([import('./workbench.ts'), loadScrutiny(parts)]);
  await whenSpoken();
  parts.workbench ??= bench.workbench;
}

export async function loadInsight(parts: Parts): Promise<void> {
  const { insight } = await import('./insight.ts');
  await whenSpoken();
  parts.insight ??= insight;
}

/** It takes nothing from the start of a page, neither of its network nor of its processor: packets move without a word. */
export async function loadInsightWhenIdle(parts: Parts, listeners: Set<EventListener>): Promise<void> {
  await Promise.race([firstHop(listeners), wait(LATEST_INSIGHT_MS)]);
  await wait(SEEN_FIRST_MS);
  await new Promise<unknown>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: LATEST_INSIGHT_MS });
    else setTimeout(resolve, 500);
  });
  await loadInsight(parts);
}

function firstHop(listeners: Set<EventListener>): Promise<void> {
  return new Promise((resolve) => {
    const hear: EventListener = (events) => {
      if (!events.some(({ type }) => type === 'Hop')) return;
      listeners.delete(hear);
      resolve();
    };
    listeners.add(hear);
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Before a playground begins with a scene of somebody else. */
export async function loadScrutiny(parts = sharedParts): Promise<void> {
  const [{ scrutiny }] = await Promise.all([
    import('../simulation/scrutiny.ts'),
    loadFeatures(parts.features),
  ]);
  parts.scrutiny ??= scrutiny;
}

export const noProblems: ReadonlyMap<ObjectKey, readonly Problem[]> = new Map();

/** Never asked for before the part is there: `dispatch` waits for it. */
export function workbenchOf({ workbench }: Parts): Workbench {
  if (workbench === null) throw new Error('The workbench is not loaded yet');
  return workbench;
}
