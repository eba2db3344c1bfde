import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { isLargePaste, refusalOf } from './pastes.ts';

function pasted(insert: string, userEvent = 'input.paste') {
  const state = EditorState.create({ doc: 'kind: Service\n' });
  return state.update({ changes: { from: 0, insert }, userEvent });
}

describe('what is not taken', () => {
  test('100,000 lines: how many there are and may be, and what to do', () => {
    const refusal = refusalOf(pasted('a: 1\n'.repeat(100_000)));
    expect(refusal).toContain('100,002 lines');
    expect(refusal).toContain('at most 20,000');
    expect(refusal).toContain('Import it as a file');
  });

  test('few lines that are too long all the same', () => {
    expect(refusalOf(pasted(`a: ${'x'.repeat(2_000_000)}`))).not.toBeNull();
  });

  test('what is no text', () => {
    expect(refusalOf(pasted('\u0000\u0001PNG'))).toContain('not text');
    expect(refusalOf(pasted('name: Größe \u{1f600}\tok\r\n'))).toBeNull();
  });
});

describe('what is shown before it is applied', () => {
  test('a paste of many lines, not typing', () => {
    const text = 'a: 1\n'.repeat(60);
    expect(isLargePaste(pasted(text))).toBe(true);
    expect(isLargePaste(pasted(text, 'input.type'))).toBe(false);
    expect(isLargePaste(pasted('a: 1\nb: 2\n'))).toBe(false);
  });
});
