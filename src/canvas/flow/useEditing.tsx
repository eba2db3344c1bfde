/** The ways to change a scene on the canvas: gestures, keys, drops, the menu of a card, and its name as a field. */
import { useCallback, useState } from 'react';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { usePlayground } from '../../playground/react.ts';
import type { Position } from '../../simulation/scene.ts';
import { openObjectMenu } from '../../ui/objectMenu.ts';
import { commandsFor, type Gesture } from '../gestures.ts';
import { cardIdOf } from '../pointer.ts';
import type { EditedScene, Editing } from '../stage.ts';
import { stopsOf } from '../useCanvasKeys.ts';
import { firstStop } from '../walk.ts';
import { RenameField } from './RenameField.tsx';
import { useEditingKeys } from './useEditingKeys.ts';
import { useLongPress } from './useLongPress.ts';
import { usePaletteDrop } from './usePaletteDrop.ts';

/** With what React Flow's own gestures lead to. */
export interface FlowEditing extends Editing {
  perform(gesture: Gesture): Promise<void>;
  openMenu(object: ObjectKey, at: Position): void;
  rename(object: ObjectKey): void;
}

export function useEditing({ flow, selection, focusCard, onAdd }: EditedScene): FlowEditing {
  const playground = usePlayground();
  const [renaming, setRenaming] = useState<ObjectKey | null>(null);

  const perform = useCallback(
    async (gesture: Gesture) => {
      const commands = commandsFor(playground.store.getState(), gesture);
      if (commands.length > 0) await playground.dispatch(commands, 'canvas');
    },
    [playground],
  );
  const openMenu = (object: ObjectKey, at: Position) => openObjectMenu(playground, { object, ...at });
  const keys = useEditingKeys({
    selection,
    onGesture: (gesture) => void performByKey(gesture),
    onMenu: openMenu,
    onRename: setRenaming,
    onAdd,
  });
  const drop = usePaletteDrop(perform);
  const longPress = useLongPress((target, x, y) => {
    const node = flow.nodes.find(({ id }) => id === cardIdOf(target));
    if (node !== undefined && node.type !== 'Tray') openMenu(node.data.object, { x, y });
  });

  async function performByKey(gesture: Gesture) {
    await perform(gesture);
    // The focus goes on to the copies, and from what is gone to a card that is still there.
    if (gesture.type === 'duplicate') focusCard(...playground.store.getState().selection);
    if (gesture.type === 'delete') {
      const rest = flow.nodes.filter((node) => !gesture.keys.includes(node.id));
      focusCard(...gesture.keys, firstStop(stopsOf(rest))?.id ?? '');
    }
  }

  async function finishRename(key: ObjectKey, name: string | null) {
    setRenaming(null);
    if (name !== null) await perform({ type: 'rename', key, name });
    // A renamed object is another object: the focus goes to whichever there is now.
    focusCard(key, key.replace(/[^/]*$/, name?.trim() ?? ''));
  }

  return {
    ...keys,
    handlers: { ...drop, ...longPress },
    overlay: renaming !== null && (
      <RenameField object={renaming} onDone={(name) => void finishRename(renaming, name)} />
    ),
    perform,
    openMenu,
    rename: setRenaming,
  };
}
