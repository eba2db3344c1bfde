/** What a mark of the scrubber says of itself. */
import { t } from '../messages/timeline.ts';
import type { TimelineMark } from '../playground/timelineMarks.ts';
import { timeInWords } from '../playground/words.ts';
import { outcomeWord } from '../ui/outcomeWords.ts';

/** `0:12.4: Connection refused`, `0:12.4: 5 failures, the first: Timed out`. */
export function markText(mark: TimelineMark): string {
  const what = mark.kind === 'failure' ? outcomeWord(mark.outcome) : mark.label;
  const when = timeInWords(mark.at);
  if (mark.count === 1) return t('mark', { when, what });
  return t(several[mark.kind], { when, count: mark.count, what });
}

const several = { failure: 'marksOfFailures', edit: 'marksOfEdits', event: 'marksOfEvents' } as const;
