/** YAML and JSON as kubectl prints them: keys in order, lists not indented, text folded at 80 columns. Models sigs.k8s.io/yaml on goyaml.v2. */

type Json = Readonly<Record<string, unknown>>;

const WIDTH = 80;

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects of one kind have the same fields: their order is worked out once. */
const MOST_ORDERS = 2000;
const knownOrders = new Map<string, readonly string[]>();

function inKnownOrder(
  object: Json,
  orders: Map<string, readonly string[]>,
  isLess: (a: string, b: string) => boolean,
): readonly string[] {
  const keys = Object.keys(object);
  if (keys.length < 2) return keys;
  const id = keys.join('\0');
  const known = orders.get(id);
  if (known !== undefined) return known;
  const order = keys.sort((a, b) => (isLess(a, b) ? -1 : 1));
  if (orders.size < MOST_ORDERS) orders.set(id, order);
  return order;
}

function sortedKeys(object: Json): readonly string[] {
  return inKnownOrder(object, knownOrders, naturalLess);
}

/** goyaml sorts keys so that digits count as numbers and letters come after everything else. */
function naturalLess(a: string, b: string): boolean {
  let digits = false;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const left = a[i]!;
    const right = b[i]!;
    if (left === right) {
      digits = /\d/.test(left);
      continue;
    }
    const isLeftLetter = /\p{L}/u.test(left);
    const isRightLetter = /\p{L}/u.test(right);
    if (isLeftLetter && isRightLetter) return left < right;
    if (isLeftLetter || isRightLetter) return digits ? isLeftLetter : isRightLetter;
    const leftNumber = /^\d+/.exec(a.slice(i))?.[0];
    const rightNumber = /^\d+/.exec(b.slice(i))?.[0];
    if (leftNumber !== undefined && rightNumber !== undefined && Number(leftNumber) !== Number(rightNumber))
      return Number(leftNumber) < Number(rightNumber);
    return left < right;
  }
  return a.length < b.length;
}

export function toYAML(value: unknown): string {
  if (!isMap(value) && !Array.isArray(value)) return `${scalar(value, 0, 0)}\n`;
  const lines: string[] = [];
  addBlock(lines, value, 0, '');
  return `${lines.join('\n')}\n`;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isMap(value)) return false;
  for (const key in value) if (value[key] !== undefined) return false;
  return true;
}

const pads: string[] = [];

function padOf(indent: number): string {
  pads[indent] ??= ' '.repeat(indent);
  return pads[indent];
}

/** Adds a map or a list line by line, at the given indent; `first` stands before the first line instead of it. */
function addBlock(lines: string[], value: unknown, indent: number, first: string): void {
  if (isEmpty(value)) {
    lines.push(first + (Array.isArray(value) ? '[]' : '{}'));
    return;
  }
  const pad = padOf(indent);
  let before = first;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && item !== null && !isEmpty(item))
        addBlock(lines, item, indent + 2, `${before}- `);
      else lines.push(`${before}- ${inline(item, indent + 2, indent)}`);
      before = pad;
    }
    return;
  }
  const map = value as Json;
  for (const key of sortedKeys(map)) {
    const item = map[key];
    if (item === undefined) continue;
    const name = scalar(key, 0, 0, true);
    if (typeof item !== 'object' || item === null || isEmpty(item))
      lines.push(`${before}${name}: ${inline(item, indent + name.length + 2, indent)}`);
    else {
      lines.push(`${before}${name}:`);
      const inner = Array.isArray(item) ? indent : indent + 2;
      addBlock(lines, item, inner, padOf(inner));
    }
    before = pad;
  }
}

function inline(value: unknown, column: number, indent: number): string {
  if (Array.isArray(value)) return '[]';
  if (isMap(value)) return '{}';
  return scalar(value, column, indent);
}

/** Texts that YAML 1.1 takes for something else. */
const OTHER_THAN_TEXT =
  /^(?!\.$)(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N|[-+]?[0-9][0-9_]*|[-+]?0x[0-9a-fA-F_]+|[-+]?0b[01_]+|[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|[0-9]+(?::[0-9]{1,2})+(?:\.[0-9_]*)?|<<|=)$/;

function scalar(value: unknown, column: number, indent: number, isKey = false): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'string') return String(value);
  // Objects of one kind say the same again and again; what is short never breaks.
  if (value.length >= LONGEST_KNOWN || column + value.length >= WIDTH)
    return newScalar(value, column, indent, isKey);
  const known = knownScalars.get(value);
  if (known !== undefined) return known;
  const text = newScalar(value, column, indent, isKey);
  if (knownScalars.size < MOST_KNOWN && !value.includes('\n')) knownScalars.set(value, text);
  return text;
}

const LONGEST_KNOWN = 60;
const MOST_KNOWN = 5000;
const knownScalars = new Map<string, string>();

function newScalar(value: string, column: number, indent: number, isKey: boolean): string {
  if (value === '' || OTHER_THAN_TEXT.test(value)) return JSON.stringify(value);
  if (value.includes('\n') && !isKey) return literal(value, indent);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these cannot be printed
  if (/[\x00-\x08\x0b-\x1f\x7f]|\t$|^\t/.test(value)) return JSON.stringify(value);
  const isPlain =
    !/^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`]|: |:$| #|^\s|\s$|^---|^\.\.\./.test(value) && !value.includes('\t');
  const text = isPlain ? value : `'${value.replaceAll("'", "''")}'`;
  return isKey ? text : folded(text, column, indent + 2);
}

/** Breaks at a space once the line is full, as libyaml's emitter does. */
function folded(text: string, start: number, indent: number): string {
  let column = start;
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    const isSingle = letter === ' ' && text[at - 1] !== ' ' && text[at + 1] !== ' ';
    if (isSingle && column > WIDTH && at > 0 && at < text.length - 1) {
      result += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      result += letter;
      column += 1;
    }
  }
  return result;
}

function literal(text: string, indent: number): string {
  const pad = ' '.repeat(indent + 2);
  const ending = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') || text === '\n' ? '+' : '';
  const body = (ending === '+' ? text.slice(0, -1) : text.replace(/\n$/, ''))
    .split('\n')
    .map((line) => (line === '' ? '' : `${pad}${line}`))
    .join('\n');
  return `|${/^\s/.test(text) ? '2' : ''}${ending}\n${body}`;
}

/** Keys in order, as Go writes maps. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const result: Record<string, unknown> = {};
  for (const key of plainlySortedKeys(value)) if (value[key] !== undefined) result[key] = sorted(value[key]);
  return result;
}

const knownPlainOrders = new Map<string, readonly string[]>();

function plainlySortedKeys(object: Json): readonly string[] {
  return inKnownOrder(object, knownPlainOrders, (a, b) => a < b);
}

/** Go escapes what HTML would read. */
export function goJSON(value: unknown, indent: number): string {
  const text = JSON.stringify(sorted(value), null, indent);
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '\\u0026').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')
    : text;
}
