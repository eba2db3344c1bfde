/** What a mark of the scrubber says of itself. */
import type { TimelineMark } from '../playground/timelineMarks.ts';
import { timeInWords } from '../playground/words.ts';
import { outcomes } from '../ui/outcomes.ts';

/** `0:12.4: Connection refused`, `0:12.4: 5 failures, the first: Timed out`. */
export function markText(mark: TimelineMark): string {
  const what = mark.kind === 'failure' ? outcomes[mark.outcome].label : mark.label;
  const when = timeInWords(mark.at);
  if (mark.count === 1) return `${when}: ${what}`;
  return `${when}: ${mark.count} ${names[mark.kind]}, the first: ${what}`;
}

const names = { failure: 'failures', edit: 'edits', event: 'events' } as const;
