/** The dock below the canvas: its tabs, and how high it is. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './App.module.css';
import { ClusterEvents, NodeTables, PacketsTable, Terminal, YamlView } from './LaterViews.tsx';
import { t } from './messages/page.ts';
import { TrafficTab } from './traffic/TrafficTab.tsx';
import { IconButton } from './ui/Button.tsx';
import { PanelBoundary } from './ui/PanelBoundary.tsx';
import { type DockTab, openPanel, panels, SMALLEST_DOCK, togglePanel, usePanels } from './ui/panels.ts';
import { SplitHandle } from './ui/SplitHandle.tsx';
import { type Tab, Tabs } from './ui/Tabs.tsx';

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

export function DockPanel() {
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

export function DockTabs({
  isCollapsed = false,
  actions: buttons,
}: {
  isCollapsed?: boolean;
  actions?: ReactNode;
}) {
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
