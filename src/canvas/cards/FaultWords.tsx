/** What is broken by hand, on the card: a sign and a word, `no power`. */
import { Zap } from 'lucide-react';

export function FaultWords({ faults }: { faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <span className="kh-fault">
      <Zap size={11} strokeWidth={2.4} aria-hidden />
      {faults.join(', ')}
    </span>
  );
}
