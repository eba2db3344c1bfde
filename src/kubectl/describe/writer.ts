/** Indented lines of `kubectl describe`: `Name:` and a tab, aligned at the end. Models describe.PrefixWriter. */
import { alignTabs, DESCRIBE_TABS } from '../tabWriter.ts';

export interface Writer {
  /** A line at a level of indentation, tabs between its columns. */
  line(level: number, text: string): void;
  text(): string;
}

export function createWriter(): Writer {
  const lines: string[] = [];
  return {
    line: (level, text) => void lines.push(`${'  '.repeat(level)}${text}\n`),
    text: () => alignTabs(lines.join(''), DESCRIBE_TABS),
  };
}

type Texts = Readonly<Record<string, string>> | null | undefined;

/** `Labels:  a=b`, one per line. */
export function writeMap(writer: Writer, title: string, map: Texts, skipped: readonly string[] = []): void {
  const keys = Object.keys(map ?? {})
    .filter((key) => !skipped.includes(key))
    .sort();
  if (keys.length === 0) {
    writer.line(0, `${title}:\t<none>`);
    return;
  }
  for (const [index, key] of keys.entries())
    writer.line(0, `${index === 0 ? `${title}:` : ''}\t${key}=${map![key]}`);
}

/** Annotations: long ones, and those with lines, stand below their key. */
export function writeAnnotations(writer: Writer, annotations: Texts): void {
  const keys = Object.keys(annotations ?? {})
    .filter((key) => key !== 'kubectl.kubernetes.io/last-applied-configuration')
    .sort();
  if (keys.length === 0) {
    writer.line(0, 'Annotations:\t<none>');
    return;
  }
  for (const [index, key] of keys.entries()) {
    const value = annotations![key]!.replace(/\n$/, '');
    const title = index === 0 ? 'Annotations:' : '';
    const isLong = value.length + key.length + 2 > 140 || value.includes('\n');
    if (!isLong) writer.line(0, `${title}\t${key}: ${value}`);
    else {
      writer.line(0, `${title}\t${key}:`);
      for (const line of value.split('\n'))
        writer.line(0, `\t  ${line.length > 140 ? `${line.slice(0, 137)}...` : line}`);
    }
  }
}

export function labelPairs(map: Texts): string {
  const pairs = Object.keys(map ?? {})
    .sort()
    .map((key) => `${key}=${map![key]}`);
  return pairs.join(',') || '<none>';
}

/** As Go prints a time in describe: `Thu, 01 Jan 2026 00:00:00 +0000`. */
export function longTime(timestamp: string): string {
  return new Date(timestamp).toUTCString().replace('GMT', '+0000');
}
