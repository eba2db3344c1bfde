/**
 * Colours, folding and indentation of YAML line by line: only the lines in view are looked at, so that a key costs the
 * same in a text of any length. A grammar would be read again from the changed place on.
 */
import { foldService, indentService } from '@codemirror/language';
import { EditorState, type Extension, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

const marks = {
  key: Decoration.mark({ class: 'cm-yaml-key' }),
  text: Decoration.mark({ class: 'cm-yaml-text' }),
  number: Decoration.mark({ class: 'cm-yaml-number' }),
  word: Decoration.mark({ class: 'cm-yaml-word' }),
  comment: Decoration.mark({ class: 'cm-yaml-comment' }),
  sign: Decoration.mark({ class: 'cm-yaml-sign' }),
};

interface Token {
  from: number;
  to: number;
  look: keyof typeof marks;
}

const TOKEN =
  /(?<comment>(?<=^|\s)#.*$)|(?<key>"(?:[^"\\]|\\.)*"(?=\s*:(?:\s|$))|'[^']*'(?=\s*:(?:\s|$))|[^\s"'#&*!|>%@`{}[\],-][^#:{}[\],]*(?=:(?:\s|$))|-[^\s#:{}[\],]+(?=:(?:\s|$)))|(?<text>"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)|(?<number>(?<=[\s[,]|^)[-+]?(?:0x[\da-f]+|\d+(?:\.\d+)?)(?=\s*(?:[,\]}#]|$)))|(?<word>(?<=[\s[,]|^)(?:true|false|null|~|yes|no|on|off)(?=\s*(?:[,\]}#]|$))|(?<=\s)[&*][\w-]+|(?<=\s)![\w!/]*)|(?<sign>---.*$|[-?](?=\s|$)|[:{}[\],|>])|[^\s"'#:{}[\],]+/gi;

export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(TOKEN)) {
    const look = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    if (look === undefined) continue;
    tokens.push({ from: match.index, to: match.index + match[0].length, look: look as Token['look'] });
  }
  return tokens;
}

const BLOCK = /(?:^|[\s:-])[|>][-+\d]*\s*(?:#.*)?$/;
/** How far above the view the beginning of a block of text is looked for. */
const MOST_LINES_BACK = 200;

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { doc } = view.state;
  for (const { from, to } of view.visibleRanges) {
    const first = doc.lineAt(from).number;
    const last = doc.lineAt(to).number;
    let blockIndent = -1;
    for (let number = Math.max(1, first - MOST_LINES_BACK); number <= last; number++) {
      const { text, from: start } = doc.line(number);
      const indent = indentOf(text);
      const isInBlock = blockIndent >= 0 && (indent > blockIndent || text.trim() === '');
      if (!isInBlock) blockIndent = BLOCK.test(text) ? indent : -1;
      if (number < first) continue;
      if (isInBlock) {
        if (text !== '') builder.add(start, start + text.length, marks.text);
        continue;
      }
      for (const token of tokensOf(text))
        builder.add(start + token.from, start + token.to, marks[token.look]);
    }
  }
  return builder.finish();
}

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function indentOf(text: string): number {
  return /^\s*/.exec(text)![0].length;
}

/** Where the contents of a line begin: behind the dashes of a list. */
function contentColumn(text: string): number {
  return /^\s*(?:-\s+)*/.exec(text)![0].length;
}

/** A line folds with all below it that stand deeper; a list may stand as deep as its key. */
function foldBelow(
  state: EditorState,
  lineStart: number,
  lineEnd: number,
): { from: number; to: number } | null {
  const line = state.doc.lineAt(lineStart);
  if (!/:\s*(?:[|>][-+\d]*)?\s*(?:#.*)?$/.test(line.text) && !/^\s*-\s/.test(line.text)) return null;
  const isItem = /^\s*-\s/.test(line.text);
  const column = isItem ? indentOf(line.text) : contentColumn(line.text);
  let end = lineEnd;
  for (let number = line.number + 1; number <= state.doc.lines; number++) {
    const next = state.doc.line(number);
    if (next.text.trim() === '') continue;
    const isOwnList = !isItem && indentOf(next.text) === column && /^\s*-\s/.test(next.text);
    if (indentOf(next.text) <= column && !isOwnList) break;
    end = next.to;
  }
  return end > lineEnd ? { from: lineEnd, to: end } : null;
}

const folding = foldService.of(foldBelow);

/** A new line stands as deep as the one before; below a key that has no value yet, two deeper. */
const indentation = indentService.of((context, position) => {
  const line = context.lineAt(position, -1);
  const before = line.text.slice(0, position - line.from) || line.text;
  if (before.trim() === '') return indentOf(before);
  const column = contentColumn(before);
  return /:\s*(?:[|>][-+\d]*)?\s*(?:#.*)?$/.test(before) ? column + 2 : column;
});

export const yamlLines: Extension = [
  colours,
  folding,
  indentation,
  EditorState.languageData.of(() => [
    { commentTokens: { line: '#' }, closeBrackets: { brackets: ['{', '[', '"'] } },
  ]),
];
