/** Everything by keyboard: walk, open, connect, move, rename, delete. */
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/canvas.ts';
import { matchesShortcut } from '../ui/shortcuts.ts';
import { anchorOf } from './anchors.ts';
import type { FlowNode } from './flowTypes.ts';
import { canConnect, canStartWire, type Gesture } from './gestures.ts';
import { type Direction, firstStop, isDirection, nextStop, type Stop } from './walk.ts';
import { isNodePlace, isPodPlace } from './world.ts';

/** A card was chosen and waits for a second one. */
interface Pick {
  type: 'connect' | 'movePod';
  from: ObjectKey;
}

interface CanvasKeysOptions {
  root: RefObject<HTMLElement | null>;
  nodes: readonly FlowNode[];
  selection: readonly ObjectKey[];
  editable: boolean;
  onGesture(gesture: Gesture): void;
  onOpen(key: ObjectKey, card: string): void;
  onMenu(object: ObjectKey, x: number, y: number): void;
  onRename(key: ObjectKey): void;
  onAdd?: (() => void) | undefined;
  /** Brings a card into view and into the page, before it gets the focus. */
  reveal(node: FlowNode): void;
}

export interface CanvasKeys {
  onKeyDown(event: KeyboardEvent): void;
  /** What is expected next, as one sentence; '' when nothing is. */
  hint: string;
  isPicking: boolean;
  /** Focuses the first of these cards that there is. */
  focusCard(...ids: readonly string[]): void;
}

/** From the top of a card to the menu that a key opens. */
const MENU_DROP = 24;

/** One step of a card that is pushed by Alt and an arrow key. */
const NUDGE = 18;

export function useCanvasKeys(options: CanvasKeysOptions): CanvasKeys {
  const { root, nodes, selection, editable, onGesture, onOpen, onMenu, onRename, onAdd, reveal } = options;
  const [pick, setPick] = useState<Pick | null>(null);

  function focusCard(...ids: readonly string[]): void {
    const node = nodes.find((candidate) => ids.includes(candidate.id));
    if (node !== undefined) reveal(node);
    const focus = (triesLeft: number) => {
      const found = ids.map((id) => root.current?.querySelector<HTMLElement>(selectorOf(id)));
      const element = found.find((candidate) => candidate !== null && candidate !== undefined);
      if (element !== undefined && element !== null) element.focus({ preventScroll: true });
      // Cards out of sight are not in the page until the camera has moved, new ones not until they are drawn.
      else if (triesLeft > 0) requestAnimationFrame(() => focus(triesLeft - 1));
    };
    focus(3);
  }

  function walk(from: FlowNode | undefined, direction: Direction): void {
    const stops = stopsOf(nodes);
    const start = stops.find(({ id }) => id === from?.id);
    const next = start === undefined ? firstStop(stops) : nextStop(stops, start, direction);
    if (next !== null) focusCard(next.id);
  }

  function choose(target: ObjectKey): void {
    if (pick === null) return;
    if (pick.type === 'connect' && !canConnect(pick.from, target)) return;
    if (pick.type === 'movePod' && !isNodePlace(target)) return;
    setPick(null);
    onGesture(
      pick.type === 'connect'
        ? { type: 'connect', from: pick.from, to: target }
        : { type: 'movePod', pod: pick.from, node: target },
    );
  }

  /** The selection, unless the focus has gone on to a card that is not part of it. */
  function meant(node: FlowNode | undefined): readonly ObjectKey[] {
    const object = node?.data.object;
    return object === undefined || selection.includes(object) ? selection : [object];
  }

  /** Whether the key was used. */
  function press(event: KeyboardEvent, node: FlowNode | undefined): boolean {
    const object = node?.data.object;
    if (isDirection(event.key)) {
      if (event.altKey && editable) onGesture({ type: 'nudge', keys: meant(node), by: nudges[event.key] });
      else if (event.ctrlKey || event.metaKey) return false;
      else walk(node, event.key);
      return true;
    }
    if (event.key === 'Escape' && pick !== null) {
      setPick(null);
      return true;
    }
    if (event.key === 'Enter' && object !== undefined) {
      if (pick === null) onOpen(object, node!.id);
      else choose(object);
      return true;
    }
    if (!editable) return false;
    if (matchesShortcut(event, 'Delete') || matchesShortcut(event, 'Backspace')) {
      onGesture({ type: 'delete', keys: meant(node) });
      return true;
    }
    if (matchesShortcut(event, 'Mod+D')) {
      onGesture({ type: 'duplicate', keys: meant(node) });
      return true;
    }
    if (matchesShortcut(event, 'A') && onAdd !== undefined) {
      onAdd();
      return true;
    }
    if (object === undefined) return false;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { left, top, width } = (event.target as Element).getBoundingClientRect();
      onMenu(object, left + width / 2, top + MENU_DROP);
      return true;
    }
    if (matchesShortcut(event, 'F2')) {
      onRename(object);
      return true;
    }
    if (matchesShortcut(event, 'C') && canStartWire(object)) {
      setPick({ type: 'connect', from: object });
      return true;
    }
    if (matchesShortcut(event, 'M') && isPodPlace(object)) {
      setPick({ type: 'movePod', from: object });
      return true;
    }
    return false;
  }

  return {
    onKeyDown(event) {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement) return;
      const id = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id');
      if (
        !press(
          event,
          nodes.find((node) => node.id === id),
        )
      )
        return;
      // The page has shortcuts of the same keys for when the focus is elsewhere.
      event.preventDefault();
      event.stopPropagation();
    },
    hint: pick === null ? '' : hintOf(pick),
    isPicking: pick !== null,
    focusCard,
  };
}

function selectorOf(id: string): string {
  return `.react-flow__node[data-id="${CSS.escape(id)}"]`;
}

const nudges = {
  ArrowUp: { x: 0, y: -NUDGE },
  ArrowDown: { x: 0, y: NUDGE },
  ArrowLeft: { x: -NUDGE, y: 0 },
  ArrowRight: { x: NUDGE, y: 0 },
} satisfies Record<Direction, { x: number; y: number }>;

function hintOf({ type, from }: Pick): string {
  const { kind, name } = parseKey(from);
  return type === 'connect' ? t('connecting', { kind, name }) : t('moving', { name });
}

/** Cards in canvas coordinates, by the part that wires touch: a Node is where its kube-proxy is, so that its Pods are below it. */
export function stopsOf(nodes: readonly FlowNode[]): Stop[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes
    .filter((node) => node.type !== 'Tray')
    .map((node) => {
      const parent = node.parentId === undefined ? undefined : byId.get(node.parentId);
      const rect = {
        x: node.position.x + (parent?.position.x ?? 0),
        y: node.position.y + (parent?.position.y ?? 0),
        width: node.width ?? 0,
        height: node.height ?? 0,
      };
      return { id: node.id, rect: anchorOf(node.type, rect) };
    });
}
