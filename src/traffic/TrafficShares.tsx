/** Per Service: how requests ended, and the share of each Pod beside the equal share that chance promises. */
import { FileDown, TriangleAlert } from 'lucide-react';
import { Fragment, type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import { t } from '../messages/traffic.ts';
import { placeName } from '../playground/narrate.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { Outcome } from '../simulation/events.ts';
import { Button } from '../ui/Button.tsx';
import { formatPercent } from '../ui/formats.ts';
import { lookOf } from '../ui/kindLooks.ts';
import { outcomes } from '../ui/outcomes.ts';
import { figuresOf } from './figuresStore.ts';
import { shownShares } from './shownShares.ts';
import styles from './TrafficShares.module.css';
import tabStyles from './TrafficTab.module.css';
import type { ServiceTally } from './tally.ts';
import { countAnew, tallyOf } from './tallyStore.ts';

export function TrafficShares({ tools }: { tools: ReactNode }) {
  const playground = usePlayground();
  const tally = useStore(tallyOf(playground));
  const services = [...tally.values()].sort((a, b) => a.id.localeCompare(b.id));

  async function save(type: 'csv' | 'png') {
    const { saveShares } = await import('./sharesFile.ts');
    const { objects } = playground.store.getState();
    const { opened } = figuresOf(playground).figures().connections;
    saveShares(
      services.map((each) => shownShares(each, objects, opened.get(each.id))),
      type,
    );
  }

  return (
    <>
      <div className={tabStyles.tools}>
        {tools}
        <span className={tabStyles.files}>
          <Button
            size="small"
            look="quiet"
            disabled={services.length === 0}
            onClick={() => {
              countAnew(playground);
              figuresOf(playground).countAnew();
            }}
          >
            {t('countAnew')}
          </Button>
          <Button
            size="small"
            icon={FileDown}
            disabled={services.length === 0}
            onClick={() => void save('csv')}
          >
            CSV
          </Button>
          <Button
            size="small"
            icon={FileDown}
            disabled={services.length === 0}
            onClick={() => void save('png')}
          >
            PNG
          </Button>
        </span>
      </div>
      {services.length === 0 ? (
        <p className={styles.empty}>{t('noRequestHasEndedYetTraffic')}</p>
      ) : (
        <div className={styles.shares}>
          {services.map((service) => (
            <ServiceShares key={service.id} tally={service} />
          ))}
        </div>
      )}
    </>
  );
}

function ServiceShares({ tally }: { tally: ServiceTally }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const opened = figuresOf(playground).figures().connections.opened.get(tally.id);
  // Connections are opened in place; what is shown is as old as the tally.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const shown = useMemo(() => shownShares(tally, objects, opened), [tally, objects]);
  const { service, name, color, ready, shares, expected } = shown;
  const band = expected?.band ?? null;
  const Icon = service === undefined ? null : lookOf(service).icon;

  return (
    <section className={styles.service} aria-label={t('trafficTo', { name })}>
      <header className={styles.header}>
        {Icon && <Icon size={15} color={color} aria-hidden />}
        <h3 className={styles.name}>
          {tally.service !== null && service !== undefined ? (
            <button
              type="button"
              className={styles.link}
              onClick={() => void playground.dispatch({ type: 'select', keys: [tally.service!] }, 'app')}
            >
              {name}
            </button>
          ) : (
            name
          )}
        </h3>
        <span className={styles.total}>{t('total', { count: tally.total })}</span>
      </header>
      <ul className={styles.outcomes} aria-label={t('outcomes')}>
        {(Object.keys(outcomes) as Outcome[])
          .filter((outcome) => (tally.outcomes[outcome] ?? 0) > 0)
          .map((outcome) => {
            const { icon: OutcomeIcon, tone } = outcomes[outcome];
            return (
              <li key={outcome} className={styles.outcome} data-tone={tone}>
                <OutcomeIcon size={13} aria-hidden />
                <strong>{tally.outcomes[outcome]}</strong>
                {outcome === 'answered' && tally.errors > 0
                  ? t('withErrors', { errors: tally.errors })
                  : t(`ended.${outcome}`)}
              </li>
            );
          })}
      </ul>
      {shares.length > 0 && (
        <table className={styles.table} aria-label={t('answersPerEndpoint')}>
          <tbody>
            {shares.map(({ place, count, share, isExpected, deviation }) => (
              <Fragment key={place}>
                <tr>
                  <th scope="row" className={styles.place}>
                    {placeName(place)}
                    {!isExpected && ready > 0 && <span className={styles.gone}> {t('notReadyNow')}</span>}
                  </th>
                  <td className={styles.barCell}>
                    <div className={styles.bar}>
                      {band !== null && isExpected && (
                        <span
                          className={styles.band}
                          style={{
                            insetInlineStart: `${band.low * 100}%`,
                            insetInlineEnd: `${(1 - band.high) * 100}%`,
                          }}
                        />
                      )}
                      {count > 0 && (
                        <span
                          className={styles.fill}
                          style={{ width: `${share * 100}%`, background: color }}
                        />
                      )}
                      {expected?.share != null && isExpected && (
                        <span
                          className={styles.expected}
                          style={{ insetInlineStart: `${expected.share * 100}%` }}
                        />
                      )}
                    </div>
                  </td>
                  <td className={styles.percent}>{formatPercent(share)}</td>
                  <td className={styles.count}>{count}</td>
                </tr>
                {deviation !== null && (
                  <tr>
                    <td className={styles.deviation} colSpan={4}>
                      <TriangleAlert size={12} className={styles.warning} aria-hidden /> {placeName(place)}:{' '}
                      {deviation}
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
      {expected !== null && <p className={styles.note}>{expected.sentence}</p>}
    </section>
  );
}
