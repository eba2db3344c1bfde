/** A key combination, drawn as keys. */
import styles from './Kbd.module.css';
import { shortcutKeys } from './shortcuts.ts';

export function Kbd({ shortcut }: { shortcut: string }) {
  return (
    <span className={styles.keys}>
      {shortcutKeys(shortcut).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
