/** Which panels, tabs and dialogs are open: the page's own state, not the playground's. Remembered where it helps. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';

export type BuildTab = 'learn' | 'build' | 'scenes';
export type InspectorTab = 'packet' | 'object';
export type DockTab = 'traffic' | 'packets' | 'rules' | 'events' | 'yaml' | 'terminal';
/** On a narrow screen one panel at a time comes up from the bottom. */
export type Sheet = 'learn' | 'build' | 'inspector' | 'dock';
export type DialogName = 'help' | 'importExport' | 'commandPalette' | 'share' | 'embed' | 'offline';

export interface Panels {
  isBuildOpen: boolean;
  isInspectorOpen: boolean;
  isDockOpen: boolean;
  dockHeight: number;
  buildTab: BuildTab;
  inspectorTab: InspectorTab;
  dockTab: DockTab;
  /** Whose rules and connections are shown; null: the first Node's. */
  shownNode: ObjectKey | null;
  /** The object whose explanation somebody asked for, until it is shown. */
  explained: ObjectKey | null;
  sheet: Sheet | null;
  dialog: DialogName | null;
}

export const SMALLEST_DOCK = 120;
export const NARROW_SCREEN = '(max-width: 767px)';

/** With less width than this the canvas needs the room of the Build panel, until somebody opens it. */
const ROOMY_SCREEN = 1180;

const STORAGE_KEY = 'kubehop.panels';
const REMEMBERED = ['isBuildOpen', 'isInspectorOpen', 'isDockOpen', 'dockHeight', 'dockTab'] as const;

const initial: Panels = {
  isBuildOpen: globalThis.innerWidth >= ROOMY_SCREEN,
  isInspectorOpen: true,
  isDockOpen: true,
  dockHeight: 264,
  buildTab: 'build',
  inspectorTab: 'object',
  dockTab: 'traffic',
  shownNode: null,
  explained: null,
  sheet: null,
  dialog: null,
};

function remembered(): Partial<Panels> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      REMEMBERED.filter((name) => typeof (stored as Panels)[name] === typeof initial[name]).map((name) => [
        name,
        (stored as Panels)[name],
      ]),
    );
  } catch {
    return {};
  }
}

export const panels = createStore<Panels>(() => ({ ...initial }));

/** Opens what was open last time, and keeps it from now on. Only the app does: an embed leaves the storage of its page alone. */
export function rememberPanels(): void {
  panels.setState(remembered());
  panels.subscribe((now, before) => {
    if (REMEMBERED.every((name) => now[name] === before[name])) return;
    const kept = Object.fromEntries(REMEMBERED.map((name) => [name, now[name]]));
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
    } catch {
      // Storage may be forbidden or full: the panels then open as usual next time.
    }
  });
}

export function usePanels<T>(select: (state: Panels) => T): T {
  return useStore(panels, select);
}

export function isNarrowScreen(): boolean {
  return matchMedia(NARROW_SCREEN).matches;
}

/** Brings a panel into view: opens it beside the canvas, or as a sheet on a narrow screen. */
export function openPanel(
  name: Sheet,
  tab: Partial<Pick<Panels, 'buildTab' | 'inspectorTab' | 'dockTab' | 'shownNode' | 'explained'>> = {},
) {
  const open: Record<Sheet, Partial<Panels>> = {
    learn: { isBuildOpen: true, buildTab: 'learn' },
    build: { isBuildOpen: true },
    inspector: { isInspectorOpen: true },
    dock: { isDockOpen: true },
  };
  panels.setState({ ...tab, ...(isNarrowScreen() ? { sheet: name } : open[name]) });
}

export function togglePanel(name: Sheet): void {
  const state = panels.getState();
  if (isNarrowScreen()) panels.setState({ sheet: state.sheet === name ? null : name });
  else if (name === 'learn') openPanel('learn');
  else if (name === 'build') panels.setState({ isBuildOpen: !state.isBuildOpen });
  else if (name === 'inspector') panels.setState({ isInspectorOpen: !state.isInspectorOpen });
  else panels.setState({ isDockOpen: !state.isDockOpen });
}

export function openDialog(dialog: DialogName | null): void {
  panels.setState({ dialog });
}
