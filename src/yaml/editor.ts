/** The text field: CodeMirror with only what writing manifests needs. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  indentWithTab,
  redo,
  redoDepth,
  undo,
  undoDepth,
} from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentUnit } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { editorLooks } from './editorLooks.ts';
import type { TextEdit } from './lineDiff.ts';
import { isLargePaste, refuseTooMuch } from './pastes.ts';
import type { Problem } from './reading.ts';
import { yamlLines } from './yamlLines.ts';

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
  describedBy: string;
  help: Extension;
  /** `isLargePaste`: what came in is more than one sees at a glance. */
  onType(isLargePaste: boolean): void;
  onMove(): void;
  onBlur(): void;
  /** Text that is not taken, and why. */
  onRefuse(reason: string): void;
  /** Undo and redo of the playground, when there is nothing of the text's own left. */
  travel(direction: 'undo' | 'redo'): void;
}

export interface Editor {
  readonly view: EditorView;
  text(): string;
  cursor(): number | null;
  /** Changes from elsewhere: the cursor stays where it is, and undo does not know of them. */
  patch(edits: readonly TextEdit[]): void;
  replace(text: string): void;
  show(problems: readonly Problem[]): void;
  /** What was typed is applied: from here on undo is the playground's. */
  forgetTyping(): void;
  goTo(position: number): void;
  destroy(): void;
}

const fromElsewhere = Annotation.define<boolean>();

export function createEditor(options: EditorOptions): Editor {
  const typing = new Compartment();
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        typing.of(history()),
        travelKeys(options.travel),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...foldKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        lineNumbers(),
        foldGutter(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        yamlLines,
        editorLooks,
        options.help,
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'aria-describedby': options.describedBy,
          spellcheck: 'false',
          tabindex: '0',
        }),
        EditorView.domEventHandlers({ blur: () => options.onBlur() }),
        refuseTooMuch(options.onRefuse, fromElsewhere),
        EditorView.updateListener.of((update) => {
          if (update.transactions.some((transaction) => transaction.annotation(fromElsewhere))) return;
          if (update.docChanged) options.onType(update.transactions.some(isLargePaste));
          else if (update.selectionSet) options.onMove();
        }),
      ],
    }),
  });

  return {
    view,
    text: () => view.state.doc.toString(),
    cursor: () => (view.hasFocus ? view.state.selection.main.head : null),
    patch(edits) {
      if (edits.length === 0) return;
      view.dispatch({
        changes: edits.map(({ from, to, insert }) => ({ from, to, insert })),
        annotations: [fromElsewhere.of(true), Transaction.addToHistory.of(false)],
      });
    },
    replace(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: [fromElsewhere.of(true)],
      });
      this.forgetTyping();
    },
    show(problems) {
      const { length } = view.state.doc;
      const diagnostics = problems.map(({ from, to, severity, message }) => ({
        from: Math.min(from, length),
        to: Math.min(to, length),
        severity,
        message,
      }));
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    forgetTyping() {
      view.dispatch({ effects: typing.reconfigure([]) });
      view.dispatch({ effects: typing.reconfigure(history()) });
    },
    goTo(position) {
      view.dispatch({
        selection: { anchor: Math.min(position, view.state.doc.length) },
        scrollIntoView: true,
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

/** First what was typed and is not applied, then the steps of the playground. */
function travelKeys(travel: EditorOptions['travel']): Extension {
  const back = (view: EditorView) => {
    if (undoDepth(view.state) > 0) undo(view);
    else travel('undo');
    return true;
  };
  const forth = (view: EditorView) => {
    if (redoDepth(view.state) > 0) redo(view);
    else travel('redo');
    return true;
  };
  return keymap.of([
    { key: 'Mod-z', run: back, preventDefault: true },
    { key: 'Mod-Shift-z', run: forth, preventDefault: true },
    { key: 'Mod-y', run: forth, preventDefault: true },
  ]);
}
