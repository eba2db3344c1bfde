/** The browser's offer to install the page as an app, kept until somebody wants it. */
import { createStore } from 'zustand/vanilla';

/** Only some browsers have it, and TypeScript has not. */
interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export const installing = createStore<{ offer: InstallOffer | null; isInstalled: boolean }>(() => ({
  offer: null,
  isInstalled: false,
}));

/** Early: the browser offers it once. */
export function listenForInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    // Else it asks by itself, whenever it likes.
    event.preventDefault();
    installing.setState({ offer: event as InstallOffer });
  });
  addEventListener('appinstalled', () => installing.setState({ offer: null, isInstalled: true }));
  if (matchMedia('(display-mode: standalone)').matches) installing.setState({ isInstalled: true });
}

export async function install(): Promise<void> {
  const { offer } = installing.getState();
  // It can be asked once only.
  installing.setState({ offer: null });
  await offer?.prompt();
}
