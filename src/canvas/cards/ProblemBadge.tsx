/** A mark on a card that has a problem; the sentence is in the card's name and in the inspector. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Problem } from '../../playground/problems.ts';

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } satisfies Record<
  Problem['severity'],
  unknown
>;

export function ProblemBadge({ problem }: { problem: Problem | null }) {
  if (problem === null) return null;
  const Icon = icons[problem.severity];
  return (
    <span className={`kh-problem kh-problem-${problem.severity}`} title={problem.text}>
      <Icon size={13} strokeWidth={2.4} aria-hidden />
    </span>
  );
}
