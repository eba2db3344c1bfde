/** A lesson in another language: the same steps and blocks in the same order, only texts differ. Data may be left out; then it is the English one. */
import { isEqual } from '../simulation/equality.ts';
import type { LessonProblem } from './lesson.ts';
import { type ParsedLesson, parseRawLesson } from './parseLesson.ts';
import type { RawBlock, RawLesson } from './rawLesson.ts';
import { fieldOf, isRecord, type Misfit } from './schema.ts';

/** The fields that are text, wherever they are. */
const TEXTS = ['title', 'summary', 'question', 'text', 'because', 'why'];

/** What a translator may leave out: the data, and what is only for the whole lesson. */
const DATA_ONLY: readonly RawBlock['type'][] = ['show', 'run', 'start', 'solution'];

/** How a value's place is told. */
interface Where {
  lineOf: RawBlock['lineOf'];
  field(path: Misfit['path']): string;
}

export function translated(english: RawLesson, other: RawLesson): ParsedLesson {
  const problems: LessonProblem[] = [...other.problems];
  const tell = (line: number, field: string, message: string) =>
    problems.push({ file: other.file, line, field, message });
  const merge = (from: unknown, to: unknown, path: Misfit['path'], where: Where): unknown => {
    if (to === undefined || to === null) return from;
    if (typeof to === 'string' && TEXTS.includes(String(path.at(-1)))) return to;
    if (Array.isArray(from) && Array.isArray(to)) {
      if (to.length > from.length)
        tell(where.lineOf(path), where.field(path), `has ${to.length} entries, in English ${from.length}.`);
      return from.map((each, index) => merge(each, to[index], [...path, index], where));
    }
    if (isRecord(from) && isRecord(to)) {
      for (const name of Object.keys(to))
        if (!(name in from) && !TEXTS.includes(name))
          tell(where.lineOf([...path, name]), where.field([...path, name]), 'is not in the English lesson.');
      return {
        ...from,
        ...Object.fromEntries(
          Object.keys(to)
            .filter((name) => name in from || TEXTS.includes(name))
            .map((name) => [name, merge(from[name], to[name], [...path, name], where)]),
        ),
      };
    }
    if (!isEqual(from, to))
      tell(where.lineOf(path), where.field(path), 'differs from the English lesson: only texts may.');
    return from;
  };

  const head = {
    value: merge(english.head.value, other.head.value, [], { lineOf: other.head.lineOf, field: fieldOf }),
    lineOf: other.head.lineOf,
  };
  if (other.steps.length !== english.steps.length)
    tell(1, 'steps', `has ${other.steps.length} steps, the English lesson ${english.steps.length}.`);
  const steps = english.steps.map((step, index) => {
    const own = other.steps[index];
    if (own === undefined) return step;
    if (own.id !== step.id) tell(own.line, 'steps', `has the id "${own.id}", in English "${step.id}".`);
    return {
      ...step,
      title: own.title,
      line: own.line,
      blocks: mergeBlocks(step.id, step.blocks, own.blocks, own.line),
    };
  });

  function mergeBlocks(
    id: string,
    from: readonly RawBlock[],
    to: readonly RawBlock[],
    line: number,
  ): RawBlock[] {
    const left = [...to];
    const merged = from.map((block) => {
      const own = left[0];
      if (own?.type === block.type) {
        left.shift();
        if (block.type === 'start' || block.type === 'solution') return block;
        if (block.type === 'run') {
          if (own.source.trim() !== block.source.trim())
            tell(own.line, 'run', 'differs from the English lesson: only texts may.');
          return own;
        }
        return {
          ...own,
          value: merge(block.value, own.value, [], {
            lineOf: own.lineOf,
            field: (path) =>
              `steps.${id}.${block.type}${path[0] === undefined ? '' : `.${fieldOf(path)}`}`.replace(
                '.[',
                '[',
              ),
          }),
        };
      }
      if (!DATA_ONLY.includes(block.type))
        tell(own?.line ?? line, block.type, `is missing here: the English lesson has it.`);
      return block;
    });
    for (const { type, line: at } of left) tell(at, type, 'is not in the English lesson at this place.');
    return merged;
  }

  const parsed = parseRawLesson({ ...other, head, steps, problems });
  return parsed;
}
