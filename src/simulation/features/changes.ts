/** What becomes of a cluster that does not stay as it is: deletions, rollouts, Pods that stop, Services that are changed. */
import { deleteDependents } from '../controllers/foregroundDeletion.ts';
import { cleanUp, roll } from '../controllers/rollout.ts';
import { stopPod } from '../controllers/stopping.ts';
import { remove } from '../deletion.ts';
import { receiveClose, sayGoodbye } from '../network/closing.ts';
import { prepareServiceUpdate } from '../serviceUpdate.ts';

export const changes = {
  cleanUp,
  deleteDependents,
  prepareServiceUpdate,
  receiveClose,
  remove,
  roll,
  sayGoodbye,
  stopPod,
};

export type Changes = typeof changes;
