/** Brings the living part of the embeds, once for the whole page. */
import { files, importLive } from 'virtual:kubehop-live';

/** Where this script came from: everything else lies beside it. */
export const home = new URL('.', /* @vite-ignore */ import.meta.url).href;

let isFetched = false;

/** All of its scripts at once, instead of one round after another. */
export function fetchLive(): void {
  if (isFetched) return;
  isFetched = true;
  for (const file of files) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = home + file;
    link.onload = link.onerror = () => link.remove();
    document.head.append(link);
  }
}

let live: ReturnType<typeof importLive> | null = null;

/** One promise for all, so that embeds go on in the order in which they asked; what failed is tried anew. */
export function loadLive(): ReturnType<typeof importLive> {
  fetchLive();
  live ??= importLive(home).catch((error) => {
    live = null;
    throw error;
  });
  return live;
}
