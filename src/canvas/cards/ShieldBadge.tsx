/** A mark on a Pod that NetworkPolicies isolate, with their number; the sentence is in the card's name. */
import { Shield } from 'lucide-react';
import { shieldText } from '../cardLabel.ts';
import type { CardData } from '../flowTypes.ts';

export function ShieldBadge({ shield }: Pick<CardData<'Pod'>, 'shield'>) {
  if (shield === null) return null;
  return (
    <span className="kh-shield" title={`This Pod is ${shieldText(shield)}.`}>
      <Shield size={12} strokeWidth={2.2} aria-hidden />
      {shield.policies > 1 && <span className="kh-shield-count">{shield.policies}</span>}
    </span>
  );
}
