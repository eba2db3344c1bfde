/** Editing by keyboard: connect, move, push, rename, duplicate, delete, and the menu of a card. */
import { type KeyboardEvent, useState } from 'react';
import { type ObjectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import { t } from '../../messages/canvas.ts';
import type { Position } from '../../simulation/scene.ts';
import { matchesShortcut } from '../../ui/shortcuts.ts';
import type { FlowNode } from '../flowTypes.ts';
import { canConnect, canStartWire, type Gesture } from '../gestures.ts';
import type { Editing } from '../stage.ts';
import { type Direction, isDirection } from '../walk.ts';
import { isNodePlace, isPodPlace } from '../world.ts';

/** A card was chosen and waits for a second one. */
interface FirstCard {
  type: 'connect' | 'movePod';
  from: ObjectKey;
}

interface EditingKeysOptions {
  selection: readonly ObjectKey[];
  onGesture(gesture: Gesture): void;
  onMenu(object: ObjectKey, at: Position): void;
  onRename(key: ObjectKey): void;
  onAdd: (() => void) | undefined;
}

/** From the top of a card to the menu that a key opens. */
const MENU_DROP = 24;

/** One step of a card that is pushed by Alt and an arrow key. */
const NUDGE = 18;

export function useEditingKeys(options: EditingKeysOptions): Pick<Editing, 'press' | 'hint' | 'isPicking'> {
  const { selection, onGesture, onMenu, onRename, onAdd } = options;
  const [pick, setPick] = useState<FirstCard | null>(null);

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

  function press(event: KeyboardEvent, node: FlowNode | undefined): boolean {
    const object = node?.data.object;
    if (isDirection(event.key) && event.altKey) {
      onGesture({ type: 'nudge', keys: meant(node), by: nudges[event.key] });
      return true;
    }
    if (event.key === 'Escape' && pick !== null) {
      setPick(null);
      return true;
    }
    if (event.key === 'Enter' && pick !== null && object !== undefined) {
      choose(object);
      return true;
    }
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
      onMenu(object, { x: left + width / 2, y: top + MENU_DROP });
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

  return { press, hint: pick === null ? '' : hintOf(pick), isPicking: pick !== null };
}

const nudges = {
  ArrowUp: { x: 0, y: -NUDGE },
  ArrowDown: { x: 0, y: NUDGE },
  ArrowLeft: { x: -NUDGE, y: 0 },
  ArrowRight: { x: NUDGE, y: 0 },
} satisfies Record<Direction, { x: number; y: number }>;

function hintOf({ type, from }: FirstCard): string {
  const { kind, name } = parseKey(from);
  return type === 'connect' ? t('connecting', { kind, name }) : t('moving', { name });
}
