/** The dock's traffic: who answered how often, how fast, how well over time, and over which connections. */
import { type ReactNode, Suspense, useState } from 'react';
import { t } from '../messages/traffic.ts';
import { lazyComponent } from '../ui/lazyComponent.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { TrafficShares } from './TrafficShares.tsx';
import styles from './TrafficTab.module.css';

export type FigureKind = 'latency' | 'success' | 'connections';
type Shown = 'shares' | FigureKind;

const FigurePanel = lazyComponent<{ kind: FigureKind; tools: ReactNode }>(() =>
  import('./FigurePanel.tsx').then((module) => module.FigurePanel),
);

const choices: readonly { value: Shown; label: string }[] = [
  {
    value: 'shares',
    get label() {
      return t('shares');
    },
  },
  {
    value: 'latency',
    get label() {
      return t('latency');
    },
  },
  {
    value: 'success',
    get label() {
      return t('success');
    },
  },
  {
    value: 'connections',
    get label() {
      return t('connections');
    },
  },
];

export function TrafficTab() {
  const [shown, setShown] = useState<Shown>('shares');
  const tools = <Segmented label={t('figure')} options={choices} value={shown} onChange={setShown} />;
  if (shown === 'shares') return <TrafficShares tools={tools} />;
  return (
    <Suspense fallback={<div className={styles.tools}>{tools}</div>}>
      <FigurePanel kind={shown} tools={tools} />
    </Suspense>
  );
}
