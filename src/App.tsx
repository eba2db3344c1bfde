/** The page: top bar, panels around the canvas, dock below; on a narrow screen the panels come up as sheets. */

import { Blocks, GraduationCap, PanelLeft, PanelRight, ScanSearch, Table2 } from 'lucide-react';
import { type ReactNode, Suspense, useEffect } from 'react';
import styles from './App.module.css';
import { Canvas } from './canvas/Canvas.tsx';
import { DockPanel, DockTabs } from './Dock.tsx';
import { FileDrop } from './importExport/FileDrop.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { dialogs, Gallery, Learn, Presenter } from './LaterViews.tsx';
import { t } from './messages/page.ts';
import { sceneText } from './messages/scenes.ts';
import { hitCountsOf } from './nodeTables/hitCounts.ts';
import { listenForInstallOffer } from './offline/installing.ts';
import { keepCopyWhenIdle } from './offline/keptCopy.ts';
import { useNewVersion } from './offline/useNewVersion.ts';
import { Palette } from './palette/Palette.tsx';
import { usePlayground, usePlaygroundState } from './playground/react.ts';
import { Branches } from './timeline/Branches.tsx';
import { NowButton } from './timeline/NowButton.tsx';
import { Scrubber } from './timeline/Scrubber.tsx';
import { figuresOf } from './traffic/figuresStore.ts';
import { tallyOf } from './traffic/tallyStore.ts';
import { Breakpoints } from './transport/Breakpoints.tsx';
import { TrafficRate } from './transport/TrafficRate.tsx';
import { Transport } from './transport/Transport.tsx';
import { ActionButton } from './ui/ActionButton.tsx';
import { actionList, actions } from './ui/actions.ts';
import { IconButton } from './ui/Button.tsx';
import { loadTheRestWhenIdle } from './ui/lazyComponent.ts';
import { ObjectMenu } from './ui/ObjectMenu.tsx';
import { PanelBoundary } from './ui/PanelBoundary.tsx';
import {
  type BuildTab,
  isNarrowScreen,
  NARROW_SCREEN,
  openDialog,
  openPanel,
  panels,
  type Sheet as SheetName,
  togglePanel,
  usePanels,
} from './ui/panels.ts';
import { usePresenting } from './ui/presenting.ts';
import { Sheet } from './ui/Sheet.tsx';
import { type Tab, Tabs } from './ui/Tabs.tsx';
import { Toasts } from './ui/Toasts.tsx';
import { TooltipHost } from './ui/Tooltip.tsx';
import { TopBar } from './ui/TopBar.tsx';
import { useMediaQuery } from './ui/useMediaQuery.ts';
import { useShortcuts } from './ui/useShortcuts.ts';
import { ViewSwitch } from './ui/ViewSwitch.tsx';

const learnTab: Tab<BuildTab> = {
  id: 'learn',
  get label() {
    return t('learn');
  },
  panel: () => (
    <Learn
      tools={<Palette isInline />}
      onSlides={(lesson) => void import('./LessonPages.tsx').then(({ saveSlides }) => saveSlides(lesson))}
    />
  ),
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

listenForInstallOffer();

export function App() {
  const playground = usePlayground();
  const title = usePlaygroundState((state) => sceneText(state.scene.title));
  const isNarrow = useMediaQuery(NARROW_SCREEN);
  const isPresenting = usePresenting(({ isOn }) => isOn);
  useShortcuts(actionList, isDialogOpen);
  useEffect(() => {
    tallyOf(playground);
    figuresOf(playground);
    hitCountsOf(playground);
  }, [playground]);
  useEffect(loadTheRestWhenIdle, []);
  useEffect(keepCopyWhenIdle, []);
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
      <ObjectMenu onInspect={() => openPanel('inspector', { inspectorTab: 'object' })} />
      <OpenDialog />
      {isPresenting && (
        <Suspense fallback={null}>
          <Presenter />
        </Suspense>
      )}
      <FileDrop />
    </div>
  );
}

/** A dialog has shortcuts of its own. */
function isDialogOpen(): boolean {
  return panels.getState().dialog !== null;
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
  const newVersion = useNewVersion();
  const sheet = usePanels((state) => state.sheet);
  return (
    <>
      <PanelBoundary name="Canvas">
        <Canvas
          onAdd={() => actions.add.run()}
          onInspect={(inspectorTab, explained) =>
            openPanel('inspector', { inspectorTab, ...(explained === undefined ? {} : { explained }) })
          }
          sheet={sheet === null ? null : sheet === 'learn' ? 'text' : 'other'}
        />
      </PanelBoundary>
      <div className={styles.transport}>
        <PanelBoundary name="Transport">
          <Transport
            reset={<ActionButton action={actions.reset} />}
            breakpoints={<Breakpoints />}
            rate={<TrafficRate />}
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
        toasts={[...newVersion.toasts, ...notices]}
        onDismiss={(id) => {
          if (!newVersion.dismiss(id)) void playground.dispatch({ type: 'dismissNotice', id }, 'app');
        }}
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
