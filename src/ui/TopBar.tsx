/** The bar on top: what this is, which scene is open, how it is drawn, and what can be done with it. */
import { EllipsisVertical } from 'lucide-react';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from './ActionButton.tsx';
import { type Action, type ActionId, actions } from './actions.ts';
import { Logo } from './Logo.tsx';
import { Menu } from './Menu.tsx';
import styles from './TopBar.module.css';
import { ViewSwitch } from './ViewSwitch.tsx';

const IN_THE_MENU: readonly ActionId[] = ['importExport', 'tidy', 'toggleTheme', 'commandPalette', 'help'];

export function TopBar({ isNarrow }: { isNarrow: boolean }) {
  const playground = usePlayground();
  const title = usePlaygroundState((state) => state.scene.title);

  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        <Logo />
        <h1 className={styles.name}>Kubehop</h1>
        <span className={styles.divider} />
        <p className={styles.scene}>{title}</p>
      </div>
      {!isNarrow && <ViewSwitch />}
      <div className={styles.end}>
        {isNarrow ? (
          <>
            <ActionButton action="undo" />
            <ActionButton action="redo" />
            <Menu
              label="More"
              icon={EllipsisVertical}
              items={IN_THE_MENU.map((id) => {
                const action: Action = actions[id];
                return { label: action.label, icon: action.icon, run: () => action.run(playground) };
              })}
            />
          </>
        ) : (
          <>
            <ActionButton action="undo" />
            <ActionButton action="redo" />
            <ActionButton action="toggleTheme" />
            <ActionButton action="help" />
            <ActionButton action="importExport" text="Import / export" />
          </>
        )}
      </div>
    </header>
  );
}
