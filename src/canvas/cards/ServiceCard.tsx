/** A Service: a pill, because it is virtual and sits on no Node. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import { serviceForms } from '../../ui/serviceForms.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const ServiceCard = memo(function ServiceCard({ data }: CardProps<'Service'>) {
  const { name, form, line, isPending, ready, total, problem } = data;
  const { icon: Icon, label, color, soft } = serviceForms[form];
  return (
    <div
      className="kh-card kh-service"
      style={{ '--form': color, '--form-soft': soft } as React.CSSProperties}
    >
      <span className="kh-service-icon">
        <Icon size={17} strokeWidth={2} aria-hidden />
      </span>
      <span className="kh-service-text">
        <span className="kh-service-head">
          <span className="kh-name">{name}</span>
          {isPending && <span className="kh-word">{t('state.pending')}</span>}
          {form !== 'ExternalName' && ready < total && (
            <span className={ready === 0 ? 'kh-count kh-bad' : 'kh-count'} title={t('readyEndpoints')}>
              {ready}/{total}
            </span>
          )}
          <ProblemBadge problem={problem} />
        </span>
        <span className="kh-service-line">
          <span>{label}</span> <span className="kh-mono">{line}</span>
        </span>
      </span>
      <CardHandles canStart={form !== 'ExternalName'} canEnd side="bottom" />
    </div>
  );
});
