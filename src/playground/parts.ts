/** The parts of a playground that it can begin without: the app has them from the start, an embed loads them when they are first needed. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { BreakpointCondition, BreakpointTest } from './breakpoints.ts';
import type { Command } from './commands.ts';
import type { Written } from './draft.ts';
import type { EditTable } from './editTable.ts';
import type { Problem } from './problems.ts';
import type { Objects } from './queries.ts';

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
export interface Parts {
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
  'addBreakpoint',
] satisfies Command['type'][]);

export function wantsWorkbench(commands: Command | readonly Command[]): boolean {
  return [commands].flat().some(({ type }) => WANTS_WORKBENCH.has(type));
}

export async function loadWorkbench(parts: Parts): Promise<void> {
  parts.workbench ??= (await import('./workbench.ts')).workbench;
}

export async function loadInsight(parts: Parts): Promise<void> {
  parts.insight ??= (await import('./insight.ts')).insight;
}

export const noProblems: ReadonlyMap<ObjectKey, readonly Problem[]> = new Map();

/** Never asked for before the part is there: `dispatch` waits for it. */
export function workbenchOf({ workbench }: Parts): Workbench {
  if (workbench === null) throw new Error('The workbench is not loaded yet');
  return workbench;
}
