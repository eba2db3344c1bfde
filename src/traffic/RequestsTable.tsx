/** The latest requests, newest first, as in a packet analyser: type to filter, press a row to follow it. */
import { useDeferredValue, useMemo, useState } from 'react';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { WIRE_STRETCH } from '../playground/wireTime.ts';
import { Button } from '../ui/Button.tsx';
import { formatCount } from '../ui/formats.ts';
import { matchesWords } from '../ui/matchesWords.ts';
import { outcomes } from '../ui/outcomes.ts';
import { openPanel } from '../ui/panels.ts';
import { useHeldRequests } from '../ui/useHeldRequests.ts';
import styles from './RequestsTable.module.css';
import { requestRows, rowText } from './requestRows.ts';

const PAGE = 100;

export function RequestsTable() {
  const playground = usePlayground();
  const { requests, waiting, handlers } = useHeldRequests(usePlaygroundState((state) => state.requests));
  const followedId = usePlaygroundState((state) => state.followed?.start.requestId ?? null);
  const objects = usePlaygroundState((state) => state.objects);
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const query = useDeferredValue(filter);
  const rows = useMemo(() => requestRows(requests, objects, WIRE_STRETCH), [requests, objects]);
  const found = useMemo(() => rows.filter((row) => matchesWords(query, rowText(row))), [rows, query]);

  function follow(requestId: number) {
    void playground.dispatch({ type: 'follow', requestId }, 'app');
    openPanel('inspector', { inspectorTab: 'packet' });
  }

  return (
    <div className={styles.requests}>
      <div className={styles.tools}>
        <input
          type="search"
          className={styles.filter}
          aria-label="Filter requests"
          placeholder="Filter: refused, shop, 10.244.1.5 …"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className={styles.found}>
          {[query === '' ? '' : formatCount(found.length, 'request'), waiting === 0 ? '' : `${waiting} newer`]
            .filter(Boolean)
            .join(', ')}
        </span>
      </div>
      <table className={styles.table}>
        <caption className="visually-hidden">Latest requests, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Outcome</th>
            <th scope="col">Answered by</th>
            <th scope="col">Source it saw</th>
            <th scope="col" className={styles.number}>
              Latency
            </th>
          </tr>
        </thead>
        <tbody {...handlers}>
          {found.slice(0, limit).map((row) => {
            const look = row.outcome === null ? null : outcomes[row.outcome];
            return (
              <tr
                key={row.id}
                aria-current={row.id === followedId || undefined}
                onClick={() => follow(row.id)}
                data-tone={look?.tone}
              >
                <td>
                  <button
                    type="button"
                    className={styles.follow}
                    aria-label={`Follow request ${row.id}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      follow(row.id);
                    }}
                  >
                    {row.time}
                  </button>
                </td>
                <td>{row.from}</td>
                <td>{row.to}</td>
                <td className={styles.outcome}>
                  {look === null ? (
                    <span className={styles.flying} aria-hidden />
                  ) : (
                    <look.icon size={13} aria-hidden />
                  )}
                  {row.outcomeLabel}
                </td>
                <td>{row.answeredBy}</td>
                <td className={styles.mono}>{row.sourceSeen}</td>
                <td className={styles.number}>{row.latency}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {found.length === 0 && (
        <p className={styles.empty}>
          {query === ''
            ? 'No request has been sent yet.'
            : `No request of the latest ${rows.length} has these words.`}
        </p>
      )}
      {found.length > limit && (
        <Button size="small" className={styles.more} onClick={() => setLimit(limit + PAGE)}>
          Show more
        </Button>
      )}
    </div>
  );
}
