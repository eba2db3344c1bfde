/** Text that comes in at once: what is not taken at all, and what is shown as a difference before it is applied. */
import { type AnnotationType, EditorState, type Extension, type Transaction } from '@codemirror/state';
import { t } from '../messages/yaml.ts';

/** More than this is slow to look at and nothing that a person reads. */
const MOST_LINES = 20_000;
const MOST_CHARACTERS = 1_500_000;
/** As many lines as one sees at a glance. */
const MOST_PASTED_WITHOUT_ASKING = 40;

/** `isOurs`: what the cluster says is always taken. */
export function refuseTooMuch(
  onRefuse: (reason: string) => void,
  isOurs: AnnotationType<boolean>,
): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.annotation(isOurs)) return transaction;
    const reason = refusalOf(transaction);
    if (reason === null) return transaction;
    onRefuse(reason);
    return [];
  });
}

export function refusalOf({ newDoc, changes }: Pick<Transaction, 'newDoc' | 'changes'>): string | null {
  const { lines, length } = newDoc;
  if (lines > MOST_LINES || length > MOST_CHARACTERS) return t('tooLong', { count: lines, most: MOST_LINES });
  let isBinary = false;
  changes.iterChanges((_from, _to, _newFrom, _newTo, inserted) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has
    isBinary ||= inserted.length > 0 && /[\0-\x08\x0e-\x1f\ufffd]/.test(inserted.toString());
  });
  return isBinary ? t('binary') : null;
}

export function isLargePaste(transaction: Transaction): boolean {
  if (!transaction.isUserEvent('input.paste') && !transaction.isUserEvent('input.drop')) return false;
  let lines = 0;
  transaction.changes.iterChanges((_from, _to, _newFrom, _newTo, inserted) => {
    lines += inserted.lines;
  });
  return lines > MOST_PASTED_WITHOUT_ASKING;
}
