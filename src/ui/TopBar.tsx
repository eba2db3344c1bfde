/** The bar on top: what this is, which scene is open, how it is drawn, and what can be done with it. */
import { EllipsisVertical, Languages } from 'lucide-react';
import { sceneText } from '../messages/scenes.ts';
import { t } from '../messages/ui.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from './ActionButton.tsx';
import { type Action, type ActionId, actionLabel, actions } from './actions.ts';
import { Logo } from './Logo.tsx';
import { languageItems } from './languageItems.ts';
import { Menu } from './Menu.tsx';
import styles from './TopBar.module.css';
import { ViewSwitch } from './ViewSwitch.tsx';

const IN_THE_MENU: readonly ActionId[] = [
  'share',
  'embed',
  'importExport',
  'tidy',
  'toggleTheme',
  'commandPalette',
  'help',
];

export function TopBar({ isNarrow }: { isNarrow: boolean }) {
  const playground = usePlayground();
  const title = usePlaygroundState((state) => sceneText(state.scene.title));

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
              label={t('more')}
              icon={EllipsisVertical}
              items={[
                ...IN_THE_MENU.map((id) => {
                  const action: Action = actions[id];
                  return { label: actionLabel(id), icon: action.icon, run: () => action.run(playground) };
                }),
                ...languageItems(),
              ]}
            />
          </>
        ) : (
          <>
            <ActionButton action="undo" />
            <ActionButton action="redo" />
            <ActionButton action="toggleTheme" />
            <Menu label={t('language')} icon={Languages} items={languageItems()} />
            <ActionButton action="help" />
            <ActionButton action="importExport" text={t('action.importExport')} />
            <ActionButton action="embed" text={t('embed')} />
            <ActionButton action="share" text={t('share')} />
          </>
        )}
      </div>
    </header>
  );
}
