/** Says whether what is shown is the latest moment, and leads back to it. */
import { t } from '../messages/timeline.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { actions } from '../ui/actions.ts';
import styles from './NowButton.module.css';

export function NowButton() {
  const playground = usePlayground();
  const isInPast = usePlaygroundState((state) => state.timeline.isInPast);
  const [shortcut] = actions.goToNow.shortcuts;

  return (
    <button
      type="button"
      className={styles.now}
      disabled={!isInPast}
      aria-keyshortcuts={shortcut}
      data-tooltip={actions.goToNow.label}
      data-tooltip-keys={shortcut}
      onClick={() => actions.goToNow.run(playground)}
    >
      {t('now')}
    </button>
  );
}
