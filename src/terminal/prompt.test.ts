import { describe, expect, it } from 'vitest';
import { testBench } from '../playground/testBench.ts';
import { client, node, pod, service } from '../testing/cluster.ts';
import { createPrompt } from './prompt.ts';
import { openSession } from './session.ts';

function terminal() {
  const bench = testBench([
    node('node-a'),
    pod('shop', 'shop'),
    pod('web', 'web'),
    service('shop'),
    client('visitor'),
  ]);
  let screen = '';
  const write = (text: string) => {
    screen += text;
  };
  const session = openSession(bench.playground, { print: write, clear() {}, onPlace() {} });
  const prompt = createPrompt({
    shell: session,
    write,
    columns: () => 500,
    freshLine() {},
    clear() {},
    onEnd() {},
  });
  bench.frames.advance(3000);
  prompt.editor.show();
  return {
    ...bench,
    session,
    prompt,
    /** What the keys put on the screen, without cursor movements, until nothing runs any more. */
    async type(...keys: string[]): Promise<string> {
      screen = '';
      for (const key of keys) prompt.input(key);
      for (let turn = 0; turn < 200; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (prompt.isBusy()) bench.frames.advance(300);
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI codes
      return screen.replaceAll(/\x1b\[[\d;]*[A-Za-z]/g, '').replaceAll('\r', '');
    },
  };
}

const ENTER = '\r';
const UP = '\x1b[A';

describe('what is typed and pasted', () => {
  it('runs pasted lines one after another, a heredoc among them', async () => {
    const { type, state, session } = terminal();
    const shown = await type(
      'kubectl apply -f - <<EOF\rapiVersion: v1\rkind: Namespace\rmetadata: {name: blue}\rEOF\rkubectl exec web -- curl -s shop\rkubectl get ns blue -o name\r',
    );
    expect(state().objects.has('Namespace//blue')).toBe(true);
    expect(shown).toMatch(/namespace\/blue created\n[\s\S]*\nHello from shop[\s\S]*\nnamespace\/blue\n/);
    expect(session.lines).toHaveLength(3);
  });

  it('keeps what is typed while a command runs, for afterwards', async () => {
    const { type } = terminal();
    const shown = await type('kubectl exec web -- curl -s shop', ENTER, 'echo later', ENTER);
    expect(shown.indexOf('\nlater\n')).toBeGreaterThan(shown.indexOf('Hello from shop'));
  });

  it('goes back through the lines of before, and completes', async () => {
    const { type } = terminal();
    await type('echo one', ENTER);
    expect(await type(UP, ENTER)).toContain('\none\n');
    expect(await type('kubectl get pods w', '\t', '-o name', ENTER)).toContain('\npod/web\n');
    expect(await type('history', ENTER)).toContain('    1  echo one\n');
  });

  it('refuses in words what no terminal should take: endless pastes, long lines, binary', async () => {
    const { type, state } = terminal();
    const before = state().objects.size;
    expect(await type('kubectl create ns x\r'.repeat(100_000))).toContain(
      '100,000 lines are more than a terminal takes at once (10,000): import them as a file',
    );
    expect(await type('x'.repeat(30_000))).toContain('line too long: 30000 characters, the limit is 20000');
    expect(await type('\x7fELF\x02\x01\x00\x00\ufffd')).toContain('this is not text');
    expect(state().objects.size).toBe(before);
    expect(await type('echo still here', ENTER)).toContain('\nstill here\n');
  });

  it('gives up a heredoc that never ends, and one that is taken back with Ctrl+C', async () => {
    const { type, prompt } = terminal();
    await type('cat <<EOF', ENTER);
    const page = `${'x'.repeat(1000)}\r`.repeat(900);
    for (let turn = 0; turn < 3; turn++) prompt.input(page);
    expect(await type(page)).toContain('EOF did not come within 3 MiB');
    await type('\x03');
    await type('cat <<EOF', ENTER, 'abandoned', ENTER, '\x03');
    expect(await type('echo fresh', ENTER)).toContain('\nfresh\n');
  });
});
