/** Says quietly that a newer version is ready. Nothing is loaded anew by itself. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../messages/offline.ts';
import type { Toast } from '../ui/Toasts.tsx';
import { keptCopy, reloadWithNextVersion } from './keptCopy.ts';

/** Notices of the playground have numbers from 1 on. */
const ID = -1;

/** As a message like those of the playground; `dismiss` says whether it was this one. */
export function useNewVersion(): { toasts: readonly Toast[]; dismiss: (id: number) => boolean } {
  const next = useStore(keptCopy, (state) => state.next);
  const [dismissed, setDismissed] = useState<ServiceWorker | null>(null);
  return {
    toasts:
      next === null || next === dismissed
        ? []
        : [
            {
              id: ID,
              severity: 'info',
              text: t('newVersion'),
              stays: true,
              action: { label: t('reload'), run: reloadWithNextVersion },
            },
          ],
    dismiss(id) {
      if (id === ID) setDismissed(next);
      return id === ID;
    },
  };
}
