/**
 * One YAML document to the JSON value that kubectl would send for it, or the reason why it would not. Models
 * sigs.k8s.io/yaml `YAMLToJSONStrict`. Loaded only when text is read: nothing but manifest.ts may import it.
 */
import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { resolvePlainScalar } from './yamlScalar.ts';

export interface YAMLProblem {
  message: string;
  line: number;
  column: number;
}

export interface YAMLValue {
  value: unknown;
  /** Where it begins. */
  line: number;
  /** Where each entry of a top-level `items` begins. */
  itemLines: number[];
  comment?: string;
}

/** Text is read token by token, and this many are enough for thousands of objects. Shared by all documents of a text. */
export interface TokenBudget {
  left: number;
}

const MAX_DEPTH = 1000;

/** Thrown and caught in this file only, because the parser stops at nothing else. */
class Refused extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** What goyaml says where the parser has another word for it. */
const goyamlWords: Record<string, string> = {
  ALIAS_PROPS: 'did not find expected node content',
  BAD_DQ_ESCAPE: 'found unknown escape character',
  BAD_INDENT: 'did not find expected key',
  BAD_SCALAR_START: 'found character that cannot start any token',
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  BLOCK_IN_FLOW: 'did not find expected node content',
  MISSING_CHAR: "could not find expected ':'",
  MULTILINE_IMPLICIT_KEY: "could not find expected ':'",
  MULTIPLE_ANCHORS: 'did not find expected node content',
  MULTIPLE_TAGS: 'did not find expected node content',
  TAB_AS_INDENT: 'found character that cannot start any token',
  RESOURCE_EXHAUSTION: `exceeded max depth of ${MAX_DEPTH}`,
  UNEXPECTED_TOKEN: 'did not find expected key',
};

function wordsFor(code: string, message: string): string {
  if (/missing closing ["']quote/i.test(message)) return 'found unexpected end of stream';
  if (/between flow map/i.test(message)) return "did not find expected ',' or '}'";
  if (/between flow seq/i.test(message) || /end with a \]/i.test(message))
    return "did not find expected ',' or ']'";
  if (/end with a \}/i.test(message)) return "did not find expected ',' or '}'";
  return goyamlWords[code] ?? message;
}

function compose(text: string, lines: LineCounter, budget: TokenBudget): Document.Parsed[] {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens = [];
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (budget.left-- <= 0)
      throw new Refused('Request entity too large: it has more YAML tokens than can be read', offset);
    for (const token of parser.next(lexeme)) tokens.push(token);
    offset = parser.offset;
    if (parser.stack.length > MAX_DEPTH) throw new Refused(`exceeded max depth of ${MAX_DEPTH}`, offset);
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  // Stopping at the first error keeps broken text of any size quick; the composer itself would collect them all.
  // On its way out it reports what was thrown once more for every node around it, hence the first.
  let first: Refused | undefined;
  const onError = (source: unknown, code: string, message: string, isWarning?: boolean): void => {
    if (isWarning === true) return;
    first ??= new Refused(wordsFor(code, message), offsetOf(source));
    throw first;
  };
  Object.assign(composer, { onError });
  return [...composer.compose(tokens)];
}

/** The parser names a place by an offset, by a range, or by a token. */
function offsetOf(source: unknown): number {
  if (typeof source === 'number') return source;
  if (Array.isArray(source)) return Number(source[0]);
  const { offset, source: nested } = source as { offset?: number; source?: unknown };
  return offset ?? (typeof nested === 'object' ? offsetOf(nested) : 0);
}

/** Reads the documents of a text without `---` lines; `firstLine` is where the text begins in the file. */
export function readYAML(
  text: string,
  firstLine: number,
  budget: TokenBudget,
): { values: YAMLValue[]; problem?: YAMLProblem } {
  const lines = new LineCounter();
  const values: YAMLValue[] = [];
  const lineAt = (offset: number): number => firstLine - 1 + Math.max(1, lines.linePos(offset).line);
  try {
    for (const document of compose(text, lines, budget)) {
      if (document.contents === null) continue;
      const value = new Reader(document.contents, lineAt).read();
      const comment = commentAbove(document);
      values.push({
        value,
        line: lineAt(document.contents.range[0]),
        itemLines: itemLines(document.contents, lineAt),
        ...(comment === '' ? {} : { comment }),
      });
    }
    return { values };
  } catch (error) {
    const { line, col } = lines.linePos(error instanceof Refused ? error.offset : 0);
    const place = { line: firstLine - 1 + Math.max(1, line), column: Math.max(1, col) };
    if (error instanceof Refused) return { values, problem: problemOf(error.message, place) };
    // Nesting that is too deep for the parser's own recursion.
    if (error instanceof RangeError)
      return { values, problem: problemOf(`exceeded max depth of ${MAX_DEPTH}`, place) };
    throw error;
  }
}

function problemOf(message: string, place: { line: number; column: number }): YAMLProblem {
  if (/^Request entity|^json: |^unsupported map key|^yaml: /.test(message))
    return {
      message: message.startsWith('Request') ? message : `error converting YAML to JSON: ${message}`,
      ...place,
    };
  return { message: `error converting YAML to JSON: yaml: line ${place.line}: ${message}`, ...place };
}

function itemLines(contents: ParsedNode, lineAt: (offset: number) => number): number[] {
  if (!isMap(contents)) return [];
  const items = (contents as YAMLMap).get('items');
  if (!isSeq(items)) return [];
  return items.items.map((item) => lineAt((item as Node | null)?.range?.[0] ?? 0));
}

/** The parser hangs it on the document, on its contents, or on the first key. */
function commentAbove({ commentBefore, contents }: Document.Parsed): string {
  const first = isMap(contents) ? (contents.items[0]?.key as Node | undefined) : undefined;
  return [commentBefore, contents?.commentBefore, first?.commentBefore].filter(Boolean).join('\n');
}

/** Turns nodes into values: resolves scalars, aliases and merge keys, and refuses what JSON cannot hold. */
class Reader {
  private readonly contents: ParsedNode;
  private readonly lineAt: (offset: number) => number;
  private readonly targets = new Map<Alias, Node | undefined>();
  private readonly expanding = new Set<Node>();
  private readonly duplicates: { message: string; offset: number }[] = [];
  private decodeCount = 0;
  private aliasCount = 0;
  private aliasDepth = 0;

  constructor(contents: ParsedNode, lineAt: (offset: number) => number) {
    this.contents = contents;
    this.lineAt = lineAt;
  }

  read(): unknown {
    this.linkAliases();
    const value = this.value(this.contents);
    const first = this.duplicates[0];
    if (first !== undefined) {
      const list = this.duplicates.map(({ message }) => `\n  ${message}`).join('');
      throw new Refused(`yaml: unmarshal errors:${list}`, first.offset);
    }
    return value;
  }

  /** An alias means the last anchor of its name before it. */
  private linkAliases(): void {
    const anchors = new Map<string, Node>();
    visit(this.contents, (_key, node) => {
      if (isAlias(node)) this.targets.set(node, anchors.get(node.source));
      else if (isNode(node) && node.anchor) anchors.set(node.anchor, node);
    });
  }

  /** goyaml's guard against alias bombs: the larger the document, the smaller the share that aliases may make up. */
  private count(node: Node): void {
    this.decodeCount += 1;
    if (this.aliasDepth > 0) this.aliasCount += 1;
    const allowed = Math.min(0.99, Math.max(0.1, 0.99 - (0.89 * (this.decodeCount - 400_000)) / 3_600_000));
    if (this.aliasCount > 100 && this.decodeCount > 1000 && this.aliasCount / this.decodeCount > allowed)
      throw new Refused('yaml: document contains excessive aliasing', startOf(node));
  }

  private value(node: Node | null | undefined): unknown {
    if (node === null || node === undefined) return null;
    this.count(node);
    if (isScalar(node)) return this.scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node));
    if (isMap(node)) return this.map(node);
    if (isAlias(node)) return this.alias(node);
    return null;
  }

  private alias(node: Alias): unknown {
    const target = this.target(node);
    if (this.expanding.has(target))
      throw new Refused(`yaml: anchor '${node.source}' value contains itself`, startOf(node));
    this.expanding.add(target);
    this.aliasDepth += 1;
    const value = this.value(target);
    this.aliasDepth -= 1;
    this.expanding.delete(target);
    return value;
  }

  private target(node: Alias): Node {
    const target = this.targets.get(node);
    if (target === undefined)
      throw new Refused(`yaml: unknown anchor '${node.source}' referenced`, startOf(node));
    return target;
  }

  private scalar(node: Scalar): unknown {
    const text = String(node.value ?? '');
    const value = resolveScalar(node, text);
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new Refused(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : '+Inf'}`, startOf(node));
    return value;
  }

  private map(node: YAMLMap): unknown {
    const own = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      if (isMergeKey(key)) this.merge(pair.value as Node | null, merged);
      else {
        const name = this.key(key);
        if (own.has(name)) {
          const line = this.lineAt(startOf(key));
          const message = `line ${line}: key ${JSON.stringify(name)} already set in map`;
          this.duplicates.push({ message, offset: startOf(key) });
        }
        own.set(name, this.value(pair.value as Node | null));
      }
    }
    for (const [key, value] of merged) if (!own.has(key)) own.set(key, value);
    return Object.fromEntries(own);
  }

  private merge(node: Node | null, merged: Map<string, unknown>): void {
    const sources = isSeq(node) ? (node.items as Node[]) : [node];
    for (const source of sources) {
      const target = isAlias(source) ? this.target(source) : source;
      if (!isMap(target))
        throw new Refused('yaml: map merge requires map or sequence of maps as the value', startOf(node));
      for (const [key, value] of Object.entries(this.value(source) as object))
        if (!merged.has(key)) merged.set(key, value);
    }
  }

  /** Keys of JSON are strings; the other scalars become text, and maps cannot be keys. */
  private key(node: Node | null): string {
    const value = this.value(node);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (value === null)
      throw new Refused('unsupported map key of type: %!s(<nil>), key: <nil>', startOf(node));
    throw new Refused(`yaml: invalid map key: ${printGo(value)}`, startOf(node));
  }
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

const TAG = 'tag:yaml.org,2002:';

function resolveScalar(node: Scalar, text: string): unknown {
  const tag = node.tag?.startsWith(TAG) ? node.tag.slice(TAG.length) : undefined;
  if (tag !== undefined && tag !== 'str' && ['bool', 'int', 'float', 'null'].includes(tag)) {
    const value = resolvePlainScalar(text);
    const actual = value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
    const isRight = actual === tag || (actual === 'number' && (tag === 'int' || tag === 'float'));
    if (isRight) return value;
    throw new Refused(
      `yaml: cannot decode !!${actual === 'number' ? 'float' : actual === 'string' ? 'str' : actual} \`${text}\` as a !!${tag}`,
      startOf(node),
    );
  }
  return node.type === 'PLAIN' && node.tag === undefined ? resolvePlainScalar(text) : text;
}

/** Go's `%#v` of a decoded value, in which goyaml shows a key that is none. */
function printGo(value: unknown): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(printGo).join(', ')}}`;
  if (typeof value === 'object')
    return `map[interface {}]interface {}{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${printGo(item)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
