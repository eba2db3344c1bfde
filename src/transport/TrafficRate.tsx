/** The rate of the scene's traffic: one choice scales every Traffic object, as one undo step. */
import { useMemo } from 'react';
import type { Traffic } from '../kubernetes/kubehop.ts';
import { t } from '../messages/trafficRate.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { formatRate } from '../ui/formats.ts';
import styles from './Transport.module.css';
import { rateChoices, totalRate, withTotalRate } from './trafficRate.ts';

export function TrafficRate() {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const traffic = useMemo(
    () => [...objects.values()].filter((object): object is Traffic => object.kind === 'Traffic'),
    [objects],
  );
  const total = totalRate(traffic);
  if (traffic.length === 0) return null;
  const hasPatterns = traffic.some(({ spec }) => (spec.pattern?.type ?? t('steady')) !== 'Steady');

  return (
    <select
      className={styles.pill}
      aria-label={t('rateOfAllTraffic')}
      data-tooltip={hasPatterns ? t('rateOfAllTrafficOnWhich') : t('rateOfAllTraffic')}
      value={total}
      onChange={(event) => {
        const changed = withTotalRate(traffic, Number(event.target.value));
        void playground.dispatch(
          changed.map((object) => ({ type: 'update', object })),
          'app',
        );
      }}
    >
      {rateChoices(total).map((rate) => (
        <option key={rate} value={rate}>
          {t('perSecond', { rate: formatRate(rate) })}
        </option>
      ))}
    </select>
  );
}
