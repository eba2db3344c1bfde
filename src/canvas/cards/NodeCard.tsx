/** A Node: its address, its kube-proxy as a strip that lights up when it rewrites a packet, and room for Pods. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import { serviceForms } from '../../ui/serviceForms.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { FaultWords } from './FaultWords.tsx';
import { HealthDot } from './HealthDot.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

const NONE: readonly string[] = [];

export const NodeCard = memo(function NodeCard({ id, data }: CardProps<'Node'>) {
  const { name, address, isReady, isCordoned, faults, isOff, isProxyStopped } = data;
  const { rules, rewrite, rewriteForm, problem } = data;
  const color = rewriteForm === null ? 'var(--ink-2)' : serviceForms[rewriteForm].color;
  return (
    <div className="kh-card kh-node" data-off={isOff || undefined}>
      <div className="kh-node-head">
        <HealthDot health={isReady ? 'ok' : 'bad'} />
        <span className="kh-name">{name}</span>
        {!isReady && <span className="kh-word kh-bad">{t('state.not ready')}</span>}
        <FaultWords faults={faults} />
        {isCordoned && <span className="kh-word">{t('cordoned')}</span>}
        {(isReady || faults.length === 0) && <span className="kh-address">{address}</span>}
        <ProblemBadge problem={problem} />
      </div>
      <div
        className={rewrite === null ? 'kh-strip' : 'kh-strip kh-strip-lit'}
        data-strip={id}
        style={rewrite === null ? undefined : { borderColor: color }}
      >
        <span>kube-proxy</span>
        <FaultWords faults={isProxyStopped ? [t('stopped')] : NONE} />
        <span className="kh-mono">{rewrite ?? (rules === null ? '' : t('rules', { count: rules }))}</span>
      </div>
      <CardHandles />
    </div>
  );
});
