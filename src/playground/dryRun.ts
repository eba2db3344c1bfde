/** What commands would write, tried in a copy of the cluster: the `kubectl` lines before anything happens. */
import { failure, type Status, success } from '../kubernetes/status.ts';
import { t } from '../messages/editing.ts';
import { cloneSimulation } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Command } from './commands.ts';
import { type Controls, carryOut } from './commandTable.ts';
import { openDraft } from './draft.ts';
import { everyPart } from './everyPart.ts';
import { kubectlLines } from './kubectlLines.ts';

export interface DryRun {
  /** What the API server says of the first command that it refuses, else success. */
  status: Status;
  lines: readonly string[];
}

/** A copy has no clock, no history and no views: what asks for them is refused. */
const noControls = new Proxy({} as Controls, {
  get: () => () => failure(405, 'MethodNotAllowed', t('onlyObjectsCanBeChangedIn')),
});

export function dryRun(real: Simulation, commands: readonly Command[]): DryRun {
  const simulation = cloneSimulation(real);
  const draft = openDraft(simulation, {}, { title: '', lookAt: '' });
  for (const command of commands) {
    const stage = {
      simulation,
      draft,
      origin: 'inspector' as const,
      lastApplied: new Map(),
      controls: noControls,
      parts: everyPart,
    };
    const status = carryOut(stage, command);
    if (status.status === 'Failure') return { status, lines: [] };
  }
  return { status: success, lines: kubectlLines(draft.written, simulation.objects) };
}
