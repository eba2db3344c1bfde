/** Several objects are selected: what they are, and what can be done with all of them. */
import { CopyPlus, Trash2 } from 'lucide-react';
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Inspector.module.css';

export function ManyObjects({ keys }: { keys: readonly ObjectKey[] }) {
  const playground = usePlayground();
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>{t('selected', { count: keys.length })}</h2>
      <ul className={styles.group}>
        {keys.map((key) => {
          const { kind, name } = parseKey(key);
          return (
            <li key={key}>
              <button
                type="button"
                className={styles.object}
                onClick={() => void playground.dispatch({ type: 'select', keys: [key] }, 'inspector')}
              >
                <span className={styles.objectName}>{name}</span>
                <span className={styles.aside}>{kind}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <div className={styles.buttons}>
        <Button
          size="small"
          icon={CopyPlus}
          onClick={() => void playground.dispatch({ type: 'duplicate', keys }, 'app')}
        >
          {t('duplicate')}
        </Button>
        <Button
          size="small"
          look="danger"
          icon={Trash2}
          onClick={() =>
            void playground.dispatch(
              keys.map((key) => ({ type: 'delete', key })),
              'app',
            )
          }
        >
          {t('delete')}
        </Button>
      </div>
    </div>
  );
}
