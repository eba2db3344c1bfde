/** What `--verify` answers. */
import type { LessonAnswer } from './lessonReport.ts';

export function verifyReport(_args: readonly string[]): LessonAnswer {
  return { exitCode: 2, output: '', errors: 'Not yet.' };
}
