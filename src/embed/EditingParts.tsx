/** What an embed has on top when its reader may change the scene: undo and redo, the menu of a card, and what was refused. Loaded only then. */
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from '../ui/ActionButton.tsx';
import { actions } from '../ui/actions.ts';
import { ObjectMenu } from '../ui/ObjectMenu.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import styles from './EditingParts.module.css';

const SHORTCUTS = [actions.undo, actions.redo];

export function EditingParts() {
  const playground = usePlayground();
  const notices = usePlaygroundState((state) => state.notices);
  useShortcuts(SHORTCUTS);
  return (
    <>
      <div className={styles.history}>
        <ActionButton action={actions.undo} />
        <ActionButton action={actions.redo} />
      </div>
      <ObjectMenu />
      <Toasts
        toasts={notices}
        onDismiss={(id) => void playground.dispatch({ type: 'dismissNotice', id }, 'embed')}
      />
    </>
  );
}
