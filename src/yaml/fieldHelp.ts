/** Completion and documentation while one writes: what `suggestions.ts` knows, as CodeMirror wants it. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete';
import type { EditorState, Extension, Text } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { type CursorPlace, cursorPlace } from './cursorPlace.ts';
import { documentationOf, type Suggestion, suggestionsAt } from './suggestions.ts';

type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

export function fieldHelp(objects: () => Objects): Extension {
  return [
    autocompletion({
      override: [(context) => complete(context, objects())],
      icons: false,
      activateOnTyping: true,
      maxRenderedOptions: 60,
    }),
    hoverTooltip(documentationAt),
  ];
}

/** The lines of the document around a place; others are left empty, so that long texts cost nothing. */
function linesAround(text: Text, number: number): string[] {
  const lines: string[] = new Array(number).fill('');
  for (let at = number; at >= 1; at--) {
    const line = text.line(at).text;
    lines[at - 1] = line;
    if (line.startsWith('---') && at < number) break;
  }
  for (let at = number + 1; at <= text.lines; at++) {
    const line = text.line(at).text;
    if (line.startsWith('---')) break;
    lines.push(line);
  }
  return lines;
}

function placeAt(state: EditorState, position: number): CursorPlace | null {
  const line = state.doc.lineAt(position);
  return cursorPlace(linesAround(state.doc, line.number), line.number - 1, position - line.from);
}

function complete(context: CompletionContext, objects: Objects): CompletionResult | null {
  const place = placeAt(context.state, context.pos);
  if (place === null || (place.isFollowed && !context.explicit)) return null;
  if (place.written === '' && place.field === null && !context.explicit) return null;
  const options = suggestionsAt(place, objects).map(toCompletion);
  if (options.length === 0) return null;
  const { from } = context.state.doc.lineAt(context.pos);
  return { from: from + place.column, options, validFor: /^["']?[\w./-]*$/ };
}

function toCompletion(suggestion: Suggestion, index: number): Completion {
  return {
    label: suggestion.label,
    ...(suggestion.detail === '' ? {} : { detail: suggestion.detail }),
    ...(suggestion.info === '' ? {} : { info: suggestion.info }),
    // In the order in which Kubernetes documents them.
    boost: -index / 10,
    apply: (view, _completion, from, to) => insert(view, suggestion, from, to),
  };
}

function insert(view: EditorView, { insert: text }: Suggestion, from: number, to: number): void {
  const line = view.state.doc.lineAt(from);
  const column = from - line.from + (text.startsWith('- ') ? 2 : 0);
  const written = text.replace('\n', `\n${' '.repeat(column + (text.includes('\n- ') ? 0 : 2))}`);
  view.dispatch({
    changes: { from, to, insert: written },
    selection: { anchor: from + written.length },
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
  // What follows is often one of a few words.
  if (text.endsWith(' ') || text.includes('\n')) startCompletion(view);
}

function documentationAt(view: EditorView, position: number) {
  const line = view.state.doc.lineAt(position);
  const match = /^((?:\s|-(?=\s))*)([^\s:#][^:#]*):(?=\s|$)/.exec(line.text);
  if (match === null) return null;
  const from = line.from + match[1]!.length;
  const to = from + match[2]!.length;
  if (position < from || position > to) return null;
  const place = placeAt(view.state, to);
  if (place === null) return null;
  const known = documentationOf(place.kind, [...place.path, match[2]!]);
  if (known === undefined) return null;
  return {
    pos: from,
    end: to,
    above: true,
    create: () => ({ dom: documentationElement(known) }),
  };
}

function documentationElement({
  name,
  type,
  text,
}: {
  name: string;
  type: string;
  text: string;
}): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cm-field';
  const code = document.createElement('code');
  code.textContent = name;
  const typeName = document.createElement('span');
  typeName.textContent = type;
  element.append(code, typeName);
  if (text !== '') {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    element.append(paragraph);
  }
  return element;
}
