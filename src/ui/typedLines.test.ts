import { beforeEach, expect, test, vi } from 'vitest';
import { forgetLines, takeLine, typedLines, typeInTerminal } from './typedLines.ts';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  typedLines.setState({ waiting: [] });
});

test('lines are taken in their order, and all are awaited', async () => {
  const done: string[] = [];
  const all = typeInTerminal(['one', 'two']).then(() => done.push('all'));
  const one = takeLine();
  const two = takeLine();
  expect([one?.text, two?.text, takeLine()]).toEqual(['one', 'two', null]);
  one?.onDone();
  await Promise.resolve();
  expect(done).toEqual([]);
  two?.onDone();
  await all;
  expect(done).toEqual(['all']);
});

test('lines that are forgotten are never typed, and nobody waits for them', async () => {
  const all = typeInTerminal(['one', 'two']);
  takeLine()?.onDone();
  forgetLines();
  expect(takeLine()).toBeNull();
  await all;
});
