/** The latest requests and their packets, newest first, as in a packet analyser: filter them, follow one, take them away as a file. */
import { FileDown } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { t } from '../messages/packets.ts';
import { download } from '../playground/download.ts';
import { looksLikeFilter, readFilter } from '../playground/packetFilter.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { formatClock, formatLatency } from '../ui/formats.ts';
import { matchesWords } from '../ui/matchesWords.ts';
import { type OutcomeName, outcomes } from '../ui/outcomes.ts';
import { openPanel } from '../ui/panels.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { useHeldRequests } from '../ui/useHeldRequests.ts';
import { csvOf } from './csv.ts';
import styles from './PacketsTable.module.css';
import { type Granularity, type PacketRow, packetRows, rowText } from './packetRows.ts';

const PAGE = 100;

const granularities: readonly { value: Granularity; label: string }[] = [
  {
    value: 'requests',
    get label() {
      return t('requests');
    },
  },
  {
    value: 'packets',
    get label() {
      return t('packets');
    },
  },
];

const columns = [
  'time',
  'from',
  'to',
  'protocol',
  'service',
  'verdict',
  'pod',
  'sourceSeen',
  'latency',
] as const;

export function PacketsTable() {
  const playground = usePlayground();
  const live = usePlaygroundState((state) => state.requests);
  const { requests, waiting, handlers } = useHeldRequests(live);
  const followedId = usePlaygroundState((state) => state.followed?.start.requestId ?? null);
  const objects = usePlaygroundState((state) => state.objects);
  const [granularity, setGranularity] = useState<Granularity>('requests');
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const query = useDeferredValue(filter.trim());
  const rows = useMemo(() => packetRows(requests, objects, granularity), [requests, objects, granularity]);
  const { found, mistake } = useMemo(() => filterRows(rows, query), [rows, query]);

  /** Stops the world at the moment at which it ended, with all that is known of it. */
  function goTo({ requestId, endedAt }: PacketRow) {
    const moment = endedAt === null ? [] : ([{ type: 'pause' }, { type: 'seek', at: endedAt }] as const);
    void playground.dispatch([...moment, { type: 'follow', requestId }], 'app');
    openPanel('inspector', { inspectorTab: 'packet' });
  }

  async function saveCapture() {
    const { captureOf } = await import('./capture/capture.ts');
    const ids = new Set(found.map(({ requestId }) => requestId));
    const shown = requests.filter(({ start }) => ids.has(start.requestId));
    download('kubehop.pcapng', captureOf(shown), 'application/x-pcapng');
  }

  return (
    <div className={styles.packets}>
      <div className={styles.tools}>
        <Segmented label={t('rows')} options={granularities} value={granularity} onChange={setGranularity} />
        <input
          type="search"
          className={styles.filter}
          aria-label={t('filterPackets')}
          aria-invalid={mistake !== null || undefined}
          aria-describedby="packet-filter-note"
          placeholder="shop, verdict == refused, ip.dst == 10.96.0.0/16 …"
          spellCheck={false}
          autoCapitalize="off"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span
          id="packet-filter-note"
          className={styles.found}
          data-tone={mistake === null ? undefined : 'bad'}
        >
          {mistake ??
            [
              query === '' ? '' : t('found', { found: found.length, all: rows.length }),
              waiting === 0 ? '' : t('newer', { waiting }),
            ]
              .filter(Boolean)
              .join(', ')}
        </span>
        <span className={styles.files}>
          <Button
            size="small"
            icon={FileDown}
            disabled={found.length === 0}
            onClick={() => download('kubehop.csv', csvOf(found.toReversed()), 'text/csv')}
          >
            CSV
          </Button>
          <Button
            size="small"
            icon={FileDown}
            disabled={found.length === 0}
            data-tooltip={t('aCaptureFileForWiresharkEach')}
            onClick={() => void saveCapture()}
          >
            pcapng
          </Button>
        </span>
      </div>
      <div className={styles.rows}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t(`latest.${granularity}`)}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...handlers}>
            {found.slice(0, limit).map((row) => (
              <Row
                key={row.id}
                row={row}
                isFollowed={row.requestId === followedId}
                onFollow={() => goTo(row)}
              />
            ))}
          </tbody>
        </table>
        {found.length === 0 && (
          <p className={styles.empty}>
            {rows.length === 0
              ? t('noRequestHasBeenSentYet')
              : t(`noneFits.${granularity}`, { count: rows.length })}
          </p>
        )}
        {found.length > limit && (
          <Button size="small" className={styles.more} onClick={() => setLimit(limit + PAGE)}>
            {t('showMore')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What is typed is a filter when it reads as one, else words to search for. */
function filterRows(rows: readonly PacketRow[], query: string) {
  if (!looksLikeFilter(query))
    return { found: rows.filter((row) => matchesWords(query, rowText(row))), mistake: null };
  const result = readFilter(query);
  return result.ok
    ? { found: rows.filter((row) => result.filter(row.filtered)), mistake: null }
    : { found: rows, mistake: result.message };
}

function Row({ row, isFollowed, onFollow }: { row: PacketRow; isFollowed: boolean; onFollow: () => void }) {
  const Icon = row.verdict === null ? null : outcomes[outcomeOf(row.verdict)].icon;
  return (
    <tr aria-current={isFollowed || undefined} onClick={onFollow} data-tone={row.tone ?? undefined}>
      <td>
        <button
          type="button"
          className={styles.follow}
          aria-label={t('follow', { number: String(row.requestId) })}
          onClick={(event) => {
            event.stopPropagation();
            onFollow();
          }}
        >
          {formatClock(row.at)}
        </button>
      </td>
      <td>{row.from}</td>
      <td className={styles.to} title={row.to}>
        {row.to}
      </td>
      <td>{row.protocol}</td>
      <td>{row.service}</td>
      <td className={styles.verdict}>
        {Icon === null ? <span className={styles.flying} aria-hidden /> : <Icon size={13} aria-hidden />}
        {row.label}
      </td>
      <td>{row.pod}</td>
      <td className={styles.mono}>{row.sourceSeen}</td>
      <td className={styles.number}>{row.latencyMs === null ? '' : formatLatency(row.latencyMs)}</td>
    </tr>
  );
}

/** A packet's verdict looks like the outcome that it leads to. */
function outcomeOf(verdict: NonNullable<PacketRow['verdict']>): OutcomeName {
  const alike = { delivered: 'answered', dropped: 'timedOut' } as const;
  return verdict in alike ? alike[verdict as keyof typeof alike] : (verdict as OutcomeName);
}
