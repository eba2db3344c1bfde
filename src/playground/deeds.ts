/** What a command does to the simulation, as plain data: done again at the same moment, it has the same outcome. */
import { type WriteRequest, type WriteResult, write } from '../simulation/apiServer.ts';
import { type RequestSpec, sendRequest } from '../simulation/network/request.ts';
import type { Simulation } from '../simulation/state.ts';

/** Also writes that were refused, and those that took others back: they too used up versions and generated names. */
export type Deed =
  | { readonly type: 'write'; readonly request: WriteRequest }
  | { readonly type: 'send'; readonly request: RequestSpec };

/** Writes as the user and notes it. */
export function writeAndNote(simulation: Simulation, request: WriteRequest, deeds: Deed[]): WriteResult {
  if (request.dryRun !== true) deeds.push({ type: 'write', request });
  return write(simulation, request, 'user');
}

/** Sends one request and notes it; returns the request's id. */
export function sendAndNote(simulation: Simulation, request: RequestSpec, deeds: Deed[]): number {
  deeds.push({ type: 'send', request });
  return sendRequest(simulation, request);
}

export function doAgain(simulation: Simulation, deed: Deed): void {
  if (deed.type === 'write') write(simulation, deed.request, 'user');
  else sendRequest(simulation, deed.request);
}
