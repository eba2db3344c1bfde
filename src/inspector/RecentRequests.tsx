/** Nothing is followed: choose one of the latest requests, or take the next that comes. */
import { t } from '../messages/inspector.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from '../ui/ActionButton.tsx';
import { actions } from '../ui/actions.ts';
import { formatClock } from '../ui/formats.ts';
import { outcomeLook } from '../ui/outcomes.ts';
import { useHeldRequests } from '../ui/useHeldRequests.ts';
import styles from './Packet.module.css';
import { requestTitle } from './packetEntries.ts';

const MOST_ROWS = 30;

export function RecentRequests() {
  const playground = usePlayground();
  const { requests, handlers } = useHeldRequests(usePlaygroundState((state) => state.requests));

  const objects = usePlaygroundState((state) => state.objects);

  return (
    <div className={styles.packet}>
      <header className={styles.header}>
        <div>
          <p className={styles.overline}>{t('noPacketIsFollowed')}</p>
          <h2 className={styles.title}>{t('followARequest')}</h2>
        </div>
      </header>
      <p className={styles.sentence}>{t('seeEachPlaceThatAPacket')}</p>
      <p className={styles.next}>
        <ActionButton action={actions.followNext} text={t('followTheNextRequest')} />
      </p>
      {requests.length > 0 && <h3 className={styles.overline}>{t('latestRequests')}</h3>}
      <ol {...handlers}>
        {requests
          .slice(-MOST_ROWS)
          .reverse()
          .map((record) => {
            const { requestId, at } = record.start;
            const look = record.end === null ? null : outcomeLook(record.end);
            return (
              <li key={requestId}>
                <button
                  type="button"
                  className={styles.request}
                  aria-label={t('followNamed', {
                    number: String(requestId),
                    title: requestTitle(record, objects),
                    state: look?.label ?? t('inFlight'),
                  })}
                  onClick={() => void playground.dispatch({ type: 'follow', requestId }, 'inspector')}
                >
                  <span className={styles.state} data-tone={look?.tone}>
                    {look === null ? <span className={styles.flying} /> : <look.icon size={14} aria-hidden />}
                  </span>
                  <span className={styles.requestTitle}>{requestTitle(record, objects)}</span>
                  <span className={styles.time}>{formatClock(at)}</span>
                </button>
              </li>
            );
          })}
      </ol>
    </div>
  );
}
