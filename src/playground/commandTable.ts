/** The table of commands: one function each, object commands through the API server as the user. */
import { objectKey } from '../kubernetes/objectMeta.ts';
import { failure, type Status, success } from '../kubernetes/status.ts';
import { sendRequest } from '../simulation/network/request.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Command } from './commands.ts';
import { type Draft, placeObject, writeObject } from './draft.ts';
import { storedKey } from './sceneObjects.ts';
import { nameInWords } from './words.ts';

/** What commands may do beside changing objects: the playground's own controls. */
export interface Controls {
  play(): void;
  pause(): void;
  step(): void;
  setSpeed(speed: number): void;
  follow(requestId: number | null): void;
  setView(view: Extract<Command, { type: 'setView' }>['view']): void;
  dismissNotice(id: number): void;
  reset(): Status;
  loadScene(command: Extract<Command, { type: 'loadScene' }>): Status;
  undo(): Status;
  redo(): Status;
}

export interface Stage {
  readonly simulation: Simulation;
  readonly draft: Draft;
  readonly controls: Controls;
}

type CarryOut<T extends Command['type']> = (stage: Stage, command: Extract<Command, { type: T }>) => Status;

export const commandTable = {
  create({ draft }, { object, position }) {
    const result = writeObject(draft, { verb: 'create', object });
    if (result.object === null) return result.status;
    const key = objectKey(result.object);
    if (position !== undefined) placeObject(draft, key, position);
    draft.selection = [key];
    draft.labels.push(`Create ${nameInWords(key)}`);
    return result.status;
  },
  update({ draft }, { object }) {
    draft.labels.push(`Change ${nameInWords(storedKey(object))}`);
    return writeObject(draft, { verb: 'update', object }).status;
  },
  apply({ draft, simulation }, { object }) {
    const key = storedKey(object);
    const exists = simulation.objects.has(key);
    draft.labels.push(`${exists ? 'Change' : 'Create'} ${nameInWords(key)}`);
    return writeObject(draft, { verb: exists ? 'update' : 'create', object }).status;
  },
  delete({ draft }, { key, force }) {
    draft.labels.push(`Delete ${nameInWords(key)}`);
    const { status } = writeObject(draft, {
      verb: 'delete',
      key,
      ...(force === true ? { gracePeriodSeconds: 0 } : {}),
    });
    if (status.status === 'Success') placeObject(draft, key, null);
    return status;
  },
  movePod: () => notYet,
  rename: () => notYet,
  duplicate: () => notYet,
  connect: () => notYet,
  place({ draft }, { positions }) {
    draft.layout = { ...draft.layout, ...positions };
    const keys = Object.keys(positions);
    draft.labels.push(keys.length === 1 ? `Move ${nameInWords(keys[0]!)}` : `Move ${keys.length} cards`);
    return success;
  },
  tidy: () => notYet,
  send({ simulation }, { request }) {
    sendRequest(simulation, request);
    return success;
  },
  select({ draft }, { keys }) {
    draft.selection = keys;
    return success;
  },
  follow({ controls }, { requestId }) {
    controls.follow(requestId);
    return success;
  },
  setView({ controls }, { view }) {
    controls.setView(view);
    return success;
  },
  play({ controls }) {
    controls.play();
    return success;
  },
  pause({ controls }) {
    controls.pause();
    return success;
  },
  step({ controls }) {
    controls.step();
    return success;
  },
  setSpeed({ controls }, { speed }) {
    controls.setSpeed(speed);
    return success;
  },
  reset: ({ controls }) => controls.reset(),
  loadScene: ({ controls }, command) => controls.loadScene(command),
  undo: ({ controls }) => controls.undo(),
  redo: ({ controls }) => controls.redo(),
  dismissNotice({ controls }, { id }) {
    controls.dismissNotice(id);
    return success;
  },
} satisfies { [T in Command['type']]: CarryOut<T> };

const notYet = failure(501, 'MethodNotAllowed', 'not yet');

export function carryOut(stage: Stage, command: Command): Status {
  return (commandTable[command.type] as CarryOut<Command['type']>)(stage, command);
}
