/** Every action of the page in one table: toolbar, shortcuts, help and command palette all read these rows. */
import {
  ArrowLeftRight,
  ArrowRightToLine,
  Blocks,
  ChevronsLeft,
  ChevronsRight,
  CircleQuestionMark,
  CodeXml,
  CopyPlus,
  Crosshair,
  Eraser,
  Footprints,
  Gauge,
  GraduationCap,
  Link,
  MonitorDown,
  OctagonPause,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Plus,
  Redo2,
  RotateCcw,
  Route,
  Search,
  SunMoon,
  Trash2,
  Undo2,
  WandSparkles,
} from 'lucide-react';
import { t } from '../messages/actions.ts';
import type { Command } from '../playground/commands.ts';
import type { Playground } from '../playground/playground.ts';
import type { PlaygroundState } from '../playground/state.ts';
import { type Action, type ActionGroup, type ActionRow, named } from './action.ts';
import { clockActions, SPEEDS } from './clockActions.ts';
import { openDialog, openPanel, togglePanel } from './panels.ts';
import { toggleTheme } from './theme.ts';

function send(...commands: Command[]) {
  return (playground: Playground) => {
    void playground.dispatch(commands, 'app');
  };
}

function changeSpeed(direction: 1 | -1) {
  return (playground: Playground) => {
    const { speed } = playground.store.getState().clock;
    const next =
      direction === 1 ? SPEEDS.find((other) => other > speed) : SPEEDS.findLast((other) => other < speed);
    if (next !== undefined) void playground.dispatch({ type: 'setSpeed', speed: next }, 'app');
  };
}

type View = PlaygroundState['view'];

const nextViews: Readonly<Record<View, View>> = {
  Concept: 'Endpoints',
  Endpoints: 'PacketPath',
  PacketPath: 'Concept',
};

const rows = {
  nextFailure: {
    group: 'Clock',
    icon: ChevronsRight,
    shortcuts: ['N'],
    run: (playground) => void goToFailure(playground, 'nextFailure'),
  },
  previousFailure: {
    group: 'Clock',
    icon: ChevronsLeft,
    shortcuts: ['Shift+N'],
    run: (playground) => void goToFailure(playground, 'previousFailure'),
  },
  goToNow: {
    group: 'Clock',
    icon: ArrowRightToLine,
    shortcuts: ['>'],
    isEnabled: (state) => state.timeline.isInPast,
    run: send({ type: 'seek', at: Number.POSITIVE_INFINITY }),
  },
  reset: { group: 'Clock', icon: RotateCcw, run: send({ type: 'reset' }) },
  faster: { group: 'Clock', icon: Gauge, shortcuts: [']'], run: changeSpeed(1) },
  slower: { group: 'Clock', icon: Gauge, shortcuts: ['['], run: changeSpeed(-1) },
  followNext: {
    group: 'Clock',
    icon: Crosshair,
    shortcuts: ['F'],
    run: followNextRequest,
  },
  stopAtEachHop: {
    group: 'Clock',
    icon: Footprints,
    shortcuts: ['H'],
    labelNow: (state) => t(state.stopsAtEachHop ? 'doNotStopAtEachHop' : 'action.stopAtEachHop'),
    run: (playground) =>
      void playground.dispatch(
        { type: 'stopAtEachHop', isOn: !playground.store.getState().stopsAtEachHop },
        'app',
      ),
  },
  stopAtDrops: {
    group: 'Clock',
    icon: OctagonPause,
    run: send({ type: 'addBreakpoint', condition: { type: 'dropped' } }),
  },
  stopFollowing: {
    group: 'Clock',
    icon: Crosshair,
    shortcuts: ['Esc'],
    isEnabled: (state) => state.followed !== null,
    run: send({ type: 'follow', requestId: null }),
  },
  undo: {
    group: 'Edit',
    icon: Undo2,
    shortcuts: ['Mod+Z'],
    labelNow: (state) =>
      state.history.undo === null ? t('action.undo') : t('undoStep', { step: state.history.undo }),
    isEnabled: (state) => state.history.undo !== null,
    run: send({ type: 'undo' }),
  },
  redo: {
    group: 'Edit',
    icon: Redo2,
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    labelNow: (state) =>
      state.history.redo === null ? t('action.redo') : t('redoStep', { step: state.history.redo }),
    isEnabled: (state) => state.history.redo !== null,
    run: send({ type: 'redo' }),
  },
  add: {
    group: 'Edit',
    icon: Plus,
    shortcuts: ['A'],
    run: () => {
      openPanel('build', { buildTab: 'build' });
      // The panel may have been closed: its first button is there after the next frame.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-palette-item]')?.focus());
    },
  },
  duplicate: {
    group: 'Edit',
    icon: CopyPlus,
    shortcuts: ['Mod+D'],
    isEnabled: hasSelection,
    run: (playground) =>
      void playground.dispatch({ type: 'duplicate', keys: playground.store.getState().selection }, 'app'),
  },
  delete: {
    group: 'Edit',
    icon: Trash2,
    shortcuts: ['Delete', 'Backspace'],
    isEnabled: hasSelection,
    run: (playground) => {
      const keys = playground.store.getState().selection;
      void playground.dispatch(
        keys.map((key) => ({ type: 'delete', key })),
        'app',
      );
    },
  },
  clearSelection: {
    group: 'Edit',
    icon: Eraser,
    shortcuts: ['Esc'],
    isEnabled: hasSelection,
    run: send({ type: 'select', keys: [] }),
  },
  tidy: { group: 'Edit', icon: WandSparkles, run: send({ type: 'tidy' }) },
  switchView: {
    group: 'View',
    icon: Route,
    shortcuts: ['V'],
    run: (playground) => {
      const { view } = playground.store.getState();
      void playground.dispatch({ type: 'setView', view: nextViews[view] }, 'app');
    },
  },
  toggleTheme: { group: 'View', icon: SunMoon, run: toggleTheme },
  toggleBuild: {
    group: 'View',
    icon: PanelLeft,
    shortcuts: ['Mod+B'],
    run: () => togglePanel('build'),
  },
  toggleInspector: {
    group: 'View',
    icon: PanelRight,
    shortcuts: ['Mod+I'],
    run: () => togglePanel('inspector'),
  },
  toggleDock: {
    group: 'View',
    icon: PanelBottom,
    shortcuts: ['Mod+J'],
    run: () => togglePanel('dock'),
  },
  openLearn: {
    group: 'Open',
    icon: GraduationCap,
    run: () => openPanel('learn'),
  },
  openScenes: {
    group: 'Open',
    icon: Blocks,
    run: () => openPanel('build', { buildTab: 'scenes' }),
  },
  importExport: {
    group: 'Open',
    icon: ArrowLeftRight,
    shortcuts: ['Mod+O'],
    run: () => openDialog('importExport'),
  },
  embed: {
    group: 'Open',
    icon: CodeXml,
    run: () => openDialog('embed'),
  },
  share: {
    group: 'Open',
    icon: Link,
    run: () => openDialog('share'),
  },
  offline: {
    group: 'Open',
    icon: MonitorDown,
    run: () => openDialog('offline'),
  },
  commandPalette: {
    group: 'Open',
    icon: Search,
    shortcuts: ['Mod+K'],
    run: () => openDialog('commandPalette'),
  },
  help: {
    group: 'Open',
    icon: CircleQuestionMark,
    shortcuts: ['?'],
    run: () => openDialog('help'),
  },
} satisfies Record<string, ActionRow>;

/** A new action needs its `action.…` in the catalogue. */
export const actions = { ...clockActions, ...named(rows, (id) => t(`action.${id}`)) };

export type ActionId = keyof typeof actions;

export function groupName(group: ActionGroup): string {
  return t(`group.${group}`);
}

export const actionList: readonly Action[] = Object.values(actions);

function hasSelection(state: PlaygroundState): boolean {
  return state.selection.length > 0;
}

async function goToFailure(playground: Playground, type: 'nextFailure' | 'previousFailure'): Promise<void> {
  const { status } = await playground.dispatch({ type }, 'app');
  if (status === 'Success') openPanel('inspector', { inspectorTab: 'packet' });
}

/** Waits for the next request that starts, follows it, and plays so that there is one. */
function followNextRequest(playground: Playground): void {
  const stop = playground.onEvents((events, reset) => {
    const start = events.find((event) => event.type === 'RequestStart');
    if (start !== undefined) {
      void playground.dispatch({ type: 'follow', requestId: start.requestId }, 'app');
      openPanel('inspector', { inspectorTab: 'packet' });
    }
    if (start !== undefined || reset) stop();
  });
  void playground.dispatch({ type: 'play' }, 'app');
}
