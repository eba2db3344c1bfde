/** A mark on a Pod that NetworkPolicies isolate, with their number; the sentence is in the card's name. */
import { Shield } from 'lucide-react';
import { t } from '../../messages/canvas.ts';
import type { CardData } from '../flowTypes.ts';

export function ShieldBadge({ shield }: Pick<CardData<'Pod'>, 'shield'>) {
  if (shield === null) return null;
  return (
    <span
      className="kh-shield"
      title={t('shieldOfPod', { directions: shield.directions, count: shield.policies })}
    >
      <Shield size={12} strokeWidth={2.2} aria-hidden />
      {shield.policies > 1 && <span className="kh-shield-count">{shield.policies}</span>}
    </span>
  );
}
