/** The copy of the app that the browser keeps, so that the page opens without a network, and the newer version that waits beside it. */
import { createStore } from 'zustand/vanilla';
import { isSingleFile } from '../ui/site.ts';

export interface KeptCopy {
  /** `asked`: nothing is kept until somebody wants it, because the browser is to save data. */
  state: 'impossible' | 'none' | 'asked' | 'keeping' | 'kept';
  /** A newer version is complete, and waits for a reload. */
  next: ServiceWorker | null;
}

export const keptCopy = createStore<KeptCopy>(() => ({
  state: canBeKept() ? 'none' : 'impossible',
  next: null,
}));

/** So long after it was loaded the page is busy with itself. */
const FIRST_MS = 3000;
const LOOK_AGAIN_MS = 3_600_000;

/** Neither in a frame of somebody else, nor where a server shows its own cluster, nor from a disk. */
function canBeKept(): boolean {
  return (
    import.meta.env.PROD &&
    !isSingleFile &&
    globalThis.isSecureContext &&
    window.top === window &&
    /^https?:$/.test(location.protocol) &&
    !new URLSearchParams(location.search).has('server') &&
    'serviceWorker' in navigator
  );
}

/** When the page is loaded and has nothing else to do. */
export function keepCopyWhenIdle(): void {
  if (keptCopy.getState().state !== 'none') return;
  const idle = globalThis.requestIdleCallback ?? setTimeout;
  const later = () => setTimeout(() => idle(() => void keepUnlessDataIsSaved()), FIRST_MS);
  if (document.readyState === 'complete') later();
  else addEventListener('load', later, { once: true });
}

async function keepUnlessDataIsSaved(): Promise<void> {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData === true && (await navigator.serviceWorker.getRegistration()) === undefined)
    keptCopy.setState({ state: 'asked' });
  else await keepCopy();
}

/** Where the browser refuses, the page works as well, only not without a network. */
export async function keepCopy(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register('./sw.js');
    watch(registration);
    lookAgainNowAndThen(registration);
    navigator.serviceWorker.controller?.postMessage('opened');
  } catch {
    keptCopy.setState({ state: 'impossible' });
  }
}

function watch(registration: ServiceWorkerRegistration): void {
  const see = () => {
    const { installing, waiting, active } = registration;
    installing?.addEventListener('statechange', see);
    if (active === null) {
      keptCopy.setState({ state: installing === null && waiting === null ? 'none' : 'keeping' });
      return;
    }
    keptCopy.setState({ state: 'kept', ...(waiting === null ? {} : { next: waiting }) });
  };
  registration.addEventListener('updatefound', see);
  void navigator.serviceWorker.ready.then(see);
  see();
}

/** A page may stay open for days. */
function lookAgainNowAndThen(registration: ServiceWorkerRegistration): void {
  let lookedAt = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || performance.now() - lookedAt < LOOK_AGAIN_MS) return;
    lookedAt = performance.now();
    // Without a network there is nothing new.
    registration.update().catch(() => {});
  });
}

/** Only when somebody wants it: what is open begins anew, as it was saved. */
export function reloadWithNextVersion(): void {
  const { next } = keptCopy.getState();
  // Another tab was faster.
  if (next === null || next.state === 'activated') {
    location.reload();
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  next.postMessage('replace');
}
