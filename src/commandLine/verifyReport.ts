/** What `npm run -s lesson -- --verify <code>` answers: which lesson a completion code is for, and what was predicted. */
import { verifyCode } from '../lessons/completion.ts';
import { type Lesson, predictionsOf } from '../lessons/lesson.ts';
import { readLessonFiles } from '../lessons/readLesson.ts';
import { rehearse } from '../lessons/rehearse.ts';
import { courseFolders, readLessonAt } from './lessonFiles.ts';
import type { LessonAnswer } from './lessonReport.ts';

/** `paths`: lessons beside those of the course. */
export async function verifyReport(
  code: string,
  learner: string,
  paths: readonly string[],
): Promise<LessonAnswer> {
  const lessons = [...courseFolders(), ...paths].flatMap((path): Lesson[] => {
    const found = readLessonAt(path);
    const lesson = found === null ? null : readLessonFiles(found.files, { id: found.id }).lesson;
    return lesson === null ? [] : [lesson];
  });
  const verdict = verifyCode(code, lessons, learner);
  if (verdict.type === 'wrong')
    return bad(
      verdict.why === 'noCode'
        ? `${code} is no completion code: it begins with KH1- and has some thirty letters and digits.`
        : `The checksum is wrong: a letter was mistyped, or the code was made for another name${learner === '' ? ' (give it with --name)' : ` than "${learner}"`}.`,
    );
  if (verdict.type === 'unknownLesson')
    return bad('It is for a lesson that is not here; name its folder, too.');
  const lesson = lessons.find(({ id }) => id === verdict.lesson)!;
  const lines = [`${lesson.head.title} (${lesson.id})${learner === '' ? '' : `, for ${learner}`}`];
  if (verdict.completion === null)
    return bad(`${lines[0]}: finished, but in another version of the lesson than the one here.`);
  const { seed, hints, solution, predictions } = verdict.completion;
  const proofs = new Map((await rehearse(lesson)).proofs.map(({ prediction, right }) => [prediction, right]));
  const asked = lesson.steps.flatMap(predictionsOf);
  for (const { id, question } of asked) {
    const chosen = predictions[id];
    const right = proofs.get(id);
    const verdictOn =
      chosen === undefined
        ? 'not answered'
        : chosen === right
          ? `${chosen} (right)`
          : `${chosen} (wrong: ${right})`;
    lines.push(`  ${id}: ${verdictOn}`, `      ${question.source.trim().split('\n')[0]}`);
  }
  const rightly = asked.filter(
    ({ id }) => predictions[id] !== undefined && predictions[id] === proofs.get(id),
  ).length;
  lines.push(
    `  ${rightly} of ${asked.length} predicted rightly, ${hints} ${hints === 1 ? 'hint' : 'hints'}, ${solution ? 'the solution was shown' : 'without the solution'}, seed ${seed}`,
  );
  return { exitCode: 0, output: lines.join('\n'), errors: '' };
}

function bad(errors: string): LessonAnswer {
  return { exitCode: 1, output: '', errors };
}
