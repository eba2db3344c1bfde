/**
 * A cluster that lives in a server and is shown by this page too: the page does again what was done there, at the same
 * simulated times, a moment later. What is done on the page is asked of the server, and comes back like all else.
 */
import { failure, type Status } from '../kubernetes/status.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Deed } from './deeds.ts';
import type { LiveAnswer, LiveEntry, LiveMessage } from './liveMessages.ts';

export interface LiveCluster {
  /** How it began. */
  readonly scene: Scene;
  /** Up to which simulated moment everything is known. */
  now(): number;
  /** Calls back for what was done so far, and then for whatever is done. */
  onEntry(listener: (entry: LiveEntry) => void): void;
  order(deeds: readonly Deed[]): Promise<Status>;
  close(): void;
}

/** So far behind the server a page stays, so that its clock need not stop and go with each message. */
const BEHIND_MS = 120;
const PATIENCE_MS = 5000;

/** `server`: the address that the server printed, or `.` for the one that the page comes from. */
export function connectToLive(server: string, page: string): Promise<LiveCluster> {
  const address = new URL('live', `${new URL(server, page).href.replace(/\/$/, '')}/`);
  const source = new EventSource(address);
  const known: LiveEntry[] = [];
  const listeners = new Set<(entry: LiveEntry) => void>();
  let told = 0;
  /** Server's time less the page's own, as the quickest message had it. */
  let ahead = Number.NEGATIVE_INFINITY;

  function take(entry: LiveEntry): void {
    known.push(entry);
    for (const listener of listeners) listener(entry);
  }

  function tellTime(now: number): void {
    told = now;
    ahead = Math.max(ahead, now - performance.now());
  }

  return new Promise((resolve, reject) => {
    const giveUp = () => {
      source.close();
      reject(
        new Error(
          `Nobody answers at ${address.host}. Start it with “npm run serve” and open the address that it prints.`,
        ),
      );
    };
    const timer = setTimeout(giveUp, PATIENCE_MS);
    source.onerror = () => {
      // Later the browser connects again by itself.
      if (ahead === Number.NEGATIVE_INFINITY) {
        clearTimeout(timer);
        giveUp();
      }
    };
    source.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as LiveMessage;
      if (message.type === 'tooLate') {
        clearTimeout(timer);
        source.close();
        reject(new Error(message.message));
        return;
      }
      if (message.type === 'entry') take(message.entry);
      else tellTime(message.now);
      if (message.type !== 'start') return;
      // After an interruption: what was missed.
      message.entries.slice(known.length).forEach(take);
      clearTimeout(timer);
      resolve({
        scene: message.scene,
        now: () => Math.max(0, Math.min(told, performance.now() + ahead - BEHIND_MS)),
        onEntry(listener) {
          known.forEach(listener);
          listeners.add(listener);
        },
        order: (deeds) => order(address, deeds),
        close: () => source.close(),
      });
    };
  });
}

async function order(address: URL, deeds: readonly Deed[]): Promise<Status> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ deeds }),
    });
    if (response.ok) return ((await response.json()) as LiveAnswer).status;
    return (await response.json()) as Status;
  } catch {
    return failure(503, 'ServiceUnavailable', 'The server of this cluster does not answer.');
  }
}
