/** What `npm run -s lesson` answers: arguments in, lines and an exit code out. */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type LessonProblem, problemLine } from '../lessons/lesson.ts';
import { publishedSchema } from '../lessons/lessonSchema.ts';
import { readLessonFiles } from '../lessons/readLesson.ts';
import { type Proof, rehearse } from '../lessons/rehearse.ts';
import { COURSE_FOLDER, courseFolders, type LessonFiles, readLessonAt } from './lessonFiles.ts';
import { type Neighbour, ruleProblems } from './lessonRules.ts';
import { misspelt } from './spelling.ts';

export const USAGE = `Usage: npm run -s lesson -- <folder or file…> | --all | --verify <code> [--name <learner>]

Proves lessons by doing them: each loads, its goals are open when a step begins and met after its own solution, each
question has one answer that the trace shows, and for each other answer the trace has a fact that contradicts it.

  --all      all lessons of the course, also their order, links, spelling and translations
  --quiet    only what is wrong, and the last line
  --verify   reads a completion code: which lesson, what was predicted, and whether it fits the course as it is here
  --schema   prints the JSON Schema of front matter and blocks
  --name     whom the code was made for

Exits with 0 when all is well, 1 when a lesson is not, 2 on bad input.`;

export interface LessonAnswer {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly errors: string;
}

export interface CheckedLesson {
  readonly id: string;
  readonly problems: readonly LessonProblem[];
  readonly proofs: readonly Proof[];
}

export async function answer(args: readonly string[]): Promise<LessonAnswer> {
  const order = readOrder(args);
  if ('problem' in order)
    return { exitCode: 2, output: '', errors: `${order.problem}\n\n${USAGE}`.trimStart() };
  const { paths, isAll, isQuiet, asksForSchema, code, learner } = order;
  if (asksForSchema) return { exitCode: 0, output: JSON.stringify(publishedSchema(), null, 2), errors: '' };
  if (code !== undefined) {
    const { verifyReport } = await import('./verifyReport.ts');
    return verifyReport(code, learner, paths);
  }
  if (!isAll && paths.length === 0) return { exitCode: 2, output: '', errors: USAGE };
  const lines: string[] = [];
  const errors: string[] = [];
  const all = isAll ? courseFolders() : paths;
  const course = courseNeighbours();
  for (const path of all) {
    const found = readLessonAt(path) ?? readLessonAt(join(COURSE_FOLDER, path));
    if (found === null)
      return { exitCode: 2, output: '', errors: `${path} is no lesson: there is no lesson.md.` };
    const checked = await checkLesson(found, course);
    errors.push(
      ...checked.problems.map((problem) => problemLine({ ...problem, file: nearby(problem.file) })),
    );
    if (isQuiet) continue;
    lines.push(`${checked.problems.length === 0 ? '✓' : '✗'} ${checked.id}`);
    for (const { step, prediction, found: what, right, against } of checked.proofs) {
      lines.push(`    ${step} / ${prediction}: ${right}${right === what ? '' : ` (${what})`}`);
      lines.push(...against.map(({ value, fact }) => `        not ${value}: ${fact}`));
    }
  }
  lines.push(
    `${all.length} ${all.length === 1 ? 'lesson' : 'lessons'}, ${errors.length} ${errors.length === 1 ? 'problem' : 'problems'}`,
  );
  return { exitCode: errors.length === 0 ? 0 : 1, output: lines.join('\n'), errors: errors.join('\n') };
}

interface Order {
  readonly paths: readonly string[];
  readonly isAll: boolean;
  readonly isQuiet: boolean;
  readonly asksForSchema: boolean;
  readonly code: string | undefined;
  readonly learner: string;
}

function readOrder(args: readonly string[]): Order | { readonly problem: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        schema: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        verify: { type: 'string' },
        name: { type: 'string', default: '' },
      },
    });
    return {
      paths: positionals,
      isAll: values.all,
      isQuiet: values.quiet,
      asksForSchema: values.schema,
      code: values.verify,
      learner: values.name,
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** In the order of the course; only as much of each as the others must know. */
export function courseNeighbours(): Neighbour[] {
  return courseFolders().flatMap((folder) => {
    const found = readLessonAt(folder);
    return found === null
      ? []
      : [{ id: found.id, order: readLessonFiles(found.files, { id: found.id }).text.head.order }];
  });
}

/** `course` is empty for a lesson that is not of it. */
export async function checkLesson(
  { id, files, languages }: LessonFiles,
  course: readonly Neighbour[],
): Promise<CheckedLesson> {
  const file = Object.keys(files).find((name) => name.endsWith('.md') && !/\.\w[\w-]*\.md$/.test(name)) ?? '';
  const { lesson, problems, text } = readLessonFiles(files, { id });
  const isOfCourse = course.some((each) => each.id === id);
  const all = [...problems, ...ruleProblems(id, text, file, isOfCourse ? course : [])];
  for (const language of languages)
    all.push(
      ...readLessonFiles(files, { id, language }).problems.filter(({ file: where }) =>
        where.includes(`lesson.${language}.md`),
      ),
    );
  if (lesson === null) return { id, problems: all, proofs: [] };
  const names = new Set(
    lesson.start.objects.flatMap(({ metadata: { name, namespace = '' } }) => [
      name,
      namespace,
      ...name.split('-'),
    ]),
  );
  all.push(...misspelt(text, file, names));
  const { problems: lost, proofs } = await rehearse(lesson, file);
  return { id, problems: [...all, ...lost], proofs };
}

function nearby(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}
