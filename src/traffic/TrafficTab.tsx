/** The dock's traffic: who answered how often, how fast, how well over time, and over which connections. */
import { type ReactNode, Suspense, useState } from 'react';
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
  { value: 'shares', label: 'Shares' },
  { value: 'latency', label: 'Latency' },
  { value: 'success', label: 'Success' },
  { value: 'connections', label: 'Connections' },
];

export function TrafficTab() {
  const [shown, setShown] = useState<Shown>('shares');
  const tools = <Segmented label="Figure" options={choices} value={shown} onChange={setShown} />;
  if (shown === 'shares') return <TrafficShares tools={tools} />;
  return (
    <Suspense fallback={<div className={styles.tools}>{tools}</div>}>
      <FigurePanel kind={shown} tools={tools} />
    </Suspense>
  );
}
