/**
 * A command line as a POSIX shell reads it: words with quotes and `$VAR`, pipes, `;`, `&&`, `||`, comments and one heredoc.
 * Only read, never evaluated: what is not in this grammar is refused in words.
 */

export interface SimpleCommand {
  readonly words: readonly string[];
  /** What stands in front of it: `A=1 B=2`. */
  readonly assignments: readonly (readonly [string, string])[];
  readonly heredoc: string | null;
}

export interface Pipeline {
  readonly commands: readonly SimpleCommand[];
  /** When it runs, seen from the one before. */
  readonly after: ';' | '&&' | '||';
}

export type Reading =
  | { readonly pipelines: readonly Pipeline[]; readonly error?: never; readonly waitsFor?: never }
  | { readonly error: string; readonly pipelines?: never; readonly waitsFor?: never }
  /** More lines are needed: a heredoc or a quote is open. */
  | { readonly waitsFor: string; readonly pipelines?: never; readonly error?: never };

export const LONGEST_LINE = 20_000;
export const LONGEST_HEREDOC = 3 * 1024 * 1024;

type Token = { readonly type: 'word'; readonly text: string; readonly isQuoted: boolean } | Operator;
interface Operator {
  readonly type: 'operator';
  readonly text: ';' | '&&' | '||' | '|' | '<<' | '\n';
}

const REFUSED: Readonly<Record<string, string>> = {
  '>': 'there are no files to write to here: leave out ">"',
  '<': 'there are no files to read from here; a heredoc works: <<EOF',
  '`': 'command substitution is not part of this terminal',
  '(': 'subshells are not part of this terminal',
  ')': "syntax error near unexpected token `)'",
  '&': 'there are no background jobs here: leave out "&"',
};

interface State {
  readonly text: string;
  at: number;
  readonly variables: ReadonlyMap<string, string>;
}

class Stop extends Error {
  readonly waitsFor: string | null;
  constructor(message: string, waitsFor: string | null = null) {
    super(message);
    this.waitsFor = waitsFor;
  }
}

export function readLine(text: string, variables: ReadonlyMap<string, string> = new Map()): Reading {
  const firstLine = text.indexOf('\n') < 0 ? text : text.slice(0, text.indexOf('\n'));
  if (firstLine.length > LONGEST_LINE)
    return { error: `line too long: ${firstLine.length} characters, the limit is ${LONGEST_LINE}` };
  if (text.length > LONGEST_HEREDOC)
    return { error: `input too long: the limit is ${LONGEST_HEREDOC / 1024 / 1024} MiB` };
  try {
    return { pipelines: toPipelines(tokens({ text, at: 0, variables })) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return error.waitsFor === null ? { error: error.message } : { waitsFor: error.waitsFor };
  }
}

type Piece = Token | { readonly type: 'heredoc'; readonly text: string };

function tokens(state: State): Piece[] {
  const found: Piece[] = [];
  const { text } = state;
  const pending: {
    readonly index: number;
    readonly word: string;
    readonly isQuoted: boolean;
    readonly stripsTabs: boolean;
  }[] = [];
  while (state.at < text.length) {
    const letter = text[state.at]!;
    const two = text.slice(state.at, state.at + 2);
    if (letter === ' ' || letter === '\t' || letter === '\r') state.at += 1;
    else if (two === '\\\n') state.at += 2;
    else if (letter === '#') {
      const end = text.indexOf('\n', state.at);
      state.at = end < 0 ? text.length : end;
    } else if (letter === '\n') {
      state.at += 1;
      for (const each of pending.splice(0))
        found[each.index] = { type: 'heredoc', text: heredoc(state, each) };
      found.push({ type: 'operator', text: '\n' });
    } else if (two === '&&' || two === '||') {
      found.push({ type: 'operator', text: two });
      state.at += 2;
    } else if (two === '<<') {
      state.at += 2;
      const stripsTabs = text[state.at] === '-';
      if (stripsTabs) state.at += 1;
      while (text[state.at] === ' ') state.at += 1;
      const word = readWord(state);
      if (word.text === '') throw new Stop("syntax error near unexpected token `newline'");
      pending.push({ index: found.length, word: word.text, isQuoted: word.isQuoted, stripsTabs });
      found.push({ type: 'heredoc', text: '' });
    } else if (letter === '|' || letter === ';') {
      found.push({ type: 'operator', text: letter });
      state.at += 1;
    } else if (REFUSED[letter] !== undefined) {
      // `2>&1` and `>/dev/null` lose nothing here.
      throw new Stop(REFUSED[letter]);
    } else {
      const harmless = /^(?:2>&1|2>\s*\/dev\/null)(?=\s|$|[|;&])/.exec(text.slice(state.at));
      if (harmless !== null) state.at += harmless[0].length;
      else found.push(readWord(state));
    }
  }
  if (pending.length > 0) throw new Stop('', pending[0]!.word);
  return found;
}

function heredoc(
  state: State,
  { word, isQuoted, stripsTabs }: { word: string; isQuoted: boolean; stripsTabs: boolean },
): string {
  const lines: string[] = [];
  while (state.at <= state.text.length) {
    const newline = state.text.indexOf('\n', state.at);
    const end = newline < 0 ? state.text.length : newline;
    let line = state.text.slice(state.at, end);
    if (stripsTabs) line = line.replace(/^\t+/, '');
    if (line === word) {
      state.at = Math.min(state.text.length, end + 1);
      const text = lines.map((each) => `${each}\n`).join('');
      return isQuoted
        ? text
        : text.replaceAll(
            /\$(\w+|\{\w+\})/g,
            (_, name: string) => state.variables.get(name.replace(/[{}]/g, '')) ?? '',
          );
    }
    if (newline < 0) break;
    lines.push(line);
    state.at = end + 1;
  }
  throw new Stop('', word);
}

function readWord(state: State): { type: 'word'; text: string; isQuoted: boolean } {
  let word = '';
  let isQuoted = false;
  const { text } = state;
  for (; state.at < text.length; ) {
    const letter = text[state.at]!;
    if (/[\s|;&<>()`]/.test(letter)) break;
    if (letter === "'") {
      const end = text.indexOf("'", state.at + 1);
      if (end < 0) throw new Stop('', "'");
      word += text.slice(state.at + 1, end);
      state.at = end + 1;
      isQuoted = true;
    } else if (letter === '"') {
      word += readDoubleQuoted(state);
      isQuoted = true;
    } else if (letter === '\\') {
      word += text[state.at + 1] ?? '';
      state.at += 2;
    } else if (letter === '$') word += readVariable(state);
    else {
      word += letter;
      state.at += 1;
    }
  }
  return { type: 'word', text: word, isQuoted };
}

function readDoubleQuoted(state: State): string {
  const { text } = state;
  let inner = '';
  state.at += 1;
  while (state.at < text.length) {
    const letter = text[state.at]!;
    if (letter === '"') {
      state.at += 1;
      return inner;
    }
    if (letter === '`') throw new Stop(REFUSED['`']!);
    if (letter === '\\' && '"\\$`\n'.includes(text[state.at + 1] ?? ' ')) {
      inner += text[state.at + 1] === '\n' ? '' : text[state.at + 1];
      state.at += 2;
    } else if (letter === '$') inner += readVariable(state);
    else {
      inner += letter;
      state.at += 1;
    }
  }
  throw new Stop('', '"');
}

function readVariable(state: State): string {
  const rest = state.text.slice(state.at);
  if (rest.startsWith('$(')) throw new Stop(REFUSED['`']!);
  const match = /^\$(?:(\w+|\?)|\{(\w+)\})/.exec(rest);
  if (match === null) {
    state.at += 1;
    return '$';
  }
  state.at += match[0].length;
  return state.variables.get(match[1] ?? match[2]!) ?? '';
}

function toPipelines(pieces: readonly Piece[]): Pipeline[] {
  const pipelines: Pipeline[] = [];
  let commands: SimpleCommand[] = [];
  let words: string[] = [];
  let assignments: [string, string][] = [];
  let input: string | null = null;
  let after: Pipeline['after'] = ';';
  const isEmpty = () => words.length === 0 && assignments.length === 0;
  const endCommand = (operator: string) => {
    if (isEmpty() && operator !== '\n' && operator !== '')
      throw new Stop(`syntax error near unexpected token \`${operator}'`);
    if (!isEmpty()) commands.push({ words, assignments, heredoc: input });
    words = [];
    assignments = [];
    input = null;
  };
  const endPipeline = (next: Pipeline['after'], operator: string) => {
    const wasEmpty = isEmpty() && commands.length === 0;
    if (!(wasEmpty && (operator === '\n' || operator === ''))) endCommand(operator);
    if (commands.length > 0) pipelines.push({ commands, after });
    if (commands.length > 0 || operator !== '\n') after = next;
    commands = [];
  };
  for (const piece of pieces) {
    if (piece.type === 'heredoc') input = piece.text;
    else if (piece.type === 'word') {
      const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(piece.text);
      if (assignment !== null && words.length === 0) assignments.push([assignment[1]!, assignment[2]!]);
      else words.push(piece.text);
    } else if (piece.text === '|') endCommand('|');
    else if (piece.text === '\n') {
      if (!(isEmpty() && commands.length > 0)) endPipeline(';', '\n');
    } else if (piece.text !== '<<') endPipeline(piece.text, piece.text);
  }
  if (isEmpty() && commands.length > 0) throw new Stop('', '|');
  if (isEmpty() && after !== ';') throw new Stop('', after);
  endPipeline(';', '');
  return pipelines;
}
