/** Several files as one text, so that they are imported together; and back from a line of the text to the file's own. */
import { t } from '../messages/importExport.ts';

export interface NamedText {
  name: string;
  text: string;
}

export interface JoinedText {
  text: string;
  /** `shop.yaml, line 12`; only the line when there is one file or none has a name. */
  where(line: number): string;
}

export function joinFiles(files: readonly NamedText[]): JoinedText {
  const starts: { name: string; line: number }[] = [];
  let text = '';
  let line = 1;
  for (const file of files) {
    const separator = text === '' ? '' : text.endsWith('\n') ? '---\n' : '\n---\n';
    text += separator;
    line += countLines(separator);
    starts.push({ name: file.name, line });
    text += file.text;
    line += countLines(file.text);
  }
  return {
    text,
    where(wanted) {
      const start = starts.findLast((candidate) => candidate.line <= wanted);
      if (start === undefined || starts.length < 2) return t('line', { line: String(wanted) });
      return t('lineOfFile', { file: start.name, line: String(wanted - start.line + 1) });
    },
  };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
