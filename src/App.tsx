/** The page: top bar, panels around the canvas, dock below; on a narrow screen the panels come up as sheets. */
import {
  Blocks,
  ChevronDown,
  ChevronUp,
  GraduationCap,
  PanelLeft,
  PanelRight,
  ScanSearch,
  Table2,
} from 'lucide-react';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import styles from './App.module.css';
import { Canvas } from './canvas/Canvas.tsx';
import { FileDrop } from './importExport/FileDrop.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { t } from './messages/page.ts';
import { hitCountsOf } from './nodeTables/hitCounts.ts';
import { Palette } from './palette/Palette.tsx';
import { usePlayground, usePlaygroundState } from './playground/react.ts';
import { Branches } from './timeline/Branches.tsx';
import { NowButton } from './timeline/NowButton.tsx';
import { Scrubber } from './timeline/Scrubber.tsx';
import { figuresOf } from './traffic/figuresStore.ts';
import { TrafficTab } from './traffic/TrafficTab.tsx';
import { tallyOf } from './traffic/tallyStore.ts';
import { Transport } from './transport/Transport.tsx';
import { actions } from './ui/actions.ts';
import { IconButton } from './ui/Button.tsx';
import { lazyComponent, loadTheRestWhenIdle } from './ui/lazyComponent.ts';
import { ObjectMenu } from './ui/ObjectMenu.tsx';
import { PanelBoundary } from './ui/PanelBoundary.tsx';
import {
  type BuildTab,
  type DialogName,
  type DockTab,
  isNarrowScreen,
  NARROW_SCREEN,
  openDialog,
  openPanel,
  panels,
  type Sheet as SheetName,
  SMALLEST_DOCK,
  togglePanel,
  usePanels,
} from './ui/panels.ts';
import { Sheet } from './ui/Sheet.tsx';
import { SplitHandle } from './ui/SplitHandle.tsx';
import { type Tab, Tabs } from './ui/Tabs.tsx';
import { Toasts } from './ui/Toasts.tsx';
import { TooltipHost } from './ui/Tooltip.tsx';
import { TopBar } from './ui/TopBar.tsx';
import { useMediaQuery } from './ui/useMediaQuery.ts';
import { useShortcuts } from './ui/useShortcuts.ts';
import { ViewSwitch } from './ui/ViewSwitch.tsx';

const Gallery = lazyComponent(() => import('./gallery/Gallery.tsx').then((module) => module.Gallery));
const Learn = lazyComponent(() => import('./learn/Learn.tsx').then((module) => module.Learn));
const PacketsTable = lazyComponent(() =>
  import('./packets/PacketsTable.tsx').then((module) => module.PacketsTable),
);
const NodeTables = lazyComponent(() =>
  import('./nodeTables/NodeTables.tsx').then((module) => module.NodeTables),
);
const ClusterEvents = lazyComponent(() =>
  import('./clusterEvents/ClusterEvents.tsx').then((module) => module.ClusterEvents),
);
const Terminal = lazyComponent(() => import('./terminal/Terminal.tsx').then((module) => module.Terminal));
/** Large, and of no use to those who only look: loaded when its tab is opened. */
const YamlView = lazy(() => import('./yaml/YamlView.tsx').then((module) => ({ default: module.YamlView })));

const dialogs = {
  help: lazyComponent(() => import('./ui/HelpDialog.tsx').then((module) => module.HelpDialog)),
  commandPalette: lazyComponent(() => import('./PagePalette.tsx').then((module) => module.PagePalette)),
  importExport: lazyComponent(() =>
    import('./PageImportExport.tsx').then((module) => module.PageImportExport),
  ),
  share: lazyComponent(() => import('./sharing/ShareDialog.tsx').then((module) => module.ShareDialog)),
} satisfies Record<DialogName, ComponentType<{ onClose: () => void }>>;

const learnTab: Tab<BuildTab> = {
  id: 'learn',
  get label() {
    return t('learn');
  },
  panel: () => <Learn tools={<Palette isInline />} />,
};

const buildTabs: readonly Tab<BuildTab>[] = [
  {
    id: 'build',
    get label() {
      return t('build');
    },
    panel: () => <Palette />,
  },
  {
    id: 'scenes',
    get label() {
      return t('scenes');
    },
    panel: () => <Gallery onOpened={() => panels.setState({ sheet: null })} />,
  },
];

const dockTabs: readonly Tab<DockTab>[] = [
  {
    id: 'traffic',
    get label() {
      return t('traffic');
    },
    panel: () => <TrafficTab />,
  },
  {
    id: 'packets',
    get label() {
      return t('packets');
    },
    panel: () => <PacketsTable />,
  },
  {
    id: 'rules',
    get label() {
      return t('rules');
    },
    panel: () => <NodeTables />,
  },
  {
    id: 'events',
    get label() {
      return t('events');
    },
    panel: () => <ClusterEvents />,
  },
  { id: 'yaml', label: 'YAML', panel: () => <YamlView /> },
  {
    id: 'terminal',
    get label() {
      return t('terminal');
    },
    panel: () => <Terminal />,
  },
];

export function App() {
  const playground = usePlayground();
  const title = usePlaygroundState((state) => state.scene.title);
  const isNarrow = useMediaQuery(NARROW_SCREEN);
  useShortcuts();
  useEffect(() => {
    tallyOf(playground);
    figuresOf(playground);
    hitCountsOf(playground);
  }, [playground]);
  useEffect(loadTheRestWhenIdle, []);
  useEffect(
    () =>
      playground.store.subscribe(({ stoppedBy }, before) => {
        // On a narrow screen the panel would cover the packet.
        if (stoppedBy !== null && stoppedBy !== before.stoppedBy && !isNarrowScreen())
          openPanel('inspector', { inspectorTab: 'packet' });
      }),
    [playground],
  );
  useEffect(() => {
    document.title = title === '' ? 'Kubehop' : `${title} · Kubehop`;
  }, [title]);

  return (
    <div className={styles.app}>
      <TopBar isNarrow={isNarrow} />
      {isNarrow ? <NarrowPage /> : <WidePage />}
      <Narration />
      <TooltipHost />
      <ObjectMenu />
      <OpenDialog />
      <FileDrop />
    </div>
  );
}

function WidePage() {
  const isBuildOpen = usePanels((state) => state.isBuildOpen);
  const isInspectorOpen = usePanels((state) => state.isInspectorOpen);

  return (
    <div className={styles.wide}>
      {isBuildOpen && (
        <aside className={styles.build} aria-label={t('build')}>
          <BuildPanel
            tabs={[learnTab, ...buildTabs]}
            actions={
              <IconButton label={t('hidePanel')} icon={PanelLeft} onClick={() => togglePanel('build')} />
            }
          />
        </aside>
      )}
      <div className={styles.centre}>
        <main className={styles.stage}>
          <Stage />
          {!isBuildOpen && (
            <div className={styles.openBuild}>
              <IconButton
                look="plain"
                label={t('showBuildPanel')}
                icon={PanelLeft}
                onClick={() => togglePanel('build')}
              />
            </div>
          )}
          {!isInspectorOpen && (
            <div className={styles.openInspector}>
              <IconButton
                look="plain"
                label={t('showInspector')}
                icon={PanelRight}
                onClick={() => togglePanel('inspector')}
              />
            </div>
          )}
        </main>
        <DockPanel />
      </div>
      {isInspectorOpen && (
        <aside className={styles.inspector} aria-label={t('inspector')}>
          <PanelBoundary name="Inspector">
            <Inspector
              actions={
                <IconButton
                  label={t('hidePanel')}
                  icon={PanelRight}
                  onClick={() => togglePanel('inspector')}
                />
              }
            />
          </PanelBoundary>
        </aside>
      )}
    </div>
  );
}

/** Names and icons of the sheets, in the order of the bar at the bottom. */
const sheets = {
  learn: {
    get label() {
      return t('learn');
    },
    icon: GraduationCap,
    panel: () => <Tabs label={t('learn')} tabs={[learnTab]} selected="learn" onSelect={() => {}} />,
  },
  build: {
    get label() {
      return t('build');
    },
    icon: Blocks,
    panel: () => <BuildPanel />,
  },
  inspector: {
    get label() {
      return t('inspector');
    },
    icon: ScanSearch,
    panel: () => <Inspector />,
  },
  dock: {
    get label() {
      return t('dock');
    },
    icon: Table2,
    panel: () => <DockTabs />,
  },
} satisfies Record<SheetName, { label: string; icon: typeof Blocks; panel: () => ReactNode }>;

function NarrowPage() {
  const sheet = usePanels((state) => state.sheet);
  const open = sheet === null ? null : sheets[sheet];
  const close = () => panels.setState({ sheet: null });

  return (
    <div className={styles.narrow}>
      <main className={styles.stage}>
        <Stage />
        <div className={styles.viewSwitch}>
          <ViewSwitch />
        </div>
      </main>
      {open && (
        <Sheet key={sheet} label={open.label} onClose={close}>
          <PanelBoundary name={open.label}>{open.panel()}</PanelBoundary>
        </Sheet>
      )}
      <nav className={styles.bottomBar} aria-label={t('panels')}>
        {(Object.keys(sheets) as SheetName[]).map((name) => {
          const { label, icon: Icon } = sheets[name];
          return (
            <button
              key={name}
              type="button"
              className={styles.bottomButton}
              aria-expanded={sheet === name}
              onClick={() => togglePanel(name)}
            >
              <Icon size={19} aria-hidden />
              {label}
            </button>
          );
        })}
      </nav>
    </div>
  );
}

/** The canvas with what floats above it. */
function Stage() {
  const playground = usePlayground();
  const notices = usePlaygroundState((state) => state.notices);
  return (
    <>
      <PanelBoundary name="Canvas">
        <Canvas editable onAdd={() => actions.add.run()} />
      </PanelBoundary>
      <div className={styles.transport}>
        <PanelBoundary name="Transport">
          <Transport
            scrubber={<Scrubber />}
            besideClock={
              <>
                <NowButton />
                <Branches />
              </>
            }
          />
        </PanelBoundary>
      </div>
      <Toasts
        toasts={notices}
        onDismiss={(id) => void playground.dispatch({ type: 'dismissNotice', id }, 'app')}
      />
    </>
  );
}

function BuildPanel({
  actions: buttons,
  tabs = buildTabs,
}: {
  actions?: ReactNode;
  tabs?: typeof buildTabs;
}) {
  const tab = usePanels((state) => state.buildTab);
  return (
    <PanelBoundary name="Build">
      <Tabs
        label={t('build')}
        tabs={tabs}
        selected={tab}
        onSelect={(buildTab) => panels.setState({ buildTab })}
        actions={buttons}
      />
    </PanelBoundary>
  );
}

function DockPanel() {
  const isOpen = usePanels((state) => state.isDockOpen);
  const height = usePanels((state) => state.dockHeight);
  const largest = Math.max(SMALLEST_DOCK, innerHeight - 320);
  const size = Math.min(height, largest);

  return (
    <section className={styles.dock} aria-label={t('dock')} style={isOpen ? { height: size } : undefined}>
      {isOpen && (
        <SplitHandle
          label={t('heightOfTheDock')}
          size={size}
          smallest={SMALLEST_DOCK}
          largest={largest}
          onResize={(dockHeight) => panels.setState({ dockHeight })}
        />
      )}
      <PanelBoundary name="Dock">
        <DockTabs
          isCollapsed={!isOpen}
          actions={
            <IconButton
              label={isOpen ? t('hidePanel') : t('showPanel')}
              icon={isOpen ? ChevronDown : ChevronUp}
              onClick={() => togglePanel('dock')}
            />
          }
        />
      </PanelBoundary>
    </section>
  );
}

function DockTabs({ isCollapsed = false, actions: buttons }: { isCollapsed?: boolean; actions?: ReactNode }) {
  const tab = usePanels((state) => state.dockTab);
  return (
    <Tabs
      label={t('dock')}
      size="compact"
      tabs={dockTabs}
      selected={tab}
      isCollapsed={isCollapsed}
      onSelect={(dockTab) => openPanel('dock', { dockTab })}
      actions={buttons}
    />
  );
}

/** Says the followed packet's hops, one sentence each, to who cannot see them. */
function Narration() {
  const narration = usePlaygroundState((state) => state.narration);
  return (
    <p role="status" aria-label={t('narration')} className="visually-hidden">
      {narration}
    </p>
  );
}

function OpenDialog() {
  const name = usePanels((state) => state.dialog);
  if (name === null) return null;
  const Dialog = dialogs[name];
  return (
    <Suspense fallback={null}>
      <Dialog onClose={() => openDialog(null)} />
    </Suspense>
  );
}
