/** `-o jsonpath=`: text with `{…}` in it. Models client-go's util/jsonpath: fields, indices, slices, wildcards, filters, range, `..`. */
import { KubectlError, type Loose } from './client.ts';
import { goSyntax } from './goSyntax.ts';
import { goJSON } from './yaml.ts';

type Step =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'all' }
  | { readonly type: 'recursive' }
  | {
      readonly type: 'slice';
      readonly from: number | null;
      readonly to: number | null;
      readonly step: number;
    }
  | { readonly type: 'index'; readonly at: number }
  | { readonly type: 'filter'; readonly left: Operand; readonly operator: string; readonly right: Operand }
  | { readonly type: 'union'; readonly paths: readonly (readonly Step[])[] };
type Operand = { readonly literal: unknown } | { readonly path: readonly Step[] };
type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly steps: readonly Step[] }
  | { readonly type: 'range'; readonly steps: readonly Step[]; readonly body: readonly Part[] };

export interface TemplateOptions {
  readonly asJSON?: boolean;
  /** `--allow-missing-template-keys=false`: else what is missing is nothing. */
  readonly mustExist?: boolean;
}

/** What a template asks for is not there. */
class NotThere extends Error {}

export function jsonPath(
  template: string,
  { asJSON = false, mustExist = false }: TemplateOptions = {},
): (object: Loose) => string {
  if (template === '') throw new KubectlError('template format specified but no template given');
  const parts = parse(template);
  return (object) => {
    const root: Root = { object, mustExist };
    try {
      if (!asJSON) return print(parts, object, root);
      const found = parts.flatMap((part) => (part.type === 'path' ? walk([object], part.steps, root) : []));
      return `${goJSON(found, 4)}\n`;
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      const given = goSyntax(object);
      throw new KubectlError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${given}\n\n\n`,
      );
    }
  };
}

interface Root {
  readonly object: unknown;
  readonly mustExist: boolean;
}

function parse(template: string): Part[] {
  const tokens: { readonly isPath: boolean; readonly text: string }[] = [];
  for (let at = 0; at < template.length; ) {
    const open = template.indexOf('{', at);
    if (open < 0) {
      tokens.push({ isPath: false, text: template.slice(at) });
      break;
    }
    if (open > at) tokens.push({ isPath: false, text: template.slice(at, open) });
    const close = endOf(template, open + 1, '}');
    if (close < 0) throw new KubectlError(`error parsing jsonpath ${template}, unclosed action`);
    tokens.push({ isPath: true, text: template.slice(open + 1, close).trim() });
    at = close + 1;
  }
  const { parts } = group(tokens, 0, template, false);
  return parts;
}

/** The place of `wanted`, outside quotes and brackets. */
function endOf(text: string, from: number, wanted: string): number {
  let quote = '';
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const letter = text[at]!;
    if (quote !== '') {
      if (letter === '\\') at += 1;
      else if (letter === quote) quote = '';
    } else if (letter === wanted && depth === 0) return at;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(' || letter === '[') depth += 1;
    else if (letter === ')' || letter === ']') depth -= 1;
  }
  return -1;
}

function group(
  tokens: readonly { isPath: boolean; text: string }[],
  from: number,
  template: string,
  isInner: boolean,
): { parts: Part[]; end: number } {
  const parts: Part[] = [];
  for (let at = from; at < tokens.length; at++) {
    const { isPath, text } = tokens[at]!;
    if (!isPath) parts.push({ type: 'text', text });
    else if (text === 'end') {
      if (!isInner)
        throw new KubectlError(`error parsing jsonpath ${template}, not in range, nothing to end`);
      return { parts, end: at };
    } else if (/^range[\s.$@]/.test(text)) {
      const inner = group(tokens, at + 1, template, true);
      parts.push({ type: 'range', steps: stepsOf(text.slice(5).trim(), template), body: inner.parts });
      at = inner.end;
    } else if (/^(["']).*\1$/.test(text)) parts.push({ type: 'text', text: unquote(text) });
    else parts.push({ type: 'path', steps: stepsOf(text, template) });
  }
  if (isInner) throw new KubectlError(`error parsing jsonpath ${template}, unmatched range`);
  return { parts, end: tokens.length };
}

function unquote(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\(.)/g, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter);
}

function stepsOf(text: string, template: string): Step[] {
  const steps: Step[] = [];
  let rest = text.replace(/^[$@]/, '');
  while (rest !== '') {
    if (rest.startsWith('..')) {
      steps.push({ type: 'recursive' });
      rest = rest[2] === '[' ? rest.slice(2) : `.${rest.slice(2)}`;
      continue;
    }
    if (rest.startsWith('.*')) {
      steps.push({ type: 'all' });
      rest = rest.slice(2);
      continue;
    }
    const field = /^\.?((?:\\.|[^.[\]\s{}()])+)/.exec(rest);
    if (rest.startsWith('[')) {
      const close = endOf(rest, 1, ']');
      if (close < 0) throw new KubectlError(`error parsing jsonpath ${template}, unterminated array`);
      steps.push(bracket(rest.slice(1, close).trim(), template));
      rest = rest.slice(close + 1);
    } else if (field !== null) {
      steps.push({ type: 'field', name: field[1]!.replaceAll(/\\(.)/g, '$1') });
      rest = rest.slice(field[0].length);
    } else if (rest === '.') rest = '';
    else
      throw new KubectlError(
        `error parsing jsonpath ${template}, unrecognized character in action: U+${rest.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${rest[0]}'`,
      );
  }
  return steps;
}

function bracket(text: string, template: string): Step {
  if (text === '*') return { type: 'all' };
  if (text.startsWith('?(')) return filter(text.slice(2, -1).trim(), template);
  if (/^-?\d+$/.test(text)) return { type: 'index', at: Number(text) };
  const slice = /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(text);
  const numberOr = (digits: string | undefined) => (digits ? Number(digits) : null);
  if (slice !== null)
    return { type: 'slice', from: numberOr(slice[1]), to: numberOr(slice[2]), step: numberOr(slice[3]) ?? 1 };
  if (text.includes(',')) {
    const paths = text.split(',').map((each) => [bracket(each.trim(), template)]);
    return { type: 'union', paths };
  }
  if (/^'.*'$/.test(text)) return { type: 'field', name: unquote(text) };
  throw new KubectlError(`error parsing jsonpath ${template}, invalid array index ${text}`);
}

function filter(text: string, template: string): Step {
  const match = /^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/.exec(text);
  const operand = (word: string): Operand => {
    if (/^(["']).*\1$/.test(word)) return { literal: unquote(word) };
    if (/^-?\d+(?:\.\d+)?$/.test(word)) return { literal: Number(word) };
    if (word === 'true' || word === 'false') return { literal: word === 'true' };
    return { path: stepsOf(word, template) };
  };
  if (match === null)
    return { type: 'filter', left: operand(text), operator: 'exists', right: { literal: null } };
  return { type: 'filter', left: operand(match[1]!), operator: match[2]!, right: operand(match[3]!.trim()) };
}

function print(parts: readonly Part[], object: unknown, root: Root): string {
  return parts
    .map((part) => {
      if (part.type === 'text') return part.text;
      if (part.type === 'range')
        return walk([object], part.steps, root)
          .map((item) => print(part.body, item, root))
          .join('');
      return walk([object], part.steps, root).map(shown).join(' ');
    })
    .join('');
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? goJSON(value, 0) : String(value);
}

function walk(values: readonly unknown[], steps: readonly Step[], root: Root): unknown[] {
  return steps
    .reduce<readonly unknown[]>((found, step) => found.flatMap((value) => take(value, step, root)), values)
    .slice();
}

function valuesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .sort()
    .map((key) => (value as Record<string, unknown>)[key]);
}

function take(value: unknown, step: Step, root: Root): unknown[] {
  switch (step.type) {
    case 'field': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      const found = (value as Record<string, unknown>)[step.name];
      if (found === undefined && root.mustExist) throw new NotThere(`${step.name} is not found`);
      return found === undefined ? [] : [found];
    }
    case 'all':
      return valuesOf(value);
    case 'recursive':
      return everything(value);
    case 'index': {
      if (!Array.isArray(value)) return [];
      const at = step.at < 0 ? value.length + step.at : step.at;
      if (at >= value.length || at < 0)
        throw new NotThere(`array index out of bounds: index ${step.at}, length ${value.length}`);
      return [value[at]];
    }
    case 'slice': {
      if (!Array.isArray(value)) return [];
      return value.slice(step.from ?? 0, step.to ?? undefined).filter((_, index) => index % step.step === 0);
    }
    case 'union':
      return step.paths.flatMap((path) => walk([value], path, root));
    case 'filter':
      return (Array.isArray(value) ? value : valuesOf(value)).filter((item) => isChosen(item, step, root));
  }
}

function everything(value: unknown): unknown[] {
  return [
    value,
    ...valuesOf(value)
      .filter((each) => typeof each === 'object')
      .flatMap(everything),
  ];
}

function isChosen(item: unknown, step: Extract<Step, { type: 'filter' }>, root: Root): boolean {
  const resolve = (operand: Operand) =>
    'literal' in operand ? [operand.literal] : walk([item], operand.path, root);
  const [left] = resolve(step.left);
  if (step.operator === 'exists') return left !== undefined;
  const [right] = resolve(step.right);
  if (left === undefined || right === undefined) return false;
  const order = left === right ? 0 : (left as number) < (right as number) ? -1 : 1;
  const tests: Readonly<Record<string, boolean>> = {
    '==': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '>': order > 0,
    '<=': order <= 0,
    '>=': order >= 0,
  };
  return tests[step.operator] ?? false;
}

/** The values at a path such as `.metadata.name` or `{.metadata.name}`, for sorting and waiting. */
export function valuesAt(path: string, object: unknown): unknown[] {
  const bare = path.replace(/^\{(.*)\}$/, '$1');
  const steps = stepsOf(/^[.$@[]/.test(bare) ? bare : `.${bare}`, path);
  try {
    return walk([object], steps, { object, mustExist: false });
  } catch (error) {
    if (error instanceof NotThere) return [];
    throw error;
  }
}
