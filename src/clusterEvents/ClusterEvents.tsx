/** What `kubectl get events` would list, newest first. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/clusterEvents.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { formatClock } from '../ui/formats.ts';
import { identityKey } from '../ui/identityKey.ts';
import styles from './ClusterEvents.module.css';

const MOST_ROWS = 200;

export function ClusterEvents() {
  const playground = usePlayground();
  const events = usePlaygroundState((state) => state.clusterEvents);
  const objects = usePlaygroundState((state) => state.objects);

  if (events.length === 0) {
    return <p className={styles.empty}>{t('none')}</p>;
  }
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t('caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('time')}</th>
          <th scope="col">{t('type')}</th>
          <th scope="col">{t('reason')}</th>
          <th scope="col">{t('object')}</th>
          <th scope="col">{t('message')}</th>
        </tr>
      </thead>
      <tbody translate="no">
        {events
          .slice(-MOST_ROWS)
          .reverse()
          .map((event) => {
            const { kind, name } = parseKey(event.about);
            const Icon = event.severity === 'Warning' ? TriangleAlert : CircleCheck;
            return (
              <tr key={identityKey(event)} data-severity={event.severity}>
                <td className={styles.time}>{formatClock(event.at)}</td>
                <td className={styles.type}>
                  <Icon size={13} aria-hidden /> {event.severity}
                </td>
                <td>{event.eventReason}</td>
                <td>
                  {objects.has(event.about) ? (
                    <button
                      type="button"
                      className={styles.object}
                      onClick={() => void playground.dispatch({ type: 'select', keys: [event.about] }, 'app')}
                    >
                      {kind.toLowerCase()}/{name}
                    </button>
                  ) : (
                    <span className={styles.gone}>
                      {kind.toLowerCase()}/{name}
                    </span>
                  )}
                </td>
                <td className={styles.message}>{event.message}</td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}
