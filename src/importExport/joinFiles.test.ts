import { describe, expect, it } from 'vitest';
import { joinFiles } from './joinFiles.ts';

describe('several files as one text', () => {
  const files = [
    { name: 'a.yaml', text: 'kind: A\nname: a' },
    { name: 'b.yaml', text: 'kind: B\n' },
    { name: 'c.yaml', text: 'kind: C\nname: c\n' },
  ];

  it('are documents of their own', () => {
    expect(joinFiles(files).text).toBe('kind: A\nname: a\n---\nkind: B\n---\nkind: C\nname: c\n');
  });

  it('know which file and line a line of the text was', () => {
    const { text, where } = joinFiles(files);
    const lines = text.split('\n');
    expect(where(lines.indexOf('name: a') + 1)).toBe('a.yaml, line 2');
    expect(where(lines.indexOf('kind: B') + 1)).toBe('b.yaml, line 1');
    expect(where(lines.indexOf('name: c') + 1)).toBe('c.yaml, line 2');
  });

  it('leave one file alone', () => {
    const { text, where } = joinFiles([{ name: 'a.json', text: '{"kind": "A"}' }]);
    expect(text).toBe('{"kind": "A"}');
    expect(where(1)).toBe('line 1');
  });
});
