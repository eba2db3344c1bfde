/** The views and dialogs that are loaded when they are first shown, or when the page has nothing else to do. */
import { type ComponentType, lazy } from 'react';
import { lazyComponent } from './ui/lazyComponent.ts';
import type { DialogName } from './ui/panels.ts';

export const Gallery = lazyComponent(() => import('./gallery/Gallery.tsx').then((module) => module.Gallery));
export const Presenter = lazyComponent(() =>
  import('./learn/presenter/Presenter.tsx').then((module) => module.Presenter),
);
export const Learn = lazyComponent(() => import('./learn/Learn.tsx').then((module) => module.Learn));
export const PacketsTable = lazyComponent(() =>
  import('./packets/PacketsTable.tsx').then((module) => module.PacketsTable),
);
export const NodeTables = lazyComponent(() =>
  import('./nodeTables/NodeTables.tsx').then((module) => module.NodeTables),
);
export const ClusterEvents = lazyComponent(() =>
  import('./clusterEvents/ClusterEvents.tsx').then((module) => module.ClusterEvents),
);
export const Terminal = lazyComponent(() =>
  import('./terminal/Terminal.tsx').then((module) => module.Terminal),
);
/** Large, and of no use to those who only look: loaded when its tab is opened. */
export const YamlView = lazy(() =>
  import('./yaml/YamlView.tsx').then((module) => ({ default: module.YamlView })),
);

export const dialogs = {
  help: lazyComponent(() => import('./ui/HelpDialog.tsx').then((module) => module.HelpDialog)),
  commandPalette: lazyComponent(() => import('./PagePalette.tsx').then((module) => module.PagePalette)),
  importExport: lazyComponent(() =>
    import('./PageImportExport.tsx').then((module) => module.PageImportExport),
  ),
  embed: lazyComponent(() => import('./PageEmbed.tsx').then((module) => module.PageEmbed)),
  offline: lazyComponent(() => import('./offline/OfflineDialog.tsx').then((module) => module.OfflineDialog)),
  share: lazyComponent(() => import('./sharing/ShareDialog.tsx').then((module) => module.ShareDialog)),
} satisfies Record<DialogName, ComponentType<{ onClose: () => void }>>;
