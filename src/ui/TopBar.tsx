/** The bar on top: what this is, which scene is open, how it is drawn, and what can be done with it. */
import { EllipsisVertical, Languages } from 'lucide-react';
import { t } from '../messages/actions.ts';
import { sceneText } from '../messages/scenes.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from './ActionButton.tsx';
import type { Action } from './action.ts';
import { actions } from './actions.ts';
import { Logo } from './Logo.tsx';
import { languageItems } from './languageItems.ts';
import { Menu } from './Menu.tsx';
import styles from './TopBar.module.css';
import { useMediaQuery } from './useMediaQuery.ts';
import { ViewSwitch } from './ViewSwitch.tsx';

const IN_THE_MENU: readonly Action[] = [
  actions.share,
  actions.embed,
  actions.importExport,
  actions.offline,
  actions.tidy,
  actions.toggleTheme,
  actions.commandPalette,
  actions.help,
];

/** The longest language has no room for all buttons beside the switch of views. */
const SHORT_BAR = '(max-width: 1079px)';

export function TopBar({ isNarrow }: { isNarrow: boolean }) {
  const playground = usePlayground();
  const isShort = useMediaQuery(SHORT_BAR);
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
        {isShort ? (
          <>
            <ActionButton action={actions.undo} />
            <ActionButton action={actions.redo} />
            <Menu
              label={t('more')}
              icon={EllipsisVertical}
              items={[
                ...IN_THE_MENU.map((action) => ({
                  label: action.label,
                  icon: action.icon,
                  run: () => action.run(playground),
                })),
                ...languageItems(),
              ]}
            />
          </>
        ) : (
          <>
            <ActionButton action={actions.undo} />
            <ActionButton action={actions.redo} />
            <ActionButton action={actions.toggleTheme} />
            <Menu label={t('language')} icon={Languages} items={languageItems()} />
            <ActionButton action={actions.offline} />
            <ActionButton action={actions.help} />
            <ActionButton action={actions.importExport} text={t('action.importExport')} />
            <ActionButton action={actions.embed} text={t('embed')} />
            <ActionButton action={actions.share} text={t('share')} />
          </>
        )}
      </div>
    </header>
  );
}
