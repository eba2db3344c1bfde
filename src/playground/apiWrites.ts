/** Writes of an API client, as part of a draft: what it writes by hand belongs to a step of the history like any gesture. */
import { t } from '../messages/playground.ts';
import type { WriteRequest, WriteResult } from '../simulation/apiServer.ts';
import { storedKey } from '../simulation/scene.ts';
import { writeAndNote } from './deeds.ts';
import { rememberDependents } from './dependents.ts';
import { type Draft, placeObject, writeObject } from './draft.ts';
import type { Write } from './history.ts';
import { type Parts, workbenchOf } from './parts.ts';
import { nameInWords } from './words.ts';

const DEEDS = { create: 'step.create', update: 'step.change', delete: 'step.delete' } as const;

function carryOutWrite(draft: Draft, request: WriteRequest): WriteResult {
  if (request.dryRun === true) return writeAndNote(draft.simulation, request, draft.deeds);
  if (request.verb === 'delete') rememberDependents(draft, request.key);
  const result = writeObject(draft, request);
  if (result.status.status === 'Failure') return result;
  const key = request.verb === 'delete' ? request.key : storedKey(result.object ?? request.object);
  draft.labels.push(t(DEEDS[request.verb], { object: nameInWords(key) }));
  // A Pod that goes gracefully is still drawn.
  if (request.verb === 'delete' && !draft.simulation.objects.has(key)) placeObject(draft, key, null);
  return result;
}

/** Runs what writes; it returns before time passes. Within another one it is part of that. */
export type Transact = <T>(gesture: string, run: (write: Write) => T) => T;

export function createTransactor(
  parts: Parts,
  openDraft: () => Draft,
  close: (draft: Draft, gesture: string) => void,
): Transact {
  let open: Draft | null = null;
  return (gesture, run) => {
    workbenchOf(parts);
    const draft = open ?? openDraft();
    const write: Write = (request) => carryOutWrite(draft, request);
    if (open !== null) return run(write);
    open = draft;
    try {
      return run(write);
    } finally {
      open = null;
      if (draft.deeds.length > 0) close(draft, gesture);
    }
  };
}
