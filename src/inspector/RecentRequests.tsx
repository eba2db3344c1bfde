/** Nothing is followed: choose one of the latest requests, or take the next that comes. */
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from '../ui/ActionButton.tsx';
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
          <p className={styles.overline}>No packet is followed</p>
          <h2 className={styles.title}>Follow a request</h2>
        </div>
      </header>
      <p className={styles.sentence}>
        See each place that a packet comes to: what it does there, its header before and after, and the rule
        that decided.
      </p>
      <p className={styles.next}>
        <ActionButton action="followNext" text="Follow the next request" />
      </p>
      {requests.length > 0 && <h3 className={styles.overline}>Latest requests</h3>}
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
                  aria-label={`Follow request ${requestId}: ${requestTitle(record, objects)}, ${look?.label ?? 'in flight'}`}
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
